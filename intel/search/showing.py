"""What is shown of what was found: read under the policies of its own table, with the words by which it was found."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.urls import reverse

from agencies.models import Agency
from intel.alerts.selectors import newest as alerts
from intel.enquiries.models import Enquiry, Request
from intel.releases.models import Release
from intel.reports.selectors import newest as reports
from intel.search.asking import Question
from intel.search.finding import Found, groups_json
from intel.search.kinds import KINDS, Kind
from intel.search.sounds import sounds_of, sounds_of_word
from intel.subjects.selectors import newest as subjects
from intel.trade.selectors import consignments, traders

#: Signs of a text around what was found; texts are read so far, and so many different words of a page are looked at.
AROUND, READ, WORDS = 90, 20_000, 16_000
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; `meant`: it is what was looked for."""

    text: str
    meant: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the answer. `snippets` are the places of its texts where it was found, in pieces."""

    kind: Kind
    pk: int
    title: tuple[Piece, ...]
    reference: str
    agency: Agency
    at: datetime
    address: str
    classification: str = ""
    marking: str = ""
    snippets: tuple[tuple[Piece, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    title: str
    reference: str
    agency: Agency
    texts: list[str]
    marked: Any = None


def shown(things: Sequence[Found], question: Question) -> list[Shown]:
    """The lines of a page, in the order of the things. What is not there any more is left out."""
    rows: dict[tuple[str, int], _Row] = {}
    for code in {thing.kind for thing in things}:
        numbers = [thing.pk for thing in things if thing.kind == code]
        rows |= {(code, pk): row for pk, row in _READ[code](numbers)}
    meant = _meant((text for row in rows.values() for text in (row.title, *row.texts)), question)
    return [_line(thing, rows[thing.kind, thing.pk], meant) for thing in things if (thing.kind, thing.pk) in rows]


def titles(things: Collection[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """What these things (kind and number) are called, of those that the viewer sees."""
    numbers: dict[str, list[int]] = {}
    for code, pk in things:
        numbers.setdefault(code, []).append(pk)
    return {(code, pk): row.title or row.reference for code, pks in numbers.items() for pk, row in _READ[code](pks)}


def _line(thing: Found, row: _Row, meant: set[str]) -> Shown:
    kind, marked = KINDS[thing.kind], row.marked
    return Shown(
        kind, thing.pk, pieces(row.title, meant), row.reference, row.agency, thing.at, reverse(kind.page, args=[thing.pk]),
        classification=marked.classification if marked else "", marking=marked.get_classification_display() if marked else "",
        snippets=tuple(place for text in row.texts if (place := snippet(text[:READ], meant)))[:2])


def pieces(text: str, meant: set[str]) -> tuple[Piece, ...]:
    """A text in pieces, those of which were looked for apart."""
    found, end = [], 0
    for word in _WORD.finditer(text):
        if _folded(word.group()) in meant:
            found += [Piece(text[end:word.start()], meant=False), Piece(word.group(), meant=True)]
            end = word.end()
    return tuple(piece for piece in (*found, Piece(text[end:], meant=False)) if piece.text)


def snippet(text: str, meant: set[str]) -> tuple[Piece, ...]:
    """What of a text stands around where most of what was looked for is together; nothing where it does not occur."""
    places = [(word.start(), word.end(), folded) for word in _WORD.finditer(text) if (folded := _folded(word.group())) in meant]
    if not places:
        return ()
    best = max(places, key=lambda at: (len({word for start, _end, word in places if 0 <= start - at[0] <= 2 * AROUND}), -at[0]))
    begin, end = max(0, best[0] - AROUND), best[0] + 2 * AROUND
    if begin:
        begin = text.find(" ", begin, best[0]) + 1 or begin
    if end < len(text):
        end = text.rfind(" ", best[1], end) if " " in text[best[1]:end] else max(end, best[1])
    cut = ("…" if begin else "") + " ".join(text[begin:end].split()) + ("…" if end < len(text) else "")
    return pieces(cut, meant)


def _meant(texts: Iterable[str], question: Question) -> set[str]:
    """Which of the words of these texts the question means, as the database has stems of them."""
    words: dict[str, None] = {}
    for text in texts:
        words |= dict.fromkeys(_folded(word.group()) for word in _WORD.finditer(text[:READ]))
        if len(words) > WORDS:
            break
    known = list(words)[:WORDS]
    with connection.cursor() as cursor:
        cursor.execute("select search_meant(%s, %s::jsonb)", [known, groups_json(question.wanted)])
        meant = set(cursor.fetchone()[0])
    sounds = {key for group in question.wanted if not (group.phrase or group.begins) for key in sounds_of_word(group.words)}
    alike = zip(known, sounds_of(known), strict=True) if sounds else ()
    return meant | {word for word, keys in alike if sounds & set(keys)}


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in plain if sign.isalnum())


def _reports(numbers: list[int]) -> Iterable[tuple[int, _Row]]:
    for report in reports().filter(pk__in=numbers).prefetch_related("paragraphs"):
        texts = [paragraph.text for paragraph in report.paragraphs.all()]
        yield report.pk, _Row(report.title, report.reference, report.owner_agency, texts, report)


def _alerts(numbers: list[int]) -> Iterable[tuple[int, _Row]]:
    for alert in alerts().filter(pk__in=numbers).select_related("subject", "owner_agency"):
        yield alert.pk, _Row(alert.subject.label, alert.reference, alert.owner_agency,
                             [alert.reason, alert.instructions_front_line], alert)


def _subjects(numbers: list[int]) -> Iterable[tuple[int, _Row]]:
    for subject in subjects().filter(pk__in=numbers).prefetch_related("names", "identifiers"):
        yield subject.pk, _Row(subject.label, "", subject.owner_agency, [
            " · ".join(name.name for name in subject.names.all() if name.name != subject.label),
            " · ".join(number.value for number in subject.identifiers.all()), " · ".join(subject.addresses), subject.remarks],
            subject)


def _traders(numbers: list[int]) -> Iterable[tuple[int, _Row]]:
    for trader in traders().filter(pk__in=numbers).select_related("feed__owner_agency").prefetch_related("names", "identifiers"):
        yield trader.pk, _Row(trader.name, trader.external_ref, trader.feed.owner_agency, [
            " · ".join(name.name for name in trader.names.all() if name.name != trader.name),
            " · ".join(number.value for number in trader.identifiers.all()), trader.address])


def _consignments(numbers: list[int]) -> Iterable[tuple[int, _Row]]:
    rows = consignments().filter(pk__in=numbers).select_related("feed__owner_agency").prefetch_related("parties", "transport")
    for consignment in rows:
        yield consignment.pk, _Row(consignment.number, "", consignment.feed.owner_agency, [
            " · ".join(dict.fromkeys(party.name for party in consignment.parties.all())),
            " · ".join(unit.value for unit in consignment.transport.all())])


def _requests(numbers: list[int]) -> Iterable[tuple[int, _Row]]:
    for request in Request.objects.select_related("owner_agency").filter(pk__in=numbers):
        yield request.pk, _Row(_first_line(request.question), request.reference, request.owner_agency,
                               [request.question, request.case_reference, request.hit_reference], request)


def _enquiries(numbers: list[int]) -> Iterable[tuple[int, _Row]]:
    for enquiry in Enquiry.objects.select_related("asking_agency").filter(pk__in=numbers):
        yield enquiry.pk, _Row(_first_line(enquiry.question), enquiry.reference, enquiry.asking_agency,
                               [enquiry.question, enquiry.hit_reference], enquiry)


def _releases(numbers: list[int]) -> Iterable[tuple[int, _Row]]:
    rows = Release.objects.select_related("holder_agency", "recipient_agency").prefetch_related("portions")
    for release in rows.filter(pk__in=numbers):
        portions = list(release.portions.all())
        yield release.pk, _Row(" · ".join(portion.title for portion in portions) or release.reference, release.reference,
                               release.holder_agency, [portion.text for portion in portions], release)


def _first_line(text: str) -> str:
    line = text.strip().splitlines()[0] if text.strip() else ""
    return line if len(line) <= AROUND else line[:AROUND].rsplit(" ", 1)[0] + "…"


_READ: dict[str, Callable[[list[int]], Iterable[tuple[int, _Row]]]] = {
    "report": _reports, "alert": _alerts, "subject": _subjects, "trader": _traders, "consignment": _consignments,
    "request": _requests, "enquiry": _enquiries, "release": _releases,
}
