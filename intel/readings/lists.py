"""The lists of the reading room: what their pages show, and files of them hold."""

from django.utils.translation import gettext_lazy as _

from hub.kit.listing import Listing, column
from intel.readings import selectors
from intel.readings.filters import QuestionFilter
from intel.readings.life import VIEW

QUESTIONS = Listing("questions", _("Questions"), page="readings:questions", act=VIEW, of="question",
                    rows=selectors.questions, filters=QuestionFilter, columns=(
    column("release", _("Release"), "reference", "classification", "person", "act", fixed=True),
    column("agencies", _("Agencies"), asking="asking_agency.code", asked="asked_agency.code"),
    column("question", _("Question"), "question", "answer"),
    column("due", _("Due"), "due_at"),
    column("state", _("State"), "state", overdue="is_overdue"),
))
