"""The lists of emergency releases: what their pages show, and files of them hold."""

from django.utils.translation import gettext_lazy as _

from hub.kit.listing import Listing, column
from intel.releases.emergency import selectors
from intel.releases.emergency.filters import DisclosureFilter, EmergencyCountFilter, EmergencyFilter
from intel.releases.emergency.life import COUNTS as MAY_COUNT
from intel.releases.life import VIEW

EMERGENCIES = Listing("emergencies", _("Emergency releases"), page="releases:emergencies", act=VIEW, of="emergency",
                      rows=selectors.emergencies, filters=EmergencyFilter, columns=(
    column("release", _("Release"), "reference", "declared_by", "declared_at", fixed=True),
    column("danger", _("Danger"), "danger"),
    column("recipient", _("Recipient"), recipient="recipient_agency.code"),
    column("marking", _("Marking"), "classification", fixed=True),
    column("review", _("Review"), review="state", reviewed_by="reviewed_by", reviewed_at="reviewed_at"),
))

DISCLOSURES = Listing("disclosures", _("Released without consent"), page="releases:disclosures", act=VIEW, of="disclosure",
                      rows=selectors.disclosures, filters=DisclosureFilter, columns=(
    column("release", _("Release"), "reference", "released_at", "classification", fixed=True),
    column("purpose", _("For"), "purpose", "danger"),
    column("agencies", _("Agencies"), holder="released_by_agency.code", recipient="recipient_agency.code"),
    column("originator", _("Originator"), originator="originator_agency.code"),
    column("review", _("Review"), review="state"),
))

COUNTS = Listing("emergency-counts", _("Emergency releases of all agencies"), page="releases:emergency-counts", act=MAY_COUNT,
                 rows=selectors.counts, filters=EmergencyCountFilter, marks=None, columns=(
    column("agencies", _("Agencies"), "reference", agency="agency.code", recipient="recipient_agency.code", fixed=True),
    column("portions", _("Portions"), "portions_count"),
    column("originators", _("Originators told"), "originators_count"),
    column("released", _("Released"), "declared_at"),
    column("review", _("Review"), review="state"),
))
