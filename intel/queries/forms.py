"""The forms of a query. They ask; the services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.access.audience import given_into
from agencies.access.forms import ViewerForm
from agencies.markings.models import choices
from agencies.models import Agency
from hub.kit.errors import HubError
from hub.kit.limits import LARGEST, LINE, NOTE
from hub.kit.pages import refuse
from intel.arrangements.codes import RISK_AREAS
from intel.queries.entries import LIMITS, SEVERAL, QueryEntry
from intel.queries.levels import Level
from intel.queries.models import Disclosure, Urgency
from intel.subjects.entries import ADDRESS
from intel.subjects.forms import Rows
from intel.subjects.models import Subject

#: What the number of a sharing group has before it, where codes of agencies stand beside.
_GROUP = "#"


class WhyForm(forms.Form):
    """For what one asks, on what ground, in which case."""

    purpose = forms.ChoiceField(label=_("Purpose"))
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency, initial=Urgency.NORMAL)
    case_reference = forms.CharField(label=_("Case"), max_length=LIMITS["case_reference"],
                                     help_text=_("Its number in your files. No other agency reads it."))
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=LIMITS["legal_basis"])

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["purpose"].choices = [("", "—"), *choices("purpose")]  # type: ignore[attr-defined]


class QueryForm(WhyForm):
    """One question about one subject; several values of a kind are written one a line."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Subject.Kind, initial=Subject.Kind.PERSON)
    names = forms.CharField(label=_("Names"), required=False, max_length=SEVERAL * LINE, widget=forms.Textarea({"rows": 2}),
                            help_text=_("One a line: the name as you know it, then other spellings."))
    birth_dates = forms.CharField(label=_("Dates of birth"), required=False, max_length=NOTE,
                                  help_text=_("As far as known: 1971, 1971-03 or 1971-03-12."))
    countries = forms.CharField(label=_("Countries"), required=False, max_length=NOTE, help_text=_("Two letters each: BO, PE."))
    addresses = forms.CharField(label=_("Addresses"), required=False, max_length=SEVERAL * ADDRESS,
                                widget=forms.Textarea({"rows": 2}), help_text=_("One a line."))

    def entry(self, identifiers: Rows) -> QueryEntry:
        """What is asked."""
        given = self.cleaned_data
        return QueryEntry(
            purpose=given["purpose"], urgency=given["urgency"], case_reference=given["case_reference"],
            legal_basis=given["legal_basis"], kind=given["kind"], names=_lines(given["names"]),
            birth_dates=tuple(given["birth_dates"].replace(",", " ").split()),
            countries=tuple(given["countries"].replace(",", " ").split()), addresses=_lines(given["addresses"]),
            identifiers=tuple(identifiers.values("kind", "value", "country")))  # type: ignore[arg-type]


class WhomForm(ViewerForm):
    """Who learns something: one other agency, a sharing group, or every other agency."""

    whom = forms.ChoiceField(label=_("For"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        others = Agency.objects.taking_part().exclude(pk=self.viewer.agency_id)
        groups = {f"{_GROUP}{epoch.sharing_group_id}": epoch.sharing_group.name for epoch in given_into()}
        self.fields["whom"].choices = [  # type: ignore[attr-defined]
            ("", _("Every other agency")), *((agency.code, f"{agency.code} · {agency.name}") for agency in others),
            *([(_("Sharing groups"), list(groups.items()))] if groups else [])]

    def chosen(self) -> dict[str, Any]:
        """Whom it is for, as the service takes it; every other agency when nobody is named."""
        whom = self.cleaned_data["whom"]
        if whom.startswith(_GROUP):
            return {"sharing_group": int(whom.removeprefix(_GROUP))}
        return {"agency": Agency.objects.get(code=whom) if whom else None}

    @staticmethod
    def whom_of(row: Disclosure) -> str:
        """The choice that a row is."""
        return f"{_GROUP}{row.sharing_group_id}" if row.sharing_group_id else row.agency.code if row.agency else ""


class DiscloseForm(WhomForm):
    """How much others learn who ask: of an alert, of a subject, or of all else in a risk area."""

    alert = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=LARGEST)
    subject = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=LARGEST)
    level = forms.ChoiceField(label=_("Who asks learns"), choices=Level.given())
    field_order = ("alert", "subject", "level", "whom")


class LearnForm(WhomForm):
    """The same on the form of an alert, as a part of it."""

    prefix = "learn"
    field_order = ("level", "whom")

    level = forms.ChoiceField(
        label=_("Who asks learns"), required=False,
        choices=[("", _("What your agency says by risk area, or else nothing")), *Level.given()])


class DefaultForm(DiscloseForm):
    """The same for whatever nothing else is said of, by risk area."""

    risk_area = forms.ChoiceField(label=_("Risk area"), choices=RISK_AREAS, initial="ANY")


def show_refusal(error: HubError, form: QueryForm, identifiers: Rows) -> None:
    """Put a service's refusal where it belongs: at the row that its path names, at the field, else above the form."""
    match (error.field or "").split("."):
        case ["identifiers", number, part] if int(number) < len(identifiers.kept()):
            identifiers.kept()[int(number)].add_error(part, str(error.message))
            form.add_error(None, _("See the numbers."))
        case [name, _number] if name in form.fields:
            form.add_error(name, str(error.message))
        case _:
            refuse(form, error)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())
