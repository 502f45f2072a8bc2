"""Noting, in the transaction in which something happens, that people are to be told: one row, whoever they are."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Model

from agencies.access import Viewer, now_looking
from agencies.notices.addressees import To, to_audience, to_holders, to_person
from agencies.notices.models import drawn
from agencies.work import queue
from hub.kit import room
from hub.kit.room import Tells

#: The kind of work that tells.
TELL = "notices.tell"

_INSERT = """
    insert into notices_announcement (id, kind, object_id, reference, to_person, to_groups, act, by_user, by_agency)
    values (%s, %s, %s, %s, %s, %s::int[], %s, %s, %s)
"""


def notify(kind: str, *, on: Model, to: To, by: Viewer | None = None) -> None:
    """Have people told of what happens to a row, once the present transaction is kept. For services, and for workers.

    `by` is who acts, and is not told: without it, who is looking. Raises LookupError for a kind that no room has.
    """
    announce(kind, [(on, to)], by=by or now_looking())


def announce(kind: str, told: Iterable[tuple[Any, To]], *, by: Viewer) -> None:
    """The same for several rows, each with whom it is told to. Plain INSERTs: who announces does not read it."""
    tells = kind_of(kind)
    rows = [[drawn(), kind, row.pk, _reference(row, tells), to.person, list(to.groups), to.act, by.user_id, by.agency_id]
            for row, to in told if not to.is_nobody]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_INSERT, rows)
        queue.enqueue(TELL, [row[0] for row in rows])


def kind_of(kind: str) -> Tells:
    """What its room says of a kind of notice. Raises LookupError for one that no room has."""
    found = room.tells().get(kind)
    if found is None:
        raise LookupError(f"No room tells of {kind!r}; there are {', '.join(sorted(room.tells()))}.")
    return found


def follow_step(sender: type[Model], rows: list[Any], action: str, by: Viewer, **more: Any) -> None:
    """A life took a step: announce what rooms tell of it. Receives `agencies.access.lifecycle.stepped`."""
    for tells in room.tells().values():
        if (tells.after or tells.kind) == action and tells.of == sender._meta.label_lower:
            announce(tells.kind, [(row, _meant(tells, row)) for row in rows], by=by)


def _meant(tells: Tells, row: Any) -> To:
    if tells.writer:
        return to_person(getattr(row, tells.writer))
    if tells.holders:
        return to_holders(tells.holders, agency_id=row.owner_agency_id)
    return to_audience(row) if tells.audience else To()


def _reference(row: Any, tells: Tells) -> str:
    return str(getattr(row, tells.reference))[:60] if tells.reference else ""
