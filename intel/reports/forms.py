"""The forms of a report. They ask; the services decide."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.access.forms import AudienceForm, DayInput
from agencies.markings.classification import Classification
from agencies.markings.labels import GRADING_SCHEMES
from agencies.markings.models import choices
from agencies.models import Agency
from hub.kit import citing
from hub.kit.errors import HubError, Invalid
from hub.kit.limits import NOTE, PROSE, SEVERAL
from hub.kit.pages import refuse
from intel.reports.entries import LIMITS, CitationEntry, ParagraphEntry, ReportEntry
from intel.reports.models import Report, ReportLink, RiskArea
from intel.reports.resting import cited
from intel.subjects.models import IdentifierKind, Subject


class GradeForm(forms.Form):
    """The grade alone: which grades there are depends on the scheme."""

    grading_scheme = forms.ChoiceField(label=_("Grading scheme"), choices=list(GRADING_SCHEMES.items()),
                                       initial="admiralty")
    source_grade = forms.ChoiceField(label=_("Source"))
    information_grade = forms.ChoiceField(label=_("Information"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.scheme = self["grading_scheme"].value()
        if self.scheme not in GRADING_SCHEMES:
            self.scheme = "admiralty"
        for part in ("source", "information"):
            offered = [(code, words.replace(" ", " · ", 1)) for code, words in choices(f"{self.scheme}.{part}")]
            self.fields[f"{part}_grade"].choices = [("", "—"), *offered]  # type: ignore[attr-defined]


class ReportForm(AudienceForm, GradeForm):
    """Everything about a report but its paragraphs and its subjects."""

    seen_with = "reports.view_report"

    title = forms.CharField(label=_("Title"), max_length=LIMITS["title"])
    risk_area = forms.ChoiceField(label=_("Risk area"), choices=[("", "—"), *RiskArea.choices])
    level = forms.ChoiceField(label=_("Level"), choices=Report.Level, initial=Report.Level.TACTICAL)
    information_date_from = forms.DateField(label=_("Facts from"), required=False, widget=DayInput)
    information_date_to = forms.DateField(label=_("Facts until"), required=False, widget=DayInput)
    source_ref = forms.CharField(label=_("Source reference"), required=False, max_length=LIMITS["source_ref"],
                                 help_text=_("The key of your source register. Never a name."))
    classification = forms.ChoiceField(
        label=_("Classification of the whole"), required=False,
        choices=[("", _("As its strictest paragraph")), *Classification.choices])
    tlp = forms.ChoiceField(label="TLP", initial="AMBER")
    handling_codes = forms.MultipleChoiceField(label=_("Handling"), required=False, widget=forms.CheckboxSelectMultiple)
    handling_conditions = forms.CharField(label=_("Handling conditions"), required=False,
                                          max_length=LIMITS["handling_conditions"],
                                          widget=forms.Textarea({"rows": 2}), help_text=_("Needed with H3."))
    purpose = forms.CharField(label=_("Purpose"), required=False, max_length=LIMITS["purpose"],
                              widget=forms.Textarea({"rows": 2}))
    legal_basis = forms.CharField(label=_("Legal basis"), required=False, max_length=LIMITS["legal_basis"],
                                  widget=forms.Textarea({"rows": 2}))
    suspicion_basis = forms.CharField(label=_("Basis of suspicion"), required=False, max_length=LIMITS["suspicion_basis"],
                                      widget=forms.Textarea({"rows": 2}))
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["tlp"].choices = choices("tlp")  # type: ignore[attr-defined]
        self.fields["handling_codes"].choices = choices("handling")  # type: ignore[attr-defined]
        below = [(code, words) for code, words in Classification.choices if code in self.viewer.cleared]
        self.fields["classification"].choices = [("", _("As its strictest paragraph")), *below]  # type: ignore[attr-defined]

    def written(self) -> dict[str, Any]:
        """What the services take, without paragraphs and subjects."""
        return {name: self.cleaned_data[name] for name in ReportEntry.__slots__ if name != "paragraphs"} | {
            "audience": self.cleaned_data["audience"], "own_agency_only": self.cleaned_data["own_agency_only"]}


class ParagraphForm(forms.Form):
    """One paragraph with its portion mark."""

    text = forms.CharField(label=_("Text"), max_length=PROSE, widget=forms.Textarea({"rows": 4}))
    classification = forms.ChoiceField(label=_("Marking"), choices=Classification, initial=Classification.RESTRICTED)
    originator = forms.ChoiceField(label=_("Whose information"), required=False)
    cites = forms.CharField(label=_("Rests on"), required=False, max_length=NOTE, help_text=_(
        "References with spaces between: AN-2026-000017/2 for its paragraph 2, an alert, a hit."))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["originator"].choices = [("", _("My agency's")), *_agencies()]  # type: ignore[attr-defined]

    def clean_cites(self) -> tuple[CitationEntry, ...]:
        """The things that the references mean, each once."""
        written = re.split(r"[\s,;]+", self.cleaned_data["cites"].strip())
        try:
            return cited([{"reference": reference} for reference in written if reference], "cites")
        except Invalid as error:
            raise forms.ValidationError(str(error.message)) from error


class ParagraphForms(forms.BaseFormSet):
    """The paragraphs, in the order in which they stand on the page."""

    def entries(self) -> list[ParagraphEntry]:
        """The paragraphs that were written and not removed."""
        return [ParagraphEntry(**{name: form.cleaned_data[name] for name in ParagraphEntry.__slots__})
                for form in self.kept()]

    def kept(self) -> list[ParagraphForm]:
        """The forms behind `entries`, in the same order."""
        return [form for form in self.forms if form.cleaned_data.get("text") and not form.cleaned_data.get("DELETE")]


ParagraphRows = forms.formset_factory(ParagraphForm, formset=ParagraphForms, can_delete=True, extra=0, min_num=1,
                                      max_num=SEVERAL, absolute_max=SEVERAL + 1, validate_max=True)


def paragraph_rows(entry: ReportEntry) -> list[dict[str, Any]]:
    """What the forms of the paragraphs begin with when a draft is changed."""
    seen = citing.seen([(c.kind, c.id) for paragraph in entry.paragraphs for c in paragraph.cites])
    return [{"text": p.text, "classification": p.classification, "originator": p.originator,
             "cites": " ".join(seen[c.kind, c.id].reference for c in p.cites if (c.kind, c.id) in seen)}
            for p in entry.paragraphs]


def _agencies() -> list[tuple[str, str]]:
    return [(agency.code, f"{agency.code} · {agency.name}") for agency in Agency.objects.taking_part()]


class LinkForm(forms.Form):
    """Where a link leads: the other report by its reference."""

    kind = forms.ChoiceField(label=_("Kind of link"), choices=ReportLink.Kind)
    reference = forms.CharField(label=_("Reference of the other report"), max_length=40)


class NewSubjectForm(forms.Form):
    """The least that a new subject needs, on the page of a report. Its fields have a prefix of their own."""

    prefix = "new_subject"

    kind = forms.ChoiceField(label=_("Kind"), choices=Subject.Kind)
    label = forms.CharField(label=_("Name"), max_length=300)
    identifier_kind = forms.ChoiceField(label=_("Identifier"), choices=[("", "—"), *IdentifierKind.choices],
                                        required=False)
    value = forms.CharField(label=_("Value"), max_length=120, required=False)
    country = forms.CharField(label=_("Country"), max_length=2, required=False,
                              widget=forms.TextInput({"placeholder": "BO", "maxlength": 2}))

    def described(self) -> dict[str, Any]:
        """What `register_subject` takes."""
        given = self.cleaned_data
        country, value = given["country"], given["value"]
        return {"kind": given["kind"], "label": given["label"], "countries": [country] if country and not value else [],
                "identifiers": [(given["identifier_kind"], value, country)] if value else []}

    def field_of(self, error: HubError) -> str | None:
        """Which of these fields a path such as `identifiers.0.value` means."""
        path = error.field or ""
        return {"identifiers.0.kind": "identifier_kind", "identifiers.0.value": "value",
                "identifiers.0.country": "country", "countries.0": "country"}.get(path, path)


def show_refusal(error: HubError, form: ReportForm, paragraphs: ParagraphForms) -> None:
    """Put a service's refusal where it belongs: at the paragraph that its path names, else in the form."""
    path = (error.field or "").split(".")
    kept = paragraphs.kept()
    if len(path) >= 3 and path[0] == "paragraphs" and int(path[1]) < len(kept):
        kept[int(path[1])].add_error(path[2], str(error.message))
        form.add_error(None, _("See the paragraphs."))
    else:
        refuse(form, error)
