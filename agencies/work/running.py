"""Doing the work that is due: a batch in a transaction, or one long piece with a heartbeat; what fails stands aside."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection

from agencies.access import as_service
from agencies.work import metrics, queue
from agencies.work.kinds import Kind, kinds_of
from agencies.work.models import Work
from hub.kit.errors import NoRoom
from hub.kit.outages import outage

log = logging.getLogger(__name__)

#: How often a worker says that it is alive while it does long work; several times in `queue.HELD_FOR`.
HEARTBEAT_S = 10.0

Progress = Callable[[str, int], None]


def run_due(of: str | None = None, *, batches: int = 50, on_progress: Progress | None = None) -> int:
    """Do what is due of a queue, or of all; how many rows of work were done or put off.

    Stops after `batches` batches so that a task stays short; the caller comes back. The first kind of the queue is looked
    at before each batch, so that what is waited for passes what is not. Safe to run in any number of processes at once,
    to run twice, and to be killed at any moment.
    """
    kinds, total = kinds_of(of), 0
    with as_service("work"):
        for kind in queue.dropped(kinds):
            total += queue.clear_dropped(kind)
    for ready in {kind.ready: None for kind in kinds if kind.ready is not None}:
        ready()
    for _number in range(batches):
        with as_service("work"):
            due = queue.due(kinds)
        count = next((count for kind in due if (count := _run(kind, on_progress))), 0)
        if not count:
            break
        total += count
    return total


def _run(kind: Kind, on_progress: Progress | None) -> int:
    with metrics.BATCH_SECONDS.labels(kind.name).time():
        count = _run_long(kind) if kind.do_long is not None else _run_batch(kind)
    metrics.DONE.labels(kind.name).inc(count)
    if count and on_progress is not None:
        on_progress(kind.name, count)
    return count


def _run_batch(kind: Kind) -> int:
    """One batch. If it fails, each of its rows is tried alone, and what cannot be done is put off."""
    left: list[Work] = []
    try:
        with as_service("work"):
            claimed = queue.claim(kind)
            parts = _parts(kind, claimed)
            left = next(parts)
        while left:
            with as_service("work"):
                left = next(parts)
        return len(claimed)
    except Exception:  # the bulkhead: whatever one row raises must not stop the others
        if not _database_answers():
            raise  # nothing was lost, somebody will come back
        log.exception("A batch of %s failed; its rows are tried one by one.", kind.name)
        with as_service("work"):
            queue.give_back(left)
        return _one_by_one(kind)


def _one_by_one(kind: Kind) -> int:
    with as_service("work"):
        suspects = queue.claim(kind)
    for row in suspects:
        try:
            with as_service("work"):
                if queue.claim_one(row):
                    for _left in _parts(kind, [row]):
                        pass  # one row is little enough for one transaction
        except Exception as error:  # the bulkhead
            if not _database_answers():
                raise
            _stand_aside(row, error)
    return len(suspects)


def _parts(kind: Kind, rows: list[Work]) -> Iterator[list[Work]]:
    """Do these rows; after each part of them, those that are left, which nobody else takes meanwhile. At last, none."""
    assert kind.do is not None
    for finished in (rows and kind.do(sorted({row.object_id for row in rows}))) or ():
        queue.done([row for row in rows if row.object_id in finished])
        rows = [row for row in rows if row.object_id not in finished]
        queue.hold_back(rows)
        yield rows
    queue.done(rows)
    yield []


def _run_long(kind: Kind) -> int:
    assert kind.do_long is not None
    with as_service("work"):
        row = queue.hold(kind)
        if row is None:
            return 0
        if row.attempts > kind.at_most:
            queue.give_up(row, f"Begun {kind.at_most} times and never ended: each time the worker was killed.",
                          attempts=kind.at_most)
            return 1
    try:
        with _heartbeat(row):
            kind.do_long(row)
    except Exception as error:  # the bulkhead
        if not _database_answers():
            raise
        _stand_aside(row, error)
    else:
        with as_service("work"):
            queue.let_go(row)
    return 1


@contextmanager
def _heartbeat(row: Work) -> Iterator[None]:
    """Say from a thread, on a connection of its own, that this process is alive, until the block ends."""
    ended = threading.Event()

    def beat() -> None:
        try:
            while not ended.wait(HEARTBEAT_S):
                try:
                    with as_service("work"):
                        assert row.holder is not None
                        if not queue.hold_on(row.pk, row.holder):
                            log.warning("%s is held by another worker by now.", row)
                except DatabaseError:
                    log.warning("The database did not hear the heartbeat of %s.", row)
                    connection.close()
        finally:
            connection.close()

    beating = threading.Thread(target=beat, name="heartbeat", daemon=True)
    beating.start()
    try:
        yield
    finally:
        ended.set()
        beating.join(HEARTBEAT_S)


def _stand_aside(row: Work, error: Exception) -> None:
    told, again = f"{type(error).__name__}: {error}", True
    with as_service("work"):
        if isinstance(outage(error), NoRoom):
            queue.wait_for_room(row, told)
        else:
            again = queue.put_off(row, told)
    log.exception("%s could not be done (work %s); %s.", row, row.pk, "put off" if again else "given up", exc_info=error)


def _database_answers() -> bool:
    try:
        return connection.is_usable()
    except DatabaseError:
        return False
