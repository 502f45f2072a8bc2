"""The forms of data protection. They ask; the services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.markings.models import choices
from hub.kit.limits import LARGEST, LINE, REASON
from intel.protection.models import Measure
from intel.protection.person import Person


class PersonForm(forms.Form):
    """Whom somebody looks for, for what purpose, in which case."""

    purpose = forms.ChoiceField(label=_("Purpose"))
    case_reference = forms.CharField(label=_("Case"), max_length=LINE, help_text=_("Its number in your files."))
    name = forms.CharField(label=_("Name"), required=False, max_length=LINE)
    identifier = forms.CharField(label=_("Number"), required=False, max_length=LINE,
                                 help_text=_("Of an identity card, a passport, a tax number, a phone."))
    birth_date = forms.CharField(label=_("Date of birth"), required=False, max_length=10,
                                 help_text=_("As far as known: 1971, 1971-03 or 1971-03-12."))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["purpose"].choices = [("", "—"), *choices("protection")]  # type: ignore[attr-defined]

    def person(self) -> Person:
        """Who is meant."""
        return Person(*(self.cleaned_data[name] for name in ("name", "identifier", "birth_date")))


class MeasureForm(forms.Form):
    """What is asked of a subject, why, and in which case."""

    subject = forms.IntegerField(min_value=1, max_value=LARGEST, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What"), choices=Measure.Kind)
    reason = forms.CharField(label=_("Reason"), max_length=REASON, widget=forms.Textarea({"rows": 3}))
    case_reference = forms.CharField(label=_("Case"), max_length=LINE, help_text=_("Its number in your files."))
