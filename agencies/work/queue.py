"""Rows of work: written, claimed, removed, put off, given up."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from agencies.work import metrics
from agencies.work.kinds import Kind, kind_of
from agencies.work.models import Work
from agencies.work.waking import wake

#: How long a worker that says nothing is taken to be alive.
HELD_FOR = timedelta(seconds=60)
#: When to look whether there is room on the disk again.
ROOM_AFTER = timedelta(seconds=30)

#: One statement for all kinds of a queue: which of them have rows in a state, and when they are to be done, due ones.
_WITH_ROWS = """
    select k from unnest(%(kinds)s::text[]) k where exists (
        select from work_work w where w.kind = k and w.state = %(state)s
        and (w.state <> 'WAITING' or w.not_before <= %(now)s and (w.held_until is null or w.held_until < %(now)s)))
"""

_INSERT = """
    insert into work_work (kind, object_id, agency_id, user_id, label, not_before)
    select %s, unnest(%s::bigint[]), %s, %s, %s, coalesce(%s, now())
"""


def enqueue(kind: str, ids: Collection[int], *, agency_id: int | None = None, user_id: int | None = None,
            label: str = "", not_before: datetime | None = None) -> None:
    """Note that this is to be done with these rows, in the present transaction, and wake a worker when it is kept.

    `agency_id`, `user_id` and `label` where it is somebody's work, whose administrator should see it fail. Before
    `not_before` it is not begun. A plain INSERT without RETURNING: whoever makes work need not see it. The wake-up may be
    lost; the sweep finds the rows. Raises LookupError for a kind that no room registered.
    """
    queue = kind_of(kind).queue
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, [kind, sorted(ids), agency_id, user_id, label[:255].replace("\0", ""), not_before])
        if not_before is None:
            transaction.on_commit(partial(wake, queue), robust=True)


def due(kinds: Collection[Kind]) -> list[Kind]:
    """Those of which something is due, in their order."""
    return _with_rows(kinds, Work.State.WAITING)


def dropped(kinds: Collection[Kind]) -> list[Kind]:
    """Those of which something was dropped and is to be cleared up."""
    return _with_rows(kinds, Work.State.DROPPED)


def claim(kind: Kind) -> list[Work]:
    """Lock up to a batch of rows that are due and that no other worker has claimed, oldest first.

    They are free again if the transaction does not end well, for instance because the worker was killed.
    """
    return list(_due(kind).select_for_update(skip_locked=True)[: kind.batch])


def claim_one(row: Work) -> bool:
    """Lock one row, unless another worker has it or has done it."""
    return bool(Work.objects.select_for_update(skip_locked=True).filter(pk=row.pk, state=Work.State.WAITING))


def hold(kind: Kind) -> Work | None:
    """Take one row that is due for HELD_FOR and count the attempt, since who is killed cannot say so; None when none is."""
    row = _due(kind).select_for_update(skip_locked=True).first()
    if row is not None:
        row.holder, row.held_until, row.attempts = uuid4(), timezone.now() + HELD_FOR, row.attempts + 1
        row.save(update_fields=["holder", "held_until", "attempts"])
    return row


def hold_on(row: int, holder: UUID) -> bool:
    """Hold a row for another HELD_FOR; False when it is somebody else's by now."""
    return bool(Work.objects.filter(pk=row, holder=holder).update(held_until=timezone.now() + HELD_FOR))


def hold_back(claimed: Collection[Work]) -> None:
    """Keep claimed rows from others for HELD_FOR, though the transaction that locks them ends."""
    Work.objects.filter(pk__in=[row.pk for row in claimed]).update(held_until=timezone.now() + HELD_FOR)


def give_back(rows: Collection[Work]) -> None:
    """Let others take rows that were held back."""
    Work.objects.filter(pk__in=[row.pk for row in rows]).update(held_until=None)


def done(claimed: Collection[Work]) -> None:
    """Remove claimed rows; with what came of them, or not at all."""
    Work.objects.filter(pk__in=[row.pk for row in claimed]).delete()


def let_go(row: Work) -> None:
    """Remove a held row that was done, unless it is somebody else's by now."""
    Work.objects.filter(pk=row.pk, holder=row.holder).delete()


def put_off(row: Work, error: str) -> bool:
    """Keep a row that could not be done for later: 2, 4, 8 … seconds, an hour at most; or for good, when tried often enough.

    False when it was kept for good. A held row has counted the attempt already.
    """
    kind = kind_of(row.kind)
    attempts = row.attempts if row.holder else row.attempts + 1
    if attempts >= kind.at_most:
        give_up(row, error, attempts=attempts)
        return False
    later = timezone.now() + timedelta(seconds=min(2**min(attempts, 12), 3600))
    Work.objects.filter(pk=row.pk, holder=row.holder).update(
        attempts=attempts, last_error=error[:2000], not_before=later, holder=None, held_until=None)
    return True


def wait_for_room(row: Work, error: str) -> None:
    """Keep a row for later that could not be done because the disk is full: that is no attempt of its own."""
    later = timezone.now() + ROOM_AFTER
    Work.objects.filter(pk=row.pk, holder=row.holder).update(
        attempts=row.attempts - 1 if row.holder else row.attempts, last_error=error[:2000], not_before=later, holder=None,
        held_until=None)


def give_up(row: Work, error: str, *, attempts: int) -> None:
    """Keep a row as failed, for an administrator to see."""
    kind = kind_of(row.kind)
    row.state, row.failed_at, row.last_error, row.attempts = Work.State.FAILED, timezone.now(), error[:2000], attempts
    row.holder = row.held_until = None
    row.save(update_fields=["state", "failed_at", "last_error", "attempts", "holder", "held_until"])
    metrics.GIVEN_UP.labels(row.kind).inc()
    if kind.failed is not None:
        kind.failed(row)


def retry(row: Work) -> None:
    """Have failed work tried again from the beginning."""
    _decide(row, Work.State.WAITING)


def drop(row: Work) -> None:
    """Do not try failed work again: a worker clears up after it and removes the row."""
    _decide(row, Work.State.DROPPED)


def _decide(row: Work, state: Work.State) -> None:
    Work.objects.filter(pk=row.pk, state=Work.State.FAILED).update(
        state=state, failed_at=None, attempts=0, not_before=timezone.now())
    transaction.on_commit(partial(wake, kind_of(row.kind).queue), robust=True)


def clear_dropped(kind: Kind) -> int:
    """Remove what was dropped; how many they were."""
    rows = list(Work.objects.select_for_update(skip_locked=True).filter(kind=kind.name, state=Work.State.DROPPED))
    for row in rows:
        if kind.dropped is not None:
            kind.dropped(row)
    done(rows)
    return len(rows)


def _with_rows(kinds: Collection[Kind], state: Work.State) -> list[Kind]:
    with connection.cursor() as cursor:
        cursor.execute(_WITH_ROWS, {"kinds": [kind.name for kind in kinds], "state": state.value, "now": timezone.now()})
        found = {name for (name,) in cursor.fetchall()}
    return [kind for kind in kinds if kind.name in found]


def _due(kind: Kind) -> QuerySet[Work]:
    now = timezone.now()
    rows = Work.objects.filter(kind=kind.name, state=Work.State.WAITING, not_before__lte=now)
    return rows.filter(Q(held_until__isnull=True) | Q(held_until__lt=now)).order_by("not_before", "id")
