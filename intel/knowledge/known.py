"""What was known: answers of the database's own functions, which alone read the history."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection

from agencies.models import Agency, User

_LIST = "select * from knowledge_list(%s, %s, %s, %s, %s, %s, %s)"
_USES = "select * from knowledge_uses(%s, %s, %s)"
_PEOPLE = "select * from knowledge_people(%s)"
_COUNTS = "select * from knowledge_counts(%s, %s)"


@dataclass(frozen=True, slots=True)
class Question:
    """At which moment; of one person, one kind, own things (OWN) or those of others (OTHERS), where it is narrowed."""

    moment: datetime
    person: int | None = None
    kind: str = ""
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A report, an alert or a release, with what the agency could know of it at the moment.

    `could` persons could read it then. Until then `told` persons were told of it, first at `told_at`; `opened` persons opened it,
    first and last at `opened_at` and `last_opened_at`; `exported` persons took it out of the hub, first at `exported_at`.
    """

    kind: str
    id: int
    reference: str
    agency: str
    could: int
    told: int
    told_at: datetime | None
    opened: int
    opened_at: datetime | None
    last_opened_at: datetime | None
    exported: int
    exported_at: datetime | None


@dataclass(frozen=True, slots=True)
class Use:
    """That a person could read it (COULD), was told of it (TOLD), opened or exported it (OPENED, EXPORTED): when, and by what."""

    column: str
    person: str
    username: str
    at: datetime | None
    how: str


@dataclass(frozen=True, slots=True)
class Then:
    """A person as they were at the moment: roles, clearance, sharing groups by which they read."""

    person: str
    username: str
    clearance: str
    roles: tuple[str, ...]
    through: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """Of how many things of a kind: what the auditor of the hub reads."""

    kind: str
    could: int
    told: int
    opened: int
    exported: int


def begins() -> datetime | None:
    """From when on it can be answered; None for who may not ask."""
    [[since]] = _asked("select knowledge_begins()")
    found: datetime | None = since
    return found


def known(question: Question, *, older_than: int | None = None, newer_than: int | None = None, at_most: int) -> list[Known]:
    """What the viewer's agency could know, newest first: after the thing `older_than`, or before `newer_than`."""
    rows = _asked(_LIST, question.moment, question.person, question.kind, question.whose, older_than, newer_than, at_most)
    codes = dict(Agency.objects.values_list("pk", "code"))
    found = [replace(Known(*row), agency=codes.get(row[3], "")) for row in rows]
    return found if newer_than is None else found[::-1]


def the_one(kind: str, thing: int, moment: datetime) -> Known | None:
    """One thing, if the viewer's agency could know of it."""
    found = known(Question(moment, kind=kind), newer_than=thing - 1, at_most=1)
    return found[0] if found and found[0].id == thing else None


def uses_of(kind: str, thing: int, moment: datetime) -> list[Use]:
    """Who of the viewer's agency, when and how, latest first: nothing of a thing that it could not know."""
    rows = _asked(_USES, kind, thing, moment)
    names = _names(row[1] for row in rows)
    return [Use(column, *names.get(person, ("", "")), at, how) for column, person, at, how in rows]


def people_then(moment: datetime) -> list[Then]:
    """The people of the viewer's agency who could enter the hub then, by name."""
    rows = _asked(_PEOPLE, moment)
    names = _names(row[0] for row in rows)
    found = [Then(*names.get(person, ("", "")), clearance, tuple(roles), tuple(through))
             for person, clearance, roles, through in rows]
    return sorted(found, key=lambda then: (then.person, then.username))


def counted(agency: Agency, moment: datetime) -> list[Counted]:
    """By kind; nothing for who may not count."""
    return [Counted(*row) for row in _asked(_COUNTS, agency.pk, moment)]


def _asked(statement: str, *given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()


def _names(people: Iterable[int]) -> dict[int, tuple[str, str]]:
    return {person.pk: (str(person), person.username) for person in User.objects.filter(pk__in=set(people))}
