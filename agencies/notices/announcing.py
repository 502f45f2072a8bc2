"""Noting, in the transaction in which something happens, that people are to be told: one row, whoever they are."""

from collections.abc import Sequence
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
    insert into notices_announcement (id, kind, object_ids, to_person, to_groups, act, by_user, by_agency)
    values (%s, %s, %s::bigint[], %s, %s::int[], %s, %s, %s)
"""


def notify(kind: str, *, on: Model, to: To, by: Viewer | None = None) -> None:
    """Have people told of what happens to a row, once the present transaction is kept. For services, and for workers.

    `by` is who acts, and is not told: without it, who is looking. Raises LookupError for a kind that no room has.
    """
    notify_of_several(kind, on=[on], to=to, by=by)


def notify_of_several(kind: str, *, on: Sequence[Any], to: To, by: Viewer | None = None) -> None:
    """The same for rows of one kind, however many: those come first of which people are told before others.

    A plain INSERT: who announces need not be able to read it.
    """
    tells, by = kind_of(kind), by or now_looking()
    if on and not to.is_nobody:
        announcement = drawn()
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, [
                announcement, kind, [getattr(row, tells.about) for row in on], to.person, list(to.groups), to.act, by.user_id,
                by.agency_id])
        queue.enqueue(TELL, [announcement])


def kind_of(kind: str) -> Tells:
    """What its room says of a kind of notice. Raises LookupError for one that no room has."""
    found = room.tells().get(kind)
    if found is None:
        raise LookupError(f"No room tells of {kind!r}; there are {', '.join(sorted(room.tells()))}.")
    return found


def follow_step(sender: type[Model], rows: list[Any], action: str, by: Viewer, **more: Any) -> None:
    """A life took a step: announce what rooms tell of it. Receives `agencies.access.lifecycle.stepped`."""
    for tells in room.tells().values():
        by_itself = tells.writer or tells.holders or tells.audience
        if by_itself and (tells.after or tells.kind) == action and (tells.life or tells.of) == sender._meta.label_lower:
            meant: dict[To, list[Any]] = {}
            for row in rows:
                meant.setdefault(_meant(tells, row), []).append(row)
            for to, theirs in meant.items():
                notify_of_several(tells.kind, on=theirs, to=to, by=by)


def _meant(tells: Tells, row: Any) -> To:
    if tells.writer:
        return to_person(getattr(row, tells.writer))
    if tells.holders:
        return to_holders(tells.holders, agency_id=row.owner_agency_id)
    return to_audience(row)
