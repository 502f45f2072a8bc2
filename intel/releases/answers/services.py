"""Answering for a report that cites what was recalled or corrected."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access import Viewer
from agencies.access.lifecycle import Life, Move
from agencies.access.rules import Rule
from hub.kit.errors import Invalid
from intel.releases.answers.models import ProductAnswer
from intel.releases.answers.states import ANSWER_STATES, GIVEN, AnswerState
from intel.releases.life import WRITE
from intel.releases.models import Release
from intel.reports.models import Report
from intel.reports.resting import citations_of
from intel.reports.states import State

_OWES = Rule(WRITE, when=lambda by, answer: answer.owner_agency_id == by.agency_id,
             otherwise=gettext_lazy("Only the agency whose report it is answers for it."))
MOVES = {state: Move(state, _OWES, "answer.given", with_reason=True) for state in GIVEN}


def _answered(row: object) -> str:
    return _("This was answered since you opened it. Reload the page.")


LIFE: Life[ProductAnswer] = Life(ANSWER_STATES, conflict=_answered)


@dataclass(frozen=True, slots=True)
class Told:
    """What the recipient of a release answered, as its holder reads it: how many are open, overdue, and given; of reports that
    the viewer reads, what and why."""

    open: int
    overdue: int
    given: int
    seen: tuple[tuple[Report, AnswerState, str], ...]


def answer(*, by: Viewer, row: ProductAnswer, state: str, reason: str, revision: int | None) -> ProductAnswer:
    """Say what became of the report, and why; true as far as the hub can tell.

    Raises NotAllowed, WrongState, Conflict, Invalid (`state`, `reason`).
    """
    if state not in GIVEN:
        raise Invalid(_("Say what became of the report."), field="state")
    with LIFE.moving(row, MOVES[AnswerState(state)], by=by, revision=revision, reason=reason, answer=state) as row:
        _require_true(row, state)
        row.reason, row.answered_by_id, row.answered_at = reason.strip(), by.user_id, timezone.now()
    return row


def can_answer(by: Viewer, row: ProductAnswer) -> bool:
    """Whether the page offers to answer."""
    return row.state == AnswerState.OPEN and _OWES.allows(by, row)


def told(release: Release) -> Told | None:
    """What was answered to the agency that released it; None where nothing is owed, or to anybody else."""
    with connection.cursor() as cursor:
        cursor.execute("select state, due_at, report, reason from releases_answered(%s)", [release.pk])
        rows: list[tuple[str, datetime, int | None, str | None]] = cursor.fetchall()
    if not rows:
        return None
    reports = Report.objects.in_bulk([report for _state, _due, report, _reason in rows if report])
    count = Counter(state for state, *_more in rows)
    overdue = sum(state == AnswerState.OPEN and due <= timezone.now() for state, due, _report, _reason in rows)
    return Told(count[AnswerState.OPEN], overdue, len(rows) - count[AnswerState.OPEN], tuple(
        (reports[report], AnswerState(state), reason or "") for state, _due, report, reason in rows if report in reports))


def _require_true(row: ProductAnswer, state: str) -> None:
    """Of a report that still says the same it is not said that it was changed or withdrawn."""
    report = row.report
    cites = any(thing.reference.rpartition("/")[0] == row.release.reference
                for cited in citations_of(list(report.paragraphs.all())).values() for _row, thing in cited)
    if state == AnswerState.WITHDRAWN and report.state != State.WITHDRAWN:
        raise Invalid(_("%(report)s is not withdrawn. Withdraw it first.") % {"report": report.reference}, field="state")
    if state == AnswerState.CHANGED and cites and report.state != State.WITHDRAWN:
        raise Invalid(_("%(report)s still rests on it. Write a new version without it, and have it disseminated, first.") % {
            "report": report.reference}, field="state")
