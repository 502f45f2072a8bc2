"""The forms of legal holds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.access.forms import DayInput
from hub.kit.limits import LARGEST, NOTE, REASON


class HoldForm(forms.Form):
    """Why a row is kept longer than the rule says."""

    kind = forms.CharField(max_length=60, widget=forms.HiddenInput)
    number = forms.IntegerField(min_value=1, max_value=LARGEST, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=REASON, widget=forms.Textarea({"rows": 2}))
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=NOTE)
    until = forms.DateField(label=_("Until"), widget=DayInput,
                            help_text=_("After this day it is purged as the rule says."))

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: self.cleaned_data[name] for name in ("reason", "legal_basis", "until")}
