"""The form of a subject. It asks; the services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.access.forms import AudienceForm, ViewerForm
from agencies.markings.classification import Classification
from hub.kit.errors import HubError
from hub.kit.limits import LINE, NOTE, SEVERAL
from hub.kit.pages import refuse
from intel.subjects.entries import ADDRESS, LIMITS, VALUE, SubjectEntry
from intel.subjects.models import FURTHER_NAMES, IdentifierKind, Subject


class DescribingForm(ViewerForm):
    """What is known of the subject itself; several values of a kind are written one a line."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Subject.Kind)
    label = forms.CharField(label=_("Name"), max_length=LIMITS["label"], help_text=_("The name by which it is known here."))
    countries = forms.CharField(label=_("Countries"), required=False, max_length=NOTE, help_text=_("Two letters each: BO, PE."))
    birth_dates = forms.CharField(label=_("Dates of birth"), required=False, max_length=NOTE,
                                  help_text=_("As far as known: 1971, 1971-03 or 1971-03-12."))
    addresses = forms.CharField(label=_("Addresses"), required=False, max_length=SEVERAL * ADDRESS,
                                widget=forms.Textarea({"rows": 2}),
                                help_text=_("One a line."))
    remarks = forms.CharField(label=_("Remarks"), required=False, max_length=LIMITS["remarks"],
                              widget=forms.Textarea({"rows": 3}))
    classification = forms.ChoiceField(label=_("Classification"), choices=Classification)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        below = [(code, words) for code, words in Classification.choices if code in self.viewer.cleared]
        self.fields["classification"].choices = below  # type: ignore[attr-defined]

    def written(self) -> dict[str, Any]:
        """What the services take, without names and identifiers."""
        given = self.cleaned_data
        return {
            "kind": given["kind"], "label": given["label"], "remarks": given["remarks"],
            "classification": given["classification"], "countries": given["countries"].replace(",", " ").split(),
            "birth_dates": given["birth_dates"].replace(",", " ").split(), "addresses": given["addresses"].splitlines()}

    @staticmethod
    def words_of(entry: SubjectEntry) -> dict[str, Any]:
        """The initial values that show an entry."""
        return {
            "kind": entry.kind, "label": entry.label, "remarks": entry.remarks, "classification": entry.classification,
            "countries": ", ".join(entry.countries), "birth_dates": ", ".join(entry.birth_dates),
            "addresses": "\n".join(entry.addresses)}


class NewSubjectForm(AudienceForm, DescribingForm):
    """A new subject, with who may see it chosen before it is first saved."""

    seen_with = "subjects.view_subject"


class NameForm(forms.Form):
    """One further name."""

    kind = forms.ChoiceField(label=_("Kind"), choices=FURTHER_NAMES)
    name = forms.CharField(label=_("Further name"), max_length=LINE, required=False)


class IdentifierForm(forms.Form):
    """One identifier."""

    kind = forms.ChoiceField(label=_("Kind"), choices=IdentifierKind)
    value = forms.CharField(label=_("Value"), max_length=VALUE, required=False)
    country = forms.CharField(label=_("Country"), max_length=2, required=False,
                              widget=forms.TextInput({"placeholder": "BO"}))


class Rows(forms.BaseFormSet):
    """Repeated rows; one without its value counts as not written."""

    value = ""

    def kept(self) -> list[forms.Form]:
        """The forms that were written and not removed, in the order of the page."""
        return [form for form in self.forms
                if form.cleaned_data.get(self.value) and not form.cleaned_data.get("DELETE")]

    def values(self, *names: str) -> list[tuple[str, ...]]:
        """The values of the kept rows, as tuples of the fields named."""
        return [tuple(form.cleaned_data[name] for name in names) for form in self.kept()]


class NamesGiven(Rows):
    """Further names."""

    value = "name"


class IdentifiersGiven(Rows):
    """Identifiers."""

    value = "value"


_ROWS: dict[str, Any] = {"can_delete": True, "extra": 1, "max_num": SEVERAL, "absolute_max": SEVERAL + 1, "validate_max": True}
NameRows = forms.formset_factory(NameForm, formset=NamesGiven, **_ROWS)
IdentifierRows = forms.formset_factory(IdentifierForm, formset=IdentifiersGiven, **_ROWS)


class ShareForm(forms.Form):
    """More groups that may see a subject."""

    audience = forms.TypedMultipleChoiceField(label=_("Who else may see it"), coerce=int,
                                              widget=forms.CheckboxSelectMultiple)


def show_refusal(error: HubError, form: DescribingForm, names: Rows, identifiers: Rows) -> None:
    """Put a service's refusal where it belongs: at the row that its path names, else in the form."""
    path = (error.field or "").split(".")
    rows = {"names": names, "identifiers": identifiers}.get(path[0])
    if len(path) == 3 and rows is not None and int(path[1]) < len(rows.kept()):
        rows.kept()[int(path[1])].add_error(path[2], str(error.message))
        form.add_error(None, _("See names and identifiers."))
    elif len(path) == 2 and path[0] in form.fields:
        form.add_error(path[0], str(error.message))
    else:
        refuse(form, error)
