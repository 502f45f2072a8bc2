"""Deciding on a sweep: explained, or misuse. The person in question learns nothing of either."""

from django.db.transaction import atomic
from django.utils import timezone

from agencies.access import Viewer
from agencies.access.lifecycle import Move, required_reason
from agencies.work import queue
from intel.sweeps.kinds import COUNT
from intel.sweeps.life import CALL_MISUSE, EXPLAIN, LIFE
from intel.sweeps.models import Sweep


def explain(*, by: Viewer, sweep: Sweep, reason: str, revision: int | None) -> Sweep:
    """There is an honest reason: what goes on alike raises no new sweep for a while.

    Raises NotAllowed, Invalid (`reason`, `revision`), NotFound, Conflict, WrongState.
    """
    return _decide(EXPLAIN, by, sweep, reason, revision)


def call_misuse(*, by: Viewer, sweep: Sweep, reason: str, revision: int | None) -> Sweep:
    """It is misuse: what is asked from now on is looked at anew. Raises as `explain`."""
    return _decide(CALL_MISUSE, by, sweep, reason, revision)


def can_explain(by: Viewer, sweep: Sweep) -> bool:
    """Whether the page offers it."""
    return LIFE.allows(EXPLAIN, by, sweep)


def can_call_misuse(by: Viewer, sweep: Sweep) -> bool:
    """Whether the page offers it."""
    return LIFE.allows(CALL_MISUSE, by, sweep)


@atomic
def _decide(move: Move, by: Viewer, sweep: Sweep, reason: str, revision: int | None) -> Sweep:
    with LIFE.moving(sweep, move, by=by, revision=revision, reason=reason, person=sweep.person_id) as sweep:
        sweep.decided_by_id, sweep.decided_at, sweep.decided_count = by.user_id, timezone.now(), sweep.queries_count
        sweep.reason = required_reason(reason)
    queue.enqueue(COUNT, [sweep.pk])
    return sweep
