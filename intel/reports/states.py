"""The life of a report: its states, and which follows which; `intel/reports/README.md` shows the diagram."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hub.kit.states import StateTable


class State(models.TextChoices):
    """Where a report stands. Partners see it from DISSEMINATED on."""

    DRAFT = "DRAFT", _("Draft")
    SUBMITTED = "SUBMITTED", _("Submitted")
    DISSEMINATED = "DISSEMINATED", _("Disseminated")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


STATES = StateTable(State, {
    State.DRAFT: (State.SUBMITTED, State.WITHDRAWN),
    State.SUBMITTED: (State.DRAFT, State.DISSEMINATED, State.WITHDRAWN),
    State.DISSEMINATED: (State.WITHDRAWN,),
    State.WITHDRAWN: (),
})
