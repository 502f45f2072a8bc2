"""Where a version of an arrangement stands. That its days are over, or that a later one took its place, is derived."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hub.kit.states import StateTable


class State(models.TextChoices):
    """The states of a version."""

    DRAFT = "DRAFT", _("Draft")
    PROPOSED = "PROPOSED", _("Proposed to the other agency")
    IN_FORCE = "IN_FORCE", _("In force")
    DECLINED = "DECLINED", _("Declined")
    WITHDRAWN = "WITHDRAWN", _("Taken back")
    ENDED = "ENDED", _("Ended")


STATES = StateTable(State, {
    State.DRAFT: (State.PROPOSED, State.WITHDRAWN),
    State.PROPOSED: (State.IN_FORCE, State.DECLINED, State.WITHDRAWN),
    State.IN_FORCE: (State.ENDED,),
    State.DECLINED: (),
    State.WITHDRAWN: (),
    State.ENDED: (),
})


class Standing(models.TextChoices):
    """What a page says of one that both sides signed, by the day."""

    NOT_YET = "NOT_YET", _("Signed, not yet begun")
    OVER = "OVER", _("Over: its last day has passed")
    REPLACED = "REPLACED", _("Replaced by a later version")
