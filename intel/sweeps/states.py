"""What became of a sweep; `README.md` shows the diagram."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hub.kit.states import StateTable


class State(TextChoices):
    """Where a sweep stands."""

    OPEN = "OPEN", _("To be decided")
    EXPLAINED = "EXPLAINED", _("Explained")
    MISUSE = "MISUSE", _("Misuse")


STATES = StateTable(State, {
    State.OPEN: (State.EXPLAINED, State.MISUSE),
    State.EXPLAINED: (State.MISUSE,),
    State.MISUSE: (State.EXPLAINED,),
})
