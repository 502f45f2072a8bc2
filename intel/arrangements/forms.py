"""The form of an arrangement. It asks; the services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.access.forms import DayInput, ViewerForm
from agencies.markings.classification import Classification
from agencies.markings.models import codes_in_force
from agencies.models import Agency
from hub.kit.errors import HubError
from hub.kit.limits import NOTE, SEVERAL
from hub.kit.pages import refuse
from intel.arrangements.codes import ANY, RELEASABLE, RISK_AREAS, Told
from intel.arrangements.entries import ArrangementEntry, ReleaseTermEntry, TermEntry
from intel.arrangements.models import Arrangement
from intel.subjects.forms import Rows

OURS, THEIRS = "OURS", "THEIRS"


class ArrangementForm(ViewerForm):
    """With whom, on what ground, from when until when. A further version stays with the same agency."""

    other = forms.ChoiceField(label=_("With"), required=False)
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=NOTE, widget=forms.Textarea({"rows": 3}))
    starts_on = forms.DateField(label=_("First day"), widget=DayInput)
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, other: Agency | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self._others = [other] if other else list(Agency.objects.taking_part().exclude(pk=self.viewer.agency_id))
        offered = [(agency.code, f"{agency.code} · {agency.name}") for agency in self._others]
        self.fields["other"].choices = offered if other else [("", "—"), *offered]  # type: ignore[attr-defined]

    def other_agency(self) -> Agency | None:
        """The one chosen."""
        return next((agency for agency in self._others if agency.code == self.cleaned_data["other"]), None)

    def entry(self, terms: "TermsGiven", releases: "ReleasesGiven", other: Agency | None) -> ArrangementEntry:
        """What it says."""
        given = self.cleaned_data
        sides = {OURS: self.viewer.agency_id or 0, THEIRS: other.pk if other else 0}
        return ArrangementEntry(given["legal_basis"], given["starts_on"], given["ends_on"], tuple(
            TermEntry(sides[of], level, area, tuple(purposes))
            for of, level, area, purposes in terms.values("of", "level", "risk_area", "purposes")), tuple(
            ReleaseTermEntry(sides[of], up_to, tuple(purposes))
            for of, up_to, purposes in releases.values("of", "up_to", "purposes")))


class TermForm(forms.Form):
    """One term; without what is answered it is not written."""

    of = forms.ChoiceField(label=_("Asked about"), choices=[(OURS, _("Things of your agency")),
                                                            (THEIRS, _("Things of the other"))])
    risk_area = forms.ChoiceField(label=_("Risk area"), choices=[(ANY, _("All areas")), *RISK_AREAS[:-1]], initial=ANY)
    purposes = forms.MultipleChoiceField(label=_("For purposes"), required=False, widget=forms.SelectMultiple({"size": 5}),
                                         help_text=_("None chosen: for all."))
    level = forms.ChoiceField(label=_("Answered"), choices=[("", "—"), *Told.choices], required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["purposes"].choices = [(code.code, code.label) for code in codes_in_force("purpose")]  # type: ignore[attr-defined]


class ReleaseTermForm(forms.Form):
    """One term of what is released as arranged; without a classification it is not written."""

    of = forms.ChoiceField(label=_("What is released"), choices=[(OURS, _("Things of your agency")),
                                                                 (THEIRS, _("Things of the other"))])
    purposes = forms.MultipleChoiceField(label=_("For purposes"), required=False, widget=forms.SelectMultiple({"size": 5}),
                                         help_text=_("None chosen: for all."))
    up_to = forms.ChoiceField(label=_("Classified up to"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["purposes"].choices = [(code.code, code.label) for code in codes_in_force("purpose")]  # type: ignore[attr-defined]
        self.fields["up_to"].choices = [("", "—"), *((one, Classification(one).label) for one in RELEASABLE)]  # type: ignore[attr-defined]


class TermsGiven(Rows):
    """Terms."""

    value = "level"


class ReleasesGiven(Rows):
    """What is released as arranged."""

    value = "up_to"


TermRows = forms.formset_factory(TermForm, formset=TermsGiven, can_delete=True, extra=1, max_num=SEVERAL,
                                 absolute_max=SEVERAL + 1, validate_max=True)


ReleaseTermRows = forms.formset_factory(ReleaseTermForm, formset=ReleasesGiven, can_delete=True, extra=1, max_num=SEVERAL,
                                        absolute_max=SEVERAL + 1, validate_max=True)


def words_of(row: Arrangement, *, ours: int | None) -> tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]:
    """The initial values of form, terms and what is released that show an arrangement to one of its sides."""
    entry = ArrangementEntry.of(row)
    terms = [{"of": OURS if term.of == ours else THEIRS, "risk_area": term.risk_area, "purposes": list(term.purposes),
              "level": term.level} for term in entry.terms]
    releases = [{"of": OURS if term.of == ours else THEIRS, "purposes": list(term.purposes), "up_to": term.up_to}
                for term in entry.releases]
    return {**entry.columns(), "revision": row.revision}, terms, releases


def show_refusal(error: HubError, form: ArrangementForm, terms: TermsGiven, releases: ReleasesGiven) -> None:
    """Put a service's refusal at the term that its path names, at the field, else above the form."""
    match (error.field or "").split("."):
        case [("terms" | "releases") as name, number, part] if int(number) < len(
                (rows := terms if name == "terms" else releases).kept()):
            rows.kept()[int(number)].add_error(part, str(error.message))
            form.add_error(None, _("See the terms."))
        case _:
            refuse(form, error)
