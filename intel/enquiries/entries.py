"""What a request asks and what an answer says, before they are rows: checked, with the field that is wrong."""

from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.markings.classification import LADDER, Classification
from agencies.markings.labels import GRADING_SCHEMES
from agencies.markings.models import codes_in_force
from hub.kit.errors import Invalid
from hub.kit.limits import LINE, NOTE, PROSE
from hub.kit.text import require_seen
from intel.enquiries.models import Request
from intel.enquiries.states import WITH_CONTENT, State

#: The most characters of each text.
LIMITS = {"question": PROSE, "legal_basis": NOTE, "case_reference": LINE, "hit_reference": LINE, "handling_conditions": NOTE,
          "text": PROSE}
#: How far ahead an answer may be wanted.
LATEST = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class RequestEntry:
    """What one agency asks, without whom."""

    question: str
    purpose: str
    legal_basis: str
    case_reference: str
    urgency: str = "ROUTINE"
    answer_by: datetime | None = None
    hit_reference: str = ""
    classification: str = Classification.RESTRICTED.value
    handling_codes: tuple[str, ...] = field(default=())
    handling_conditions: str = ""
    addressees_know: bool = False

    @classmethod
    def of(cls, request: Request) -> "RequestEntry":
        """What a row says."""
        values = {f.name: getattr(request, f.name) for f in fields(cls)}
        return cls(**values | {"handling_codes": tuple(request.handling_codes)})

    def columns(self) -> dict[str, Any]:
        """The values of the row."""
        return {f.name: getattr(self, f.name) for f in fields(self)} | {"handling_codes": list(self.handling_codes)}


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """What one agency answers: with what outcome, in which words, how sure, how marked."""

    outcome: str
    text: str = ""
    refusal: str = ""
    grading_scheme: str = ""
    source_grade: str = ""
    information_grade: str = ""
    classification: str = Classification.RESTRICTED.value
    handling_codes: tuple[str, ...] = field(default=())
    handling_conditions: str = ""

    @classmethod
    def of(cls, said: Any) -> "AnswerEntry":
        """What a proposal, or an answer, says."""
        values = {f.name: getattr(said, f.name) for f in fields(cls)}
        return cls(**values | {"handling_codes": tuple(said.handling_codes)})

    def columns(self) -> dict[str, Any]:
        """The values of the row."""
        return {f.name: getattr(self, f.name) for f in fields(self)} | {"handling_codes": list(self.handling_codes)}


def checked_request(entry: RequestEntry, *, cleared: tuple[str, ...]) -> RequestEntry:
    """The entry, if it can be kept. Raises Invalid with the field that is wrong and what to do."""
    for name, missing in (("question", _("Say what is asked.")), ("legal_basis", _("Say on what legal basis it is asked.")),
                          ("case_reference", _("Say in which case it is asked; your agency alone reads it."))):
        if not getattr(entry, name).strip():
            raise Invalid(missing, field=name)
    _require_short(entry)
    _require_code("purpose", entry.purpose)
    _require_code("urgency", entry.urgency)
    if entry.answer_by is not None and entry.answer_by <= timezone.now():
        raise Invalid(_("This time is over already."), field="answer_by")
    if entry.answer_by is not None and entry.answer_by > timezone.now() + LATEST:
        raise Invalid(_("Choose a time within a year."), field="answer_by")
    _require_markings(entry, cleared)
    return entry


def checked_answer(entry: AnswerEntry, *, cleared: tuple[str, ...]) -> AnswerEntry:
    """The answer, if it can be kept. Raises Invalid with the field that is wrong and what to do."""
    if entry.outcome not in WITH_CONTENT:
        raise Invalid(_("Say whether it is answered, answered in part, or refused."), field="outcome")
    if entry.outcome == State.REFUSED:
        if not entry.refusal:
            raise Invalid(_("Say why it is refused."), field="refusal")
        _require_code("refusal", entry.refusal)
    elif entry.refusal:
        raise Invalid(_("Only a refusal has a reason for refusing."), field="refusal")
    elif not entry.text.strip():
        raise Invalid(_("Write the answer."), field="text")
    if entry.refusal == "OTHER" and not entry.text.strip():
        raise Invalid(_("Say in words why it is refused."), field="text")
    _require_short(entry)
    _require_grades(entry)
    _require_markings(entry, cleared)
    return entry


def _require_short(entry: RequestEntry | AnswerEntry) -> None:
    for name, most in LIMITS.items():
        if name in entry.__slots__:
            if len(getattr(entry, name)) > most:
                raise Invalid(_("At most %(most)s characters.") % {"most": most}, field=name)
            require_seen(getattr(entry, name), name)


def _require_code(scheme: str, code: str) -> None:
    if not codes_in_force(scheme).filter(code=code).exists():
        raise Invalid(_("“%(code)s” is none of the codes.") % {"code": code}, field=scheme)


def _require_grades(entry: AnswerEntry) -> None:
    grades = {"source": entry.source_grade, "information": entry.information_grade}
    if not entry.grading_scheme and not any(grades.values()):
        return
    if entry.grading_scheme not in GRADING_SCHEMES:
        raise Invalid(_("“%(code)s” is none of the codes.") % {"code": entry.grading_scheme}, field="grading_scheme")
    for part, grade in grades.items():
        if not codes_in_force(f"{entry.grading_scheme}.{part}").filter(code=grade).exists():
            raise Invalid(_("“%(code)s” is none of the codes.") % {"code": grade}, field=f"{part}_grade")


def _require_markings(entry: RequestEntry | AnswerEntry, cleared: tuple[str, ...]) -> None:
    if entry.classification not in LADDER:
        raise Invalid(_("“%(code)s” is none of the codes.") % {"code": entry.classification}, field="classification")
    if entry.classification not in cleared:
        raise Invalid(_("You may not read what is classified so high yourself."), field="classification")
    known = set(codes_in_force("handling").values_list("code", flat=True))
    if unknown := sorted(set(entry.handling_codes) - known):
        raise Invalid(_("“%(code)s” is none of the codes.") % {"code": unknown[0]}, field="handling_codes")
    if "H3" in entry.handling_codes and not entry.handling_conditions.strip():
        raise Invalid(_("H3 needs the conditions in words."), field="handling_conditions")
