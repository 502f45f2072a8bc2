"""The forms of releases. They ask; the services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.access.audience import given_into
from agencies.access.forms import DayInput, MomentInput, ViewerForm
from agencies.markings.models import codes_in_force
from agencies.models import Agency
from hub.kit.errors import HubError
from hub.kit.limits import NOTE, PROSE, REASON, SEVERAL
from hub.kit.pages import refuse
from intel.releases.entries import NAME, ItemEntry, ReleaseEntry
from intel.releases.models import ReleaseRequest
from intel.releases.sources import SHORT
from intel.releases.states import Receipt
from intel.subjects.forms import Rows

_TEXT = forms.Textarea({"rows": 3})
#: Before the id of a sharing group among recipients.
GROUP = "group:"
#: How a person answers whether it rests on what others told: it has to be said.
SAID = [("", "—"), ("no", _("No, all of it is my agency's own")), ("yes", _("Yes, or parts of it do"))]


class ReleaseForm(ViewerForm):
    """To whom, for what, on what ground, under which conditions."""

    recipient = forms.ChoiceField(label=_("Recipient"), help_text=_(
        "For a sharing group a draft is written for each agency that is in it."))
    for_person = forms.CharField(label=_("For one person alone"), max_length=NAME, required=False, help_text=_(
        "The name by which they sign in, as they told you. Nobody else of their agency reads the portions."))
    purpose = forms.ChoiceField(label=_("Purpose"))
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=NOTE, widget=_TEXT)
    need_to_know = forms.CharField(label=_("Why the recipient needs it"), max_length=NOTE, widget=_TEXT)
    urgency = forms.ChoiceField(label=_("Urgency"))
    conditions = forms.CharField(label=_("Conditions"), max_length=NOTE, required=False, widget=_TEXT,
                                 help_text=_("The recipient is bound by them, and so is everybody it goes on to."))
    expires_at = forms.DateTimeField(label=_("May be used until"), required=False, widget=MomentInput)
    rests_on_others = forms.ChoiceField(label=_("Does it rest on anything that you did not originate?"), choices=SAID,
                                        help_text=_("Your answer is part of what is approved; the hub checks it."))
    enquiry = forms.IntegerField(required=False, widget=forms.HiddenInput)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: ReleaseRequest | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        others = Agency.objects.receiving().exclude(pk=self.viewer.agency_id)
        groups = {} if row else {epoch.sharing_group_id: epoch.sharing_group.name for epoch in given_into()}
        choices: dict[str, list[tuple[Any, Any]]] = {
            "recipient": [("", "—"), *((agency.code, f"{agency.code} · {agency.name}") for agency in others),
                          *([(_("Sharing groups"), [(f"{GROUP}{pk}", name) for pk, name in groups.items()])] if groups else [])],
            "purpose": [("", "—"), *((code.code, code.label) for code in codes_in_force("purpose"))],
            "urgency": [(code.code, code.label) for code in codes_in_force("urgency")]}
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def entry(self, items: "ItemsGiven") -> ReleaseEntry:
        """What it says."""
        given = self.cleaned_data
        return ReleaseEntry(
            items=tuple(ItemEntry(reference, text) for reference, text in items.values("reference", "text")),
            rests_on_others=given["rests_on_others"] == "yes",
            **{name: given[name] for name in (
                "purpose", "legal_basis", "need_to_know", "urgency", "conditions", "expires_at", "for_person")})

    def sharing_group(self) -> int | None:
        """The id of the sharing group chosen; None for an agency."""
        chosen: str = self.cleaned_data["recipient"]
        return int(chosen.removeprefix(GROUP)) if chosen.startswith(GROUP) else None

    def recipient_agency(self) -> Agency | None:
        """The one chosen."""
        return Agency.objects.receiving().filter(code=self.cleaned_data["recipient"]).first()


class ItemForm(forms.Form):
    """One item; without a reference it is not written."""

    reference = forms.CharField(label=_("Reference"), max_length=SHORT, required=False,
                                help_text=_("AN-2026-000017/2 for a paragraph, without /2 for the whole report; that of an "
                                            "alert or a hit; S- and its number for a subject."))
    text = forms.CharField(label=_("Text to be given instead"), max_length=PROSE, required=False,
                           widget=forms.Textarea({"rows": 2}), help_text=_("Left empty: its own words."))


class ItemsGiven(Rows):
    """Items."""

    value = "reference"


ItemRows = forms.formset_factory(ItemForm, formset=ItemsGiven, can_delete=True, extra=1, max_num=SEVERAL,
                                 absolute_max=SEVERAL + 1, validate_max=True)


class DecisionForm(forms.Form):
    """What is released, and under which further conditions."""

    included = forms.TypedMultipleChoiceField(coerce=int, required=False)
    conditions = forms.CharField(label=_("Further conditions"), max_length=NOTE, required=False, widget=_TEXT)
    expires_at = forms.DateTimeField(label=_("May be used until"), required=False, widget=MomentInput)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, numbers: list[int], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["included"].choices = [(number, number) for number in numbers]  # type: ignore[attr-defined]


class ConsentForm(forms.Form):
    """To which portions an originator agrees, and under which conditions."""

    agreed = forms.TypedMultipleChoiceField(coerce=int, required=False)
    conditions = forms.CharField(label=_("Your conditions"), max_length=NOTE, required=False, widget=_TEXT,
                                 help_text=_("The recipient reads them, and not that they are yours."))
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, numbers: list[int], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["agreed"].choices = [(number, number) for number in numbers]  # type: ignore[attr-defined]


class RefusalForm(forms.Form):
    """Why it is refused: a reason of the code table, and in words."""

    refusal = forms.ChoiceField(label=_("Reason for refusing"))
    reason = forms.CharField(label=_("Reason"), max_length=REASON, widget=_TEXT)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["refusal"].choices = [("", "—"), *((code.code, code.label) for code in codes_in_force("refusal"))]  # type: ignore[attr-defined]


class ReceiptForm(forms.Form):
    """What became of the copies."""

    receipt = forms.ChoiceField(label=_("What became of the copies"), choices=[("", "—"), *Receipt.choices])
    held_until = forms.DateField(label=_("If a hold keeps them: until when"), required=False, widget=DayInput)
    words = forms.CharField(label=_("What was destroyed and by whom, or which hold keeps it"), max_length=NOTE, widget=_TEXT)


def words_of(request: ReleaseRequest) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """The initial values of form and items that show a request."""
    entry = ReleaseEntry.of(request)
    items = [{"reference": item.reference, "text": item.text} for item in entry.items]
    return {**entry.columns(), "recipient": request.recipient_agency.code, "enquiry": request.enquiry_id,
            "rests_on_others": "yes" if request.rests_on_others else "no", "revision": request.revision}, items


def show_refusal(error: HubError, form: forms.Form, items: ItemsGiven) -> None:
    """Put a service's refusal at the item that its path names, at the field, else above the form."""
    match (error.field or "").split("."):
        case ["items", number, part] if int(number) < len(items.kept()):
            items.kept()[int(number)].add_error(part, str(error.message))
            form.add_error(None, _("See the items."))
        case _:
            refuse(form, error)
