"""What somebody did with what was released, and the life of a question about it. `README.md` shows the diagram."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hub.kit.states import StateTable


class UseAct(models.TextChoices):
    """What was done with what was released."""

    RECEIVED = "RECEIVED", pgettext_lazy("use", "Received")
    DELIVERED = "DELIVERED", _("Taken by its link")
    TOLD = "TOLD", _("Told of it")
    SEARCHED = "SEARCHED", _("Searched out")
    READ = "READ", pgettext_lazy("use", "Read")
    EXPORTED = "EXPORTED", _("Took a copy")


class QuestionState(models.TextChoices):
    """Where a question stands; who asks and who is asked read it. That it is overdue is derived from the clock."""

    ASKED = "ASKED", pgettext_lazy("question", "Asked")
    ANSWERED = "ANSWERED", pgettext_lazy("question", "Answered")


STATES = StateTable(QuestionState, {QuestionState.ASKED: (QuestionState.ANSWERED,), QuestionState.ANSWERED: ()})
