"""The forms of an emergency: what leaves and why, and what its review found."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hub.kit.limits import NOTE

_TEXT = forms.Textarea({"rows": 3})


class EmergencyForm(forms.Form):
    """What leaves at once, whose life is in danger, and why the consents cannot be waited for."""

    included = forms.TypedMultipleChoiceField(coerce=int, required=False)
    danger = forms.CharField(label=_("Whose life is in danger, and by what"), max_length=NOTE, widget=_TEXT)
    reason = forms.CharField(label=_("Why the consents cannot be waited for"), max_length=NOTE, widget=_TEXT)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, numbers: list[int], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["included"].choices = [(number, number) for number in numbers]  # type: ignore[attr-defined]
