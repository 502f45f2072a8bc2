"""The forms of an alert. They ask; the services decide."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.access.forms import AudienceForm, DayInput, ViewerForm
from agencies.markings.classification import Classification
from agencies.markings.models import choices
from hub.kit.errors import HubError, Invalid
from hub.kit.limits import NOTE
from hub.kit.pages import refuse
from intel.alerts.entries import LIMITS, AlertEntry
from intel.alerts.models import ActionRequested, Alert
from intel.reports.models import Report, RiskArea
from intel.subjects.entries import SubjectEntry
from intel.subjects.forms import DescribingForm, IdentifierRows, NameRows
from intel.subjects.forms import show_refusal as show_in_subject


def _a_year_on() -> Any:
    return timezone.localdate() + timedelta(days=365)


class AlertForm(AudienceForm):
    """Everything about an alert but its subject."""

    seen_with = "alerts.view_alert"

    action_requested = forms.ChoiceField(label=_("Action requested"), choices=[("", "—"), *ActionRequested.choices])
    priority = forms.TypedChoiceField(label=_("Priority"), choices=Alert.Priority, coerce=int, initial=Alert.Priority.NORMAL)
    risk_area = forms.ChoiceField(label=_("Risk area"), choices=[("", "—"), *RiskArea.choices])
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 4}), max_length=LIMITS["reason"],
                             help_text=_("Why it is to be looked out for. The audience reads it."))
    instructions_front_line = forms.CharField(
        label=_("Instructions for the front line"), required=False, max_length=LIMITS["instructions_front_line"],
        widget=forms.Textarea({"rows": 3}), help_text=_("What the officer at the counter does first."))
    valid_from = forms.DateField(label=_("Valid from"), widget=DayInput, initial=timezone.localdate)
    valid_until = forms.DateField(label=_("Valid until"), widget=DayInput, initial=_a_year_on)
    legal_basis = forms.CharField(label=_("Legal basis"), required=False, max_length=LIMITS["legal_basis"],
                                  widget=forms.Textarea({"rows": 2}))
    suspicion_basis = forms.CharField(label=_("Basis of suspicion"), required=False, max_length=LIMITS["suspicion_basis"],
                                      widget=forms.Textarea({"rows": 2}), help_text=_("Only your agency reads it."))
    classification = forms.ChoiceField(label=_("Classification"), choices=Classification, initial=Classification.RESTRICTED)
    handling_codes = forms.MultipleChoiceField(label=_("Handling"), required=False, widget=forms.CheckboxSelectMultiple)
    handling_conditions = forms.CharField(label=_("Handling conditions"), required=False,
                                          max_length=LIMITS["handling_conditions"],
                                          widget=forms.Textarea({"rows": 2}), help_text=_("Needed with H3."))
    reports = forms.CharField(label=_("Reports it rests on"), required=False, max_length=NOTE,
                              help_text=_("Their references, separated by blanks: AN-2026-000017."))
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["handling_codes"].choices = choices("handling")  # type: ignore[attr-defined]
        below = [(code, words) for code, words in Classification.choices if code in self.viewer.cleared]
        self.fields["classification"].choices = below  # type: ignore[attr-defined]
        if Classification.RESTRICTED not in self.viewer.cleared:
            self.initial.setdefault("classification", below[-1][0])

    def clean_reports(self) -> list[int]:
        """The ids of the visible reports named, in that order."""
        references = self.cleaned_data["reports"].replace(",", " ").upper().split()
        found = dict(Report.objects.filter(reference__in=references).values_list("reference", "pk"))
        if absent := [reference for reference in references if reference not in found]:
            raise forms.ValidationError(_("You see no report with the reference %(reference)s."),
                                        params={"reference": absent[0]})
        return [found[reference] for reference in references]

    def entry(self) -> AlertEntry:
        """What it says."""
        values = {name: self.cleaned_data[name] for name in AlertEntry.__slots__}
        return AlertEntry(**values | {"handling_codes": tuple(values["handling_codes"])})


class NewSubject:
    """A subject described on the form of its alert: its own fields, further names, identifiers."""

    def __init__(self, data: Any = None, *, viewer: Any) -> None:
        initial = {"classification": Classification.UNCLASSIFIED}
        self.form = DescribingForm(data, prefix="new", viewer=viewer, initial=None if data else initial)
        self.names: Any = NameRows(data, prefix="names")
        self.identifiers: Any = IdentifierRows(data, prefix="identifiers")

    def is_valid(self) -> bool:
        """Whether all three parts are."""
        return self.form.is_valid() & self.names.is_valid() & self.identifiers.is_valid()

    def entry(self) -> SubjectEntry:
        """What is known of it."""
        written = self.form.written().items()
        given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in written}
        return SubjectEntry(**given, names=tuple(self.names.values("kind", "name")),
                            identifiers=tuple(self.identifiers.values("kind", "value", "country")))


class PreviewForm(AudienceForm):
    """The audience alone, to say beforehand whom it means."""

    seen_with = "alerts.view_alert"

    classification = forms.ChoiceField(choices=Classification)
    action_requested = forms.ChoiceField(choices=ActionRequested, required=False)


def show_refusal(error: HubError, form: ViewerForm, new: NewSubject | None) -> None:
    """Put a service's refusal where it belongs: in the description of the new subject, else in the form."""
    path = error.field or ""
    if new is not None and path.startswith("new_subject."):
        show_in_subject(Invalid(error.message, field=path.removeprefix("new_subject.")), new.form, new.names, new.identifiers)
        form.add_error(None, _("See the new subject."))
    else:
        refuse(form, error)
