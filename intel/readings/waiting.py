"""What waits in the reading room: questions, for who is asked and for who asks."""

from typing import Any

from django.urls import reverse
from django.utils.text import Truncator

from agencies.access import Viewer
from hub.kit.waiting import Line, Waits
from intel.readings.life import WRITE
from intel.readings.models import Question
from intel.readings.selectors import questions
from intel.readings.states import QuestionState


def to_answer(viewer: Viewer) -> Waits | None:
    """Open questions: those the viewer's agency is asked, but not about the viewer; and those that it asked."""
    if not viewer.may(WRITE):
        return None
    rows = questions().filter(state=QuestionState.ASKED)
    return Waits(line=_line, since="asked_at", due="due_at",
                 mine=rows.filter(asked_agency=viewer.agency_id).exclude(person=viewer.user_id),
                 others=rows.filter(asking_agency=viewer.agency_id))


def _line(row: Any) -> Line:
    question: Question = row
    return Line(title=Truncator(" ".join(question.question.split())).chars(120), reference=question.reference,
                who=f"{question.asking_agency.code} → {question.asked_agency.code}",
                address=reverse("readings:question", args=[question.pk]))
