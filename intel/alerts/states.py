"""The life of an alert: its states, and which follows which; `intel/alerts/README.md` shows the diagram."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hub.kit.states import StateTable


class State(models.TextChoices):
    """Where an alert stands. It is matched, and partners see it, while ACTIVE; a partner keeps seeing one that has ended."""

    DRAFT = "DRAFT", _("Draft")
    PENDING_VALIDATION = "PENDING_VALIDATION", _("Awaiting validation")
    ACTIVE = "ACTIVE", _("In force")
    SUSPENDED = "SUSPENDED", _("Suspended")
    EXPIRED = "EXPIRED", _("Expired")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
    EXECUTED = "EXECUTED", _("Executed")


#: It was issued and has not ended: one of an agency on a subject at a time.
IN_FORCE = (State.ACTIVE, State.SUSPENDED)

STATES = StateTable(State, {
    State.DRAFT: (State.PENDING_VALIDATION, State.WITHDRAWN),
    State.PENDING_VALIDATION: (State.DRAFT, State.ACTIVE, State.WITHDRAWN),
    State.ACTIVE: (State.SUSPENDED, State.EXPIRED, State.WITHDRAWN, State.EXECUTED),
    State.SUSPENDED: (State.ACTIVE, State.EXPIRED, State.WITHDRAWN),
    State.EXPIRED: (),
    State.WITHDRAWN: (),
    State.EXECUTED: (),
}, starts=(State.DRAFT, State.ACTIVE))  # the alerts of a list begin in force
