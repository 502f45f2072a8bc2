"""The verification of a hit; `intel/hits/README.md` shows the diagram."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hub.kit.states import StateTable


class State(models.TextChoices):
    """Where the verification of a hit stands."""

    CANDIDATE = "CANDIDATE", _("To be verified")
    UNDER_VERIFICATION = "UNDER_VERIFICATION", _("Being verified")
    CONFIRMED_HIT = "CONFIRMED_HIT", _("Confirmed hit")
    NOT_A_MATCH = "NOT_A_MATCH", _("Not a match")
    UNCERTAIN = "UNCERTAIN", _("Uncertain")


#: The states that a person's judgement gives.
JUDGED = (State.CONFIRMED_HIT, State.NOT_A_MATCH, State.UNCERTAIN)

STATES = StateTable(State, {
    State.CANDIDATE: (State.UNDER_VERIFICATION, *JUDGED),
    State.UNDER_VERIFICATION: (State.CANDIDATE, *JUDGED),
    State.CONFIRMED_HIT: (State.CANDIDATE,),
    State.NOT_A_MATCH: (State.CANDIDATE,),
    State.UNCERTAIN: (State.UNDER_VERIFICATION, State.CANDIDATE, State.CONFIRMED_HIT, State.NOT_A_MATCH),
})
