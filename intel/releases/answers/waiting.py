"""What waits: reports that rest on what does not hold any more, to be answered for."""

from typing import Any

from django.urls import reverse

from agencies.access import Viewer
from hub.kit.waiting import Line, Waits
from intel.releases.answers.models import ProductAnswer
from intel.releases.answers.states import AnswerState
from intel.releases.life import WRITE


def to_answer_for(viewer: Viewer) -> Waits | None:
    """The open answers of the viewer's agency."""
    if not viewer.may(WRITE):
        return None
    rows = ProductAnswer.objects.filter(state=AnswerState.OPEN).select_related(
        "report", "release__holder_agency", "release__recipient_agency")
    return Waits(line=_line, since="asked_at", due="due_at", mine=rows)


def _line(row: Any) -> Line:
    answer: ProductAnswer = row
    release = answer.release
    return Line(title=answer.report.title, reference=answer.report.reference,
                who=f"{release.holder_agency.code} → {release.recipient_agency.code}",
                address=reverse("releases:release", args=[release.pk]) + "#answers")
