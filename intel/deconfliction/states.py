"""Where a collision stands: for each of the two agencies, and for the coordinator; `README.md` shows the diagrams."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hub.kit.states import StateTable


class State(TextChoices):
    """Where it stands for one of the two agencies."""

    TOLD = "TOLD", _("To be cleared up")
    SPOKEN = "SPOKEN", _("We spoke")
    SOLVED = "SOLVED", _("Solved")
    CLOSED = "CLOSED", _("Closed")
    ENDED = "ENDED", _("No longer")


#: What one of the two agencies may say of it.
SAID = (State.SPOKEN, State.SOLVED)

STATES = StateTable(State, {
    State.TOLD: (State.SPOKEN, State.SOLVED, State.CLOSED, State.ENDED),
    State.SPOKEN: (State.SOLVED, State.CLOSED, State.ENDED),
    State.SOLVED: (State.SPOKEN, State.CLOSED, State.ENDED),  # it was not, after all
    State.CLOSED: (),
    State.ENDED: (),
})


class CollisionState(TextChoices):
    """Where it stands for the coordinator."""

    FOUND = "FOUND", _("Nobody called yet")
    CALLED = "CALLED", _("Called")
    SOLVED = "SOLVED", _("Solved")
    CLOSED = "CLOSED", _("Closed")
    ENDED = "ENDED", _("No longer")


COLLISION_STATES = StateTable(CollisionState, {
    CollisionState.FOUND: (CollisionState.CALLED, CollisionState.SOLVED, CollisionState.CLOSED, CollisionState.ENDED),
    CollisionState.CALLED: (CollisionState.SOLVED, CollisionState.CLOSED, CollisionState.ENDED),
    CollisionState.SOLVED: (CollisionState.CALLED, CollisionState.CLOSED, CollisionState.ENDED),
    CollisionState.CLOSED: (),
    CollisionState.ENDED: (),
})
