"""What becomes of a collision: what an agency answers, and what the coordinator notes."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access.lifecycle import Life, Move
from agencies.access.rules import Rule
from intel.deconfliction.models import Collision, Side
from intel.deconfliction.states import COLLISION_STATES, STATES, CollisionState, State

IS_OWN = Rule("deconfliction.answer_side", when=lambda by, side: side.owner_agency_id == by.agency_id,
              otherwise=gettext_lazy("Only the agency that was told of it answers."))
COORDINATES = Rule("deconfliction.coordinate_collision")

SPEAK = Move(State.SPOKEN, IS_OWN, "collision.spoken")
SOLVE = Move(State.SOLVED, IS_OWN, "collision.solved")

CALL = Move(CollisionState.CALLED, COORDINATES, "collision.called")
SETTLE = Move(CollisionState.SOLVED, COORDINATES, "collision.settled")
CLOSE = Move(CollisionState.CLOSED, COORDINATES, "collision.closed")


def what_happened(row: Any) -> str:
    """What somebody is told who has an older page of it open."""
    if row.moved_by is None or row.moved_at is None:
        return _("It has changed since. Reload the page to see it as it is now.")
    return _("%(person)s noted something on it on %(when)s. Reload the page to see it as it is now.") % {
        "person": row.moved_by, "when": date_format(row.moved_at, "SHORT_DATETIME_FORMAT")}


LIFE: Life[Side] = Life(STATES, conflict=what_happened)
COLLISION_LIFE: Life[Collision] = Life(COLLISION_STATES, conflict=what_happened)
