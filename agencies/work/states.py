"""How far the reading of an uploaded file is; `agencies/work/README.md` shows the diagram."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hub.kit.states import StateTable


class State(models.TextChoices):
    """Where it stands. One that is begun again goes on from what was kept."""

    WAITING = "WAITING", _("Waiting")
    RUNNING = "RUNNING", _("Running")
    DONE = "DONE", _("Done")
    FAILED = "FAILED", _("Failed")


STATES = StateTable(State, {
    State.WAITING: (State.RUNNING, State.FAILED),
    State.RUNNING: (State.RUNNING, State.DONE, State.FAILED),  # each batch that is kept; begun again after a worker died
    State.DONE: (),
    State.FAILED: (State.RUNNING, State.FAILED),  # an administrator has it tried again
}, starts=(State.WAITING, State.RUNNING))  # a command reads a file at once
