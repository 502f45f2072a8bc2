"""The forms of requests and answers. They ask; the services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.access.forms import MomentInput, ViewerForm
from agencies.markings.classification import Classification
from agencies.markings.labels import GRADING_SCHEMES
from agencies.markings.models import Code, choices, codes_in_force
from agencies.models import Agency
from hub.kit.limits import LINE, NOTE, PROSE
from intel.enquiries.entries import AnswerEntry, RequestEntry
from intel.enquiries.models import Enquiry
from intel.enquiries.states import ANSWERS, State


class MarkedForm(ViewerForm):
    """How a text is marked."""

    classification = forms.ChoiceField(label=_("Classification"), choices=Classification, initial=Classification.RESTRICTED)
    handling_codes = forms.MultipleChoiceField(label=_("Handling"), required=False, widget=forms.CheckboxSelectMultiple)
    handling_conditions = forms.CharField(label=_("Handling conditions"), required=False, max_length=NOTE,
                                          widget=forms.Textarea({"rows": 2}), help_text=_("Needed with H3."))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["handling_codes"].choices = choices("handling")  # type: ignore[attr-defined]
        below = [(code, words) for code, words in Classification.choices if code in self.viewer.cleared]
        self.fields["classification"].choices = below  # type: ignore[attr-defined]
        if Classification.RESTRICTED not in self.viewer.cleared:
            self.initial.setdefault("classification", below[-1][0])


class RequestForm(MarkedForm):
    """A request: what is asked, of whom, why it may be asked, until when."""

    question = forms.CharField(label=_("Question"), max_length=PROSE, widget=forms.Textarea({"rows": 7}),
                               help_text=_("The agencies asked read it, with purpose, legal basis and hit reference."))
    hit_reference = forms.CharField(label=_("Hit reference"), required=False, max_length=LINE,
                                    help_text=_("As the answer to a query gave it."))
    purpose = forms.ChoiceField(label=_("Purpose"))
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=NOTE, widget=forms.Textarea({"rows": 2}))
    case_reference = forms.CharField(label=_("Case reference"), max_length=LINE, help_text=_("Your agency alone reads it."))
    urgency = forms.ChoiceField(label=_("Urgency"), initial="ROUTINE")
    answer_by = forms.DateTimeField(label=_("Answer wanted by"), required=False, widget=MomentInput,
                                    help_text=_("Left empty, the urgency sets it."))
    addressees = forms.TypedMultipleChoiceField(label=_("Agencies asked"), coerce=int, widget=forms.CheckboxSelectMultiple)
    addressees_know = forms.BooleanField(label=_("They may know of each other"), required=False)
    born_from = forms.CharField(required=False, max_length=LINE, widget=forms.HiddenInput)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("purpose", "urgency"):
            offered = [(code.code, code.label) for code in codes_in_force(name)]
            self.fields[name].choices = [("", "—"), *offered] if name == "purpose" else offered  # type: ignore[attr-defined]
        others = Agency.objects.taking_part().exclude(pk=self.viewer.agency_id)
        self.fields["addressees"].choices = [(a.pk, f"{a.code} · {a.name}") for a in others]  # type: ignore[attr-defined]

    def entry(self) -> RequestEntry:
        """What it says."""
        values = {name: self.cleaned_data[name] for name in RequestEntry.__slots__}
        return RequestEntry(**values | {"handling_codes": tuple(values["handling_codes"])})


class AnswerForm(MarkedForm):
    """An answer: with what outcome, in which words, how sure."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=[(s.value, s.label) for s in ANSWERS if s != State.NO_RECORD])
    text = forms.CharField(label=_("Answer"), required=False, max_length=PROSE, widget=forms.Textarea({"rows": 8}))
    refusal = forms.ChoiceField(label=_("Reason for refusing"), required=False)
    grading_scheme = forms.ChoiceField(label=_("Grading scheme"), required=False)
    source_grade = forms.ChoiceField(label=_("Source grade"), required=False)
    information_grade = forms.ChoiceField(label=_("Information grade"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["refusal"].choices = [  # type: ignore[attr-defined]
            ("", "—"), *((code.code, code.label) for code in codes_in_force("refusal"))]
        self.fields["grading_scheme"].choices = [("", "—"), *GRADING_SCHEMES.items()]  # type: ignore[attr-defined]
        for part in ("source", "information"):
            self.fields[f"{part}_grade"].choices = _grades(part)  # type: ignore[attr-defined]

    def entry(self) -> AnswerEntry:
        """What it says."""
        values = {name: self.cleaned_data[name] for name in AnswerEntry.__slots__}
        return AnswerEntry(**values | {"handling_codes": tuple(values["handling_codes"])})


class NoteForm(forms.Form):
    """What the own agency notes for itself."""

    text = forms.CharField(label=_("Note"), max_length=NOTE, widget=forms.Textarea({"rows": 3}))


def answer_form(enquiry: Enquiry, *args: Any, **more: Any) -> AnswerForm:
    """An answer form that begins as what was asked is marked."""
    return AnswerForm(*args, initial={"revision": enquiry.revision, "classification": enquiry.classification}, **more)


def _grades(part: str) -> list[Any]:
    """The grades of all schemes for one part, in groups by scheme: which of them fit is checked with the scheme."""
    found: dict[str, list[tuple[str, str]]] = {}
    wanted = [f"{scheme}.{part}" for scheme in GRADING_SCHEMES]
    for code in Code.objects.filter(scheme__in=wanted).order_by("scheme", "rank"):
        found.setdefault(str(GRADING_SCHEMES[code.scheme.partition(".")[0]]), []).append((code.code, str(code)))
    return [("", "—"), *found.items()]
