"""The life of a measure; `intel/protection/README.md` shows the diagram."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hub.kit.states import StateTable


class State(models.TextChoices):
    """Where a measure stands. A restriction holds at once; a correction or deletion waits for who carries it out."""

    WAITING = "WAITING", _("Waiting")
    IN_FORCE = "IN_FORCE", _("In force")
    DONE = "DONE", _("Done")
    LIFTED = "LIFTED", _("Lifted")
    REFUSED = "REFUSED", _("Refused")


class Stage(models.TextChoices):
    """Where an onward notice stands."""

    SENT = "SENT", _("Sent")
    FOLLOWED = "FOLLOWED", _("Followed")


STATES = StateTable(State, {
    State.WAITING: (State.DONE, State.REFUSED),
    State.IN_FORCE: (State.LIFTED,),
    State.DONE: (),
    State.LIFTED: (),
    State.REFUSED: (),
}, starts=(State.WAITING, State.IN_FORCE))

STAGES = StateTable(Stage, {Stage.SENT: (Stage.FOLLOWED,), Stage.FOLLOWED: ()})
