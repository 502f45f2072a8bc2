"""What is asked: at which moment, of which person, about which kind of thing."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from agencies.access.forms import MomentInput, ViewerForm
from agencies.models import Agency, User
from intel.knowledge.known import begins

#: What is asked about.
KINDS = [("reports.report", _("Reports")), ("alerts.alert", _("Alerts")), ("releases.release", _("Releases"))]
WHOSE = [("OWN", _("Our own")), ("OTHERS", _("Of others"))]


class MomentForm(ViewerForm):
    """The moment: now, if nothing is said; neither to come nor before what was is kept."""

    at = forms.DateTimeField(label=_("Moment"), required=False, widget=MomentInput)

    def clean_at(self) -> datetime:
        """An error says from when on it can be answered."""
        now = timezone.now()
        moment: datetime = self.cleaned_data.get("at") or now
        since = begins()
        if moment > now:
            raise forms.ValidationError(_("This moment is still to come."))
        if since is not None and moment < since:
            raise forms.ValidationError(_("What was is kept since %(since)s. Choose a later moment.") % {
                "since": date_format(timezone.localtime(since), "DATETIME_FORMAT")})
        return moment


class KnownForm(MomentForm):
    """And of the own agency one person, one kind, own things or those of others."""

    person = forms.CharField(label=_("Person"), required=False, max_length=150)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", ""), *KINDS])
    whose = forms.ChoiceField(label=_("Whose"), required=False, choices=[("", ""), *WHOSE])

    def clean_person(self) -> User | None:
        """Somebody of the viewer's agency, by the name they sign in with."""
        name = self.cleaned_data["person"]
        if not name:
            return None
        found = User.objects.filter(agency=self.viewer.agency_id, username=name).first()
        if found is None:
            raise forms.ValidationError(_("There is nobody of this name in your agency."))
        return found


class CountForm(MomentForm):
    """And one agency."""

    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.taking_part(), to_field_name="code")


def as_given(form: forms.Form) -> dict[str, Any]:
    """Every field with what was given, or nothing: for the page, and for the log."""
    return {name: form.data.get(name, "") for name in form.fields}
