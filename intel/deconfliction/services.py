"""Answering that one's alert collides with another, and coordinating the two agencies."""

from django.db.transaction import atomic
from django.utils import timezone

from agencies.access import Viewer
from agencies.access.lifecycle import Life, Move
from agencies.work import queue
from intel.deconfliction.comparing import tell_coordinator_of_answer
from intel.deconfliction.kinds import TELL_CLOSED
from intel.deconfliction.life import CALL, CLOSE, COLLISION_LIFE, LIFE, SETTLE, SOLVE, SPEAK
from intel.deconfliction.models import Collision, Side


def say_spoken(*, by: Viewer, side: Side, revision: int | None) -> Side:
    """The viewer's agency spoke with the other one. The coordinator is told; the other agency is not.

    Raises NotAllowed, Invalid (`revision`), NotFound, Conflict, WrongState.
    """
    return _answer(SPEAK, by, side, revision)


def say_solved(*, by: Viewer, side: Side, revision: int | None) -> Side:
    """As the viewer's agency sees it, it is solved. Told and raising as `say_spoken`."""
    return _answer(SOLVE, by, side, revision)


def note_called(*, by: Viewer, collision: Collision, revision: int | None) -> Collision:
    """The coordinator called both. Raises NotAllowed, Invalid (`revision`), NotFound, Conflict, WrongState."""
    return _move(COLLISION_LIFE, CALL, by, collision, revision)


def note_solved(*, by: Viewer, collision: Collision, revision: int | None) -> Collision:
    """The coordinator holds it to be solved, and keeps it open. Raises as `note_called`."""
    return _move(COLLISION_LIFE, SETTLE, by, collision, revision)


@atomic
def close(*, by: Viewer, collision: Collision, revision: int | None) -> Collision:
    """The coordinator closes it: it waits for nobody any more, also where the alerts last. Raises as `note_called`."""
    collision = _move(COLLISION_LIFE, CLOSE, by, collision, revision)
    queue.enqueue(TELL_CLOSED, [collision.pk])
    return collision


def offered(by: Viewer, side: Side) -> dict[str, bool]:
    """What the page of a side offers."""
    return {"can_speak": LIFE.allows(SPEAK, by, side), "can_solve": LIFE.allows(SOLVE, by, side)}


def offered_to_coordinator(by: Viewer, collision: Collision) -> dict[str, bool]:
    """What the coordinator's page offers."""
    return {f"can_{name}": COLLISION_LIFE.allows(move, by, collision)
            for name, move in (("call", CALL), ("settle", SETTLE), ("close", CLOSE))}


@atomic
def _answer(move: Move, by: Viewer, side: Side, revision: int | None) -> Side:
    side = _move(LIFE, move, by, side, revision)
    if not side.is_within:
        tell_coordinator_of_answer(side)
    return side


def _move(life: Life, move: Move, by: Viewer, row, revision: int | None):  # type: ignore[no-untyped-def,type-arg]
    with life.moving(row, move, by=by, revision=revision) as row:
        row.moved_by_id, row.moved_at = by.user_id, timezone.now()
    return row
