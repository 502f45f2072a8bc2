"""How far a file of a list is; the README shows the diagram."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hub.kit.states import StateTable


class State(TextChoices):
    """Where it stands. One that is begun again goes on from what was kept."""

    WAITING = "WAITING", _("Waiting")
    RUNNING = "RUNNING", _("Running")
    DONE = "DONE", _("Done")
    FAILED = "FAILED", _("Failed")
    CANCELLED = "CANCELLED", _("Cancelled")


STATES = StateTable(State, {
    State.WAITING: (State.RUNNING, State.FAILED, State.CANCELLED),
    State.RUNNING: (State.RUNNING, State.DONE, State.FAILED, State.CANCELLED),  # each part that is kept
    State.DONE: (State.WAITING,),  # written anew, without what its reader may not see any more
    State.FAILED: (State.RUNNING, State.FAILED),  # an administrator has it tried again
    State.CANCELLED: (),
})

#: Somebody waits for it.
UNDER_WAY = (State.WAITING, State.RUNNING)
