"""A report as its author writes it, before it is a row: checked, with its marking computed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from agencies.markings.classification import LADDER, Classification, strictest
from agencies.markings.labels import GRADING_SCHEMES, scheme_label
from agencies.markings.models import codes_in_force
from hub.kit.errors import Invalid
from hub.kit.limits import NOTE, PROSE
from hub.kit.text import require_seen
from intel.reports.models import Report, RiskArea

#: The most characters of each of its texts; of a paragraph, PROSE.
LIMITS = {"title": 200, "source_ref": 60, "handling_conditions": NOTE, "purpose": NOTE, "legal_basis": NOTE,
          "suspicion_basis": NOTE}


@dataclass(frozen=True, slots=True)
class CitationEntry:
    """A thing that a paragraph rests on, and the version that was read; without one, the present one is meant."""

    kind: str
    id: int
    version: int | None = None


@dataclass(frozen=True, slots=True)
class ParagraphEntry:
    """One portion: its text, its own classification, whose information it is, and what it rests on.

    `originator` is the code of an agency; empty, it is the agency of the report. `cites` has what the viewer sees of it.
    """

    text: str
    classification: str = Classification.RESTRICTED
    originator: str = ""
    cites: tuple[CitationEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """What a report says of itself. An empty `classification` means that of its strictest paragraph."""

    title: str
    risk_area: str
    paragraphs: tuple[ParagraphEntry, ...]
    source_grade: str
    information_grade: str
    grading_scheme: str = "admiralty"
    classification: str = ""
    level: str = Report.Level.TACTICAL
    handling_codes: tuple[str, ...] = ()
    handling_conditions: str = ""
    tlp: str = "AMBER"
    information_date_from: date | None = None
    information_date_to: date | None = None
    source_ref: str = ""
    purpose: str = ""
    legal_basis: str = ""
    suspicion_basis: str = ""

    @classmethod
    def of(cls, report: Report) -> "ReportEntry":
        """The entry that a row with its paragraphs amounts to."""
        values = {name: getattr(report, name) for name in cls.__slots__ if name not in ("paragraphs", "handling_codes")}
        rows = report.paragraphs.select_related("originator").prefetch_related("citations")
        paragraphs = tuple(ParagraphEntry(
            p.text, p.classification, "" if p.originator_id == report.owner_agency_id else p.originator.code,
            tuple(CitationEntry(c.kind, c.cited_id, c.version) for c in p.citations.all())) for p in rows)
        return cls(**values, paragraphs=paragraphs, handling_codes=tuple(report.handling_codes))

    def columns(self) -> dict[str, Any]:
        """The values of the row itself, without those of its paragraphs."""
        values = {name: getattr(self, name) for name in self.__slots__ if name != "paragraphs"}
        return {**values, "handling_codes": list(self.handling_codes)}


def checked(entry: ReportEntry, *, cleared: Sequence[str]) -> ReportEntry:
    """The entry tidied, its classification at least that of its strictest paragraph. Raises Invalid with the path."""
    entry = replace(
        entry, title=" ".join(entry.title.split()), source_ref=entry.source_ref.strip(),
        paragraphs=tuple(replace(p, text=p.text.strip().replace("\r\n", "\n")) for p in entry.paragraphs),
        handling_codes=tuple(sorted(set(entry.handling_codes))), handling_conditions=entry.handling_conditions.strip(),
        purpose=entry.purpose.strip(), legal_basis=entry.legal_basis.strip(),
        suspicion_basis=entry.suspicion_basis.strip())
    _check_plain(entry)
    _check_paragraphs(entry, cleared)
    _check_grade(entry)
    _check_handling(entry)
    return replace(entry, classification=_marking(entry, cleared))


def _refuse(field: str, message: str) -> NoReturn:
    raise Invalid(message, field=field)


def _check_plain(entry: ReportEntry) -> None:
    require_seen(entry.title, "title")
    if not entry.title:
        _refuse("title", _("Give the report a title."))
    for name, most in LIMITS.items():
        if len(getattr(entry, name)) > most:
            _refuse(name, _("At most %(most)s characters.") % {"most": most})
    if entry.risk_area not in RiskArea.values:
        _refuse("risk_area", _("“%(code)s” is no risk area.") % {"code": entry.risk_area})
    if entry.level not in Report.Level.values:
        _refuse("level", _("“%(code)s” is no level.") % {"code": entry.level})
    if entry.information_date_from and entry.information_date_to and (
            entry.information_date_to < entry.information_date_from):
        _refuse("information_date_to", _("The facts cannot end before they begin."))
    if entry.source_ref and not re.fullmatch(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9./_-]{0,59}", entry.source_ref):
        _refuse("source_ref",
                _("Write the key of your source register, with a number and without spaces. Never a name."))


def _check_paragraphs(entry: ReportEntry, cleared: Sequence[str]) -> None:
    if not entry.paragraphs:
        _refuse("paragraphs", _("A report needs at least one paragraph."))
    for number, paragraph in enumerate(entry.paragraphs):
        if not paragraph.text:
            _refuse(f"paragraphs.{number}.text", _("Write the paragraph, or remove it."))
        if len(paragraph.text) > PROSE:
            _refuse(f"paragraphs.{number}.text", _("At most %(most)s characters.") % {"most": PROSE})
        if paragraph.classification not in LADDER:
            _refuse(f"paragraphs.{number}.classification",
                    _("“%(code)s” is no classification.") % {"code": paragraph.classification})
        if paragraph.classification not in cleared:
            _refuse(f"paragraphs.{number}.classification",
                    _("This is above your own clearance: you could not read it any more."))


def _check_grade(entry: ReportEntry) -> None:
    if entry.grading_scheme not in GRADING_SCHEMES:
        _refuse("grading_scheme", _("“%(code)s” is no grading scheme.") % {"code": entry.grading_scheme})
    for part, field in (("source", "source_grade"), ("information", "information_grade")):
        scheme = f"{entry.grading_scheme}.{part}"
        codes = list(codes_in_force(scheme).values_list("code", flat=True))
        if getattr(entry, field) not in codes:
            _refuse(field, _("“%(code)s” is no grade of %(scheme)s: choose one of %(codes)s.") % {
                "code": getattr(entry, field), "scheme": scheme_label(scheme), "codes": ", ".join(codes)})


def _check_handling(entry: ReportEntry) -> None:
    known = set(codes_in_force("handling").values_list("code", flat=True))
    for code in entry.handling_codes:
        if code not in known:
            _refuse("handling_codes", _("“%(code)s” is no handling code.") % {"code": code})
    if "H3" in entry.handling_codes and not entry.handling_conditions:
        _refuse("handling_conditions", _("H3 means other restrictions: say which."))
    if not codes_in_force("tlp").filter(code=entry.tlp).exists():
        _refuse("tlp", _("“%(code)s” is no TLP label.") % {"code": entry.tlp})


def _marking(entry: ReportEntry, cleared: Sequence[str]) -> str:
    """The marking of a product is the strictest of its parts; its author may raise it and nobody may lower it."""
    least = strictest([paragraph.classification for paragraph in entry.paragraphs])
    given = entry.classification or least
    if given not in LADDER:
        _refuse("classification", _("“%(code)s” is no classification.") % {"code": given})
    if LADDER.index(given) < LADDER.index(least):
        number = next(n for n, p in enumerate(entry.paragraphs, 1) if p.classification == least)
        _refuse("classification", _("Paragraph %(number)s is marked %(marking)s: the report must be at least that.") % {
            "number": number, "marking": Classification(least).label})
    if given not in cleared:
        _refuse("classification", _("This is above your own clearance: you could not read it any more."))
    return given
