"""Where the review of an emergency release stands; the same for its holder, for the originators told, and for the hub auditor."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hub.kit.states import StateTable


class EmergencyState(models.TextChoices):
    """What another authority of the holder finds."""

    TO_REVIEW = "TO_REVIEW", _("To be reviewed")
    JUSTIFIED = "JUSTIFIED", _("Justified")
    NOT_JUSTIFIED = "NOT_JUSTIFIED", _("Not justified")


EMERGENCY_STATES = StateTable(EmergencyState, {
    EmergencyState.TO_REVIEW: (EmergencyState.JUSTIFIED, EmergencyState.NOT_JUSTIFIED),
    EmergencyState.JUSTIFIED: (),
    EmergencyState.NOT_JUSTIFIED: (),
})
