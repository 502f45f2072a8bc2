"""The form of a decision. It asks; the services decide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hub.kit.limits import REASON


class DecideForm(forms.Form):
    """Why it is explained, or misuse."""

    reason = forms.CharField(label=_("Reason"), max_length=REASON, widget=forms.Textarea(attrs={"rows": 3}))
