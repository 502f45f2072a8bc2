"""Finding: the database gives kinds and numbers, under the labels of the viewer; each is read again under its own policies."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection
from django.utils import timezone

from agencies.access import Viewer
from agencies.models import Agency
from intel.search.asking import Group, Question
from intel.search.kinds import ENTRIES, KINDS, Kind
from intel.search.sounds import sounds_of_word

#: Counts go so far; what is beyond is "more than".
MOST = 1_000

_FOUND = """
    select kind, object_id, at, fits from search_found(%s, %s::jsonb, %s::jsonb, %s, %s, %s, %s)
"""
#: One row at least, so that the snapshot is there though nothing is found.
_CHANGED = """
    select pg_current_snapshot()::text, kind, object_id, at, fits from (values (1)) one left join
        search_changed(%s, %s::jsonb, %s::jsonb, %s, %s, %s, %s::pg_snapshot, %s) found on true
"""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found: its kind, number and agency, since when it is, and how well it fits."""

    kind: str
    pk: int
    agency_id: int
    at: datetime
    fits: float


@dataclass(frozen=True, slots=True)
class Facet:
    """How many of what was found are so; `more`: and more, beyond what is counted."""

    value: str
    words: Any
    count: int
    more: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, trade last, best first and then newest; and how it divides. `more`: there is more than is counted.

    `names_wait_since`: what the viewer sees and was written from then on is found by names only as they are written; not told to
    who sees only subjects that an alert looks for.
    """

    things: tuple[Found, ...] = ()
    kinds: tuple[Facet, ...] = ()
    agencies: tuple[Facet, ...] = ()
    years: tuple[Facet, ...] = ()
    more: bool = False
    names_wait_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What was changed since a snapshot, newest first, of each kind up to MOST; and the snapshot in which it was looked for."""

    things: tuple[Found, ...]
    upto: str


def find(question: Question, *, by: Viewer, after: str = "") -> Answer:
    """Everything that fits and that the viewer sees, up to MOST of each kind. Facets of kinds count other kinds, too.

    `after` a snapshot (`pg_snapshot`): of what others wrote since.
    """
    if not question.wanted:
        return Answer()
    kinds = _kinds(by)
    rows = _changed(question, kinds, after)[0] if after else _rows(question, kinds)
    found = {kind.code: _again(kind, rows) for kind in kinds}
    more = {code for code, things in found.items() if len(things) > MOST}
    of_kinds = tuple(Facet(kind.code, kind.words, min(len(found[kind.code]), MOST), kind.code in more, kind.icon)
                     for kind in kinds if found[kind.code])
    chosen = [question.kind] if question.kind else list(found)
    things = [thing for code in chosen for thing in found.get(code, ())[:MOST]]
    things.sort(key=lambda thing: (
        KINDS[thing.kind].is_trade, -round(thing.fits, 3), -thing.at.timestamp(), thing.kind, -thing.pk))
    return Answer(tuple(things), of_kinds, _agencies(things), _years(things), bool(more & set(chosen)), _waiting())


def changes(question: Question, *, after: str, by: Viewer) -> Changes:
    """What fits of what others wrote after a snapshot, or have let the viewer see since."""
    kinds = [kind for kind in _kinds(by) if question.kind in ("", kind.code)]
    rows, upto = _changed(question, kinds, after)
    things = [thing for kind in kinds for thing in _again(kind, rows)[:MOST]]
    return Changes(tuple(sorted(things, key=lambda thing: thing.at, reverse=True)), upto)


def is_stirred(after: str, *, by: Viewer) -> bool:
    """Whether anything that the viewer finds was written after a snapshot, whatever it says. A look at the index."""
    with connection.cursor() as cursor:
        cursor.execute("select search_stirred(%s, %s::pg_snapshot)", [_models(_kinds(by)), after])
        return bool(cursor.fetchone()[0])


def snapshot() -> str:
    """What there is at this moment, as the database has it (`pg_snapshot`)."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_current_snapshot()::text")
        return str(cursor.fetchone()[0])


def groups_json(groups: Iterable[Group]) -> str:
    """Groups of words as the functions of the database read them."""
    return json.dumps([{"words": group.words, "begins": group.begins,
                        "sounds": [] if group.phrase or group.begins else sounds_of_word(group.words)} for group in groups])


def _waiting() -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute("select search_waits(%s)", [list(ENTRIES)])
        since: datetime | None = cursor.fetchone()[0]
    return since


def _kinds(by: Viewer) -> list[Kind]:
    return [kind for kind in KINDS.values() if by.may(kind.act)]


def _models(kinds: list[Kind]) -> list[str]:
    return [model for kind in kinds for model in kind.rows]


def _changed(question: Question, kinds: list[Kind], after: str) -> tuple[dict[str, list[tuple[int, datetime, float]]], str]:
    """The same of what was changed after a snapshot; and the snapshot that it was read in."""
    found: dict[str, list[tuple[int, datetime, float]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [
            _models(kinds), groups_json(question.wanted), groups_json(question.unwanted), question.agency_id, question.begins_at,
            question.ends_at, after, MOST + 1])
        rows = cursor.fetchall()
    for _upto, model, pk, at, fits in rows:
        if model is not None:
            found.setdefault(model, []).append((pk, at, fits))
    return found, str(rows[0][0])


def _rows(question: Question, kinds: list[Kind]) -> dict[str, list[tuple[int, datetime, float]]]:
    """What the database found, by model: number, time, fit; newest first, one more than is counted."""
    found: dict[str, list[tuple[int, datetime, float]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [_models(kinds), groups_json(question.wanted), groups_json(question.unwanted), question.agency_id,
                                question.begins_at, question.ends_at, MOST + 1])
        for model, pk, at, fits in cursor.fetchall():
            found.setdefault(model, []).append((pk, at, fits))
    return found


def _again(kind: Kind, rows: dict[str, list[tuple[int, datetime, float]]]) -> list[Found]:
    """The things of a kind that the viewer sees, newest first, each once with its best fit."""
    things: dict[int, Found] = {}
    for model, thing in kind.rows.items():
        numbers = [pk for pk, _at, _fits in rows.get(model, ())]
        if not numbers:
            continue
        seen = apps.get_model(model)._default_manager.filter(pk__in=numbers)
        visible = {pk: (of, agency) for pk, of, agency in seen.order_by().values_list("pk", thing or "pk", kind.owner(model))}
        for pk, at, fits in rows[model]:
            if pk in visible:
                of, agency = visible[pk]
                before = things.get(of)
                things[of] = Found(kind.code, of, agency, at, max(fits, before.fits if before else 0.0))
    return sorted(things.values(), key=lambda found: found.at, reverse=True)


def _agencies(things: list[Found]) -> tuple[Facet, ...]:
    names = {agency.pk: agency for agency in Agency.objects.all()}
    counted = Counter(thing.agency_id for thing in things)
    return tuple(Facet(names[agency].code, names[agency].name, count) for agency, count in counted.most_common()
                 if agency in names)


def _years(things: list[Found]) -> tuple[Facet, ...]:
    counted = Counter(timezone.localtime(thing.at).year for thing in things)
    return tuple(Facet(str(year), str(year), count) for year, count in sorted(counted.items(), reverse=True))
