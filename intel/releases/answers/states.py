"""The life of an answer that is owed: open until it is given, once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hub.kit.states import StateTable


class AnswerState(models.TextChoices):
    """What became of a report that cites what was recalled or corrected, as its agency says."""

    OPEN = "OPEN", _("To be answered")
    CHANGED = "CHANGED", _("Changed")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
    STANDS = "STANDS", _("Stands as it is")


#: What may be answered.
GIVEN = (AnswerState.CHANGED, AnswerState.WITHDRAWN, AnswerState.STANDS)

ANSWER_STATES = StateTable(AnswerState, {AnswerState.OPEN: GIVEN, **dict.fromkeys(GIVEN, ())})
