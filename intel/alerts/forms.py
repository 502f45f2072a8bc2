"""The forms of an alert. They ask; the services decide."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.access.forms import AudienceForm
from agencies.markings.classification import Classification
from agencies.markings.models import choices
from intel.alerts.entries import AlertEntry
from intel.alerts.models import ActionRequested, Alert
from intel.reports.models import RiskArea
from intel.subjects.models import Subject

VALID_FOR = timedelta(days=365)


class DayInput(forms.DateInput):
    """A day, in the form that browsers' own pickers need whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class AlertForm(AudienceForm):
    """Everything about an alert but its subject; `written` gives the entry that the services take."""

    action_requested = forms.ChoiceField(label=_("Action requested"), choices=[("", "—"), *ActionRequested.choices])
    risk_area = forms.ChoiceField(label=_("Risk area"), choices=[("", "—"), *RiskArea.choices])
    priority = forms.TypedChoiceField(label=_("Priority"), choices=Alert.Priority.choices, coerce=int, initial=Alert.Priority.NORMAL)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 3}), max_length=4000)
    instructions_front_line = forms.CharField(label=_("Instructions for the front line"), required=False, max_length=4000,
                                              widget=forms.Textarea({"rows": 2}))
    valid_from = forms.DateField(label=_("Valid from"), widget=DayInput())
    valid_until = forms.DateField(label=_("Valid until"), widget=DayInput())
    legal_basis = forms.CharField(label=_("Legal basis"), required=False, widget=forms.Textarea({"rows": 2}), max_length=4000,
                                  help_text=_("Needed for an alert on a person."))
    suspicion_basis = forms.CharField(label=_("Basis of suspicion"), required=False, widget=forms.Textarea({"rows": 2}),
                                      max_length=4000, help_text=_("Needed for an alert on a person."))
    classification = forms.ChoiceField(label=_("Classification"), choices=Classification)
    handling_codes = forms.MultipleChoiceField(label=_("Handling codes"), required=False, widget=forms.CheckboxSelectMultiple)
    handling_conditions = forms.CharField(label=_("Handling conditions"), required=False, widget=forms.Textarea({"rows": 2}),
                                          help_text=_("In words; needed with H3."))
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        below = [(code, words) for code, words in Classification.choices if code in self.viewer.cleared]
        self.fields["classification"].choices = below  # type: ignore[attr-defined]
        self.fields["handling_codes"].choices = choices("handling")  # type: ignore[attr-defined]
        today = timezone.localdate()
        usual = Classification.RESTRICTED.value
        self.initial = {"valid_from": today, "valid_until": today + VALID_FOR,
                        "classification": usual if usual in self.viewer.cleared else self.viewer.cleared[-1], **self.initial}

    def written(self) -> AlertEntry:
        """The validated values as an entry."""
        given = {name: self.cleaned_data[name] for name in AlertEntry.__slots__}
        return AlertEntry(**given | {"handling_codes": tuple(given["handling_codes"])})


class SubjectChoice(forms.Form):
    """One of several subjects at hand, or a new one (empty)."""

    subject = forms.ModelChoiceField(Subject.objects.none(), label=_("Subject"), required=False,
                                     empty_label=_("Another, described here"))

    def __init__(self, *args: Any, at_hand: list[Subject], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["subject"].queryset = Subject.objects.filter(pk__in=[s.pk for s in at_hand]).order_by("id")  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 3}), max_length=2000)
