"""The forms for bodies outside. They ask; the services decide."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.access.forms import DayInput
from hub.kit.limits import LINE, NOTE
from intel.releases.outside.models import PaperKind
from intel.releases.outside.services import LONGEST
from intel.releases.states import Receipt


class BodyForm(forms.Form):
    """Who it is, and where."""

    name = forms.CharField(label=_("Name"), max_length=200)
    code = forms.CharField(label=_("Code"), max_length=12, help_text=_(
        "2 to 12 letters and digits, such as TSJ; it stands on every page of a copy."))
    country = forms.CharField(label=_("Country"), max_length=2, initial="BO")
    address = forms.CharField(label=_("Address"), max_length=NOTE, widget=forms.Textarea({"rows": 3}), help_text=_(
        "Every agency reads this list: write no case in it."))


class LinkForm(forms.Form):
    """For how long a link works."""

    days = forms.IntegerField(label=_("Works for so many days"), min_value=1, max_value=LONGEST, initial=7)


class PaperForm(forms.Form):
    """What was signed on paper, by whom and when."""

    kind = forms.CharField(max_length=12, widget=forms.HiddenInput)
    receipt = forms.ChoiceField(label=_("What became of the copies"), choices=[("", "—"), *Receipt.choices], required=False)
    held_until = forms.DateField(label=_("A legal hold keeps copies until"), widget=DayInput, required=False)
    signed_by = forms.CharField(label=_("Signed by"), max_length=LINE, help_text=_("Name and office, as on the paper."))
    signed_on = forms.DateField(label=_("Signed on"), widget=DayInput, initial=timezone.localdate)
    words = forms.CharField(label=_("What it says, and where the paper is kept"), max_length=NOTE,
                            widget=forms.Textarea({"rows": 3}))


def paper_form(kind: PaperKind) -> PaperForm:
    """The form for this kind of paper; of an acknowledgement nothing became of the copies yet."""
    form = PaperForm(initial={"kind": kind.value}, auto_id=f"id_{kind.value.lower()}_%s")
    if kind is PaperKind.ACKNOWLEDGED:
        for name in ("receipt", "held_until"):
            del form.fields[name]
    return form
