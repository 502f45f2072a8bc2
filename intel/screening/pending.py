"""Pending work: written with what made it necessary, claimed by workers, removed with the matches that came of it."""

import logging
from collections.abc import Collection
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from intel.screening.models import PendingWork

log = logging.getLogger(__name__)

Kind = PendingWork.Kind

#: How many rows of each kind one transaction takes, and in which order the kinds are looked at.
BATCHES = {Kind.ALERT: 10_000, Kind.TRADER: 1_000, Kind.CONSIGNMENT: 2_000}


def enqueue(kind: Kind, ids: Collection[int]) -> None:
    """Note that these rows are to be matched, in the present transaction, and wake a worker when it is kept.

    Plain INSERTs without RETURNING: whoever makes work need not see it. The wake-up may be lost; the sweep finds the rows.
    """
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into screening_pendingwork (kind, object_id) select %s, unnest(%s::bigint[])", [kind, list(ids)])
        if kind == Kind.ALERT:
            cursor.execute("insert into screening_alertchange (alert_id) select unnest(%s::bigint[])", [list(ids)])
    transaction.on_commit(wake, robust=True)


def wake() -> None:
    """Tell the workers that there may be work. A broker that is gone is no reason to fail: the sweep comes by."""
    from intel.screening.tasks import screen_pending

    try:
        screen_pending.apply_async(retry=False, ignore_result=True)
    except (OperationalError, OSError) as gone:
        log.warning("The broker did not take the wake-up (%s); the sweep will find the work.", gone)


def claim(kind: Kind, limit: int) -> list[PendingWork]:
    """Lock up to `limit` rows that are due and that no other worker has claimed, oldest first.

    They are free again if the transaction does not end well, for instance because the worker was killed.
    """
    due = PendingWork.objects.filter(kind=kind, not_before__lte=timezone.now()).order_by("not_before", "id")
    return list(due.select_for_update(skip_locked=True)[:limit])


def done(claimed: Collection[PendingWork]) -> None:
    """Remove claimed rows; with the matches, or not at all."""
    PendingWork.objects.filter(pk__in=[work.pk for work in claimed]).delete()


def put_off(work: PendingWork, error: Exception) -> None:
    """Keep a row that could not be matched for later: 2, 4, 8 … seconds, an hour at most, with the reason beside it."""
    attempts = min(work.attempts + 1, 32_000)
    PendingWork.objects.filter(pk=work.pk).update(
        attempts=attempts, last_error=f"{type(error).__name__}: {error}"[:2000],
        not_before=timezone.now() + timedelta(seconds=min(2**min(attempts, 12), 3600)))
