"""The forms of the reading room. They ask; the services decide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hub.kit.limits import NOTE

_TEXT = forms.Textarea({"rows": 4})


class QuestionForm(forms.Form):
    """What is asked about a use."""

    question = forms.CharField(label=_("Your question"), max_length=NOTE, widget=_TEXT)


class AnswerForm(forms.Form):
    """Why it was used."""

    answer = forms.CharField(label=_("Why it was used"), max_length=NOTE, widget=_TEXT)
