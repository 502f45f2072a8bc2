"""The form of a delegation. It asks; the service decides."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.access.acts import words_of
from agencies.access.forms import MomentInput, ViewerForm
from agencies.deputies.services import delegates
from agencies.handover.selectors import colleagues
from agencies.models import User
from hub.kit.limits import REASON


class DelegationForm(ViewerForm):
    """What is delegated, to whom, from when until when, and why."""

    act = forms.ChoiceField(label=_("What"))
    deputy = forms.ModelChoiceField(label=_("Deputy"), queryset=User.objects.none(), empty_label="—")
    begins_at = forms.DateTimeField(label=pgettext_lazy("time", "From"), widget=MomentInput)
    ends_at = forms.DateTimeField(label=_("Until"), widget=MomentInput)
    reason = forms.CharField(label=_("Reason"), max_length=REASON, widget=forms.Textarea({"rows": 2}))

    #: In words what is delegated, where there is nothing to choose.
    only = ""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        acts = [(act, words_of(act)) for act in delegates(self.viewer)]
        self.fields["act"].choices = acts  # type: ignore[attr-defined]
        if len(acts) == 1:
            self.fields["act"].widget, [(self.fields["act"].initial, self.only)] = forms.HiddenInput(), acts
        self.fields["deputy"].queryset = colleagues(self.viewer).exclude(pk=self.viewer.user_id)  # type: ignore[attr-defined]
        self.fields["begins_at"].initial = timezone.localtime().replace(second=0, microsecond=0)
