"""What each action requested means for the person who meets the subject, in plain words."""

from django.utils.translation import gettext_lazy as _

from intel.alerts.models import ActionRequested

IN_PLAIN_WORDS: dict[str, object] = {
    ActionRequested.SIGHTING_AND_REPORTING: _("Note that it was seen and report it. Take no other measure."),
    ActionRequested.DISCREET_CHECK: _("Collect what you learn in routine work. The subject must not notice."),
    ActionRequested.INQUIRY_CHECK: _("Interview, with the questions that the issuer gives."),
    ActionRequested.SPECIFIC_CHECK: _("Search person, transport and goods as far as your law allows."),
    ActionRequested.OPERATIONAL_ANALYSIS: _("Use it for analysis only. Nothing is done at the counter."),
    ActionRequested.DOCUMENTARY_CHECK: _("Check the documents of the declaration before release (yellow lane)."),
    ActionRequested.PHYSICAL_EXAMINATION: _("Examine the goods before release (red lane)."),
    ActionRequested.POST_CLEARANCE_AUDIT: _("Release it, and audit the declarant afterwards (blue lane)."),
    ActionRequested.REQUEST_INFORMATION: _("Ask the declarant for more information before going on."),
    ActionRequested.REQUEST_AMENDMENT: _("Ask the declarant to correct the declaration."),
    ActionRequested.REQUEST_SCREENING: _("Have the cargo screened before it is loaded."),
    ActionRequested.DO_NOT_LOAD: _("It must not be loaded. Tell the carrier and the issuer at once."),
    ActionRequested.SEIZE_OR_USE_AS_EVIDENCE: _("Seize it, or secure it as evidence, as far as your law allows."),
    ActionRequested.SCAN: _("Send it through the scanner before release."),
    ActionRequested.HOLD_FOR_ISSUER: _("Hold it and call the issuer."),
}
