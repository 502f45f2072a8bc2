"""What becomes of a proposal about a subject; `intel/subjects/README.md` shows the diagram."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hub.kit.states import StateTable


class State(models.TextChoices):
    """Where a proposal stands. While it waits, the subject stays as it was approved."""

    WAITING = "WAITING", _("Awaiting a second person")
    APPROVED = "APPROVED", _("Approved")
    REFUSED = "REFUSED", _("Refused")
    RETRACTED = "RETRACTED", _("Taken back")


STATES = StateTable(State, {
    State.WAITING: (State.APPROVED, State.REFUSED, State.RETRACTED),
    State.APPROVED: (),
    State.REFUSED: (),
    State.RETRACTED: (),
})
