"""What this room shows on other pages: the reports that name a subject, and those that wait for the viewer."""

from typing import Any

from django.http import HttpRequest

from agencies.access.door import viewer_of
from intel.reports.models import Report
from intel.reports.selectors import mentioning
from intel.reports.states import State
from intel.subjects.models import Subject

SHOWN = 25
AT_HOME = 6


def on_subject(request: HttpRequest, subject: Subject) -> dict[str, Any] | None:
    """The visible reports that name a subject, newest first; and the way to write one."""
    reports = list(mentioning(subject)[: SHOWN + 1])
    can_write = viewer_of(request).may("reports.add_report")
    if not reports and not can_write:
        return None
    return {"reports": reports[:SHOWN], "more": len(reports) > SHOWN, "subject": subject, "can_write": can_write}


def at_home(request: HttpRequest, _row: None) -> dict[str, Any] | None:
    """The viewer's own reports, and those that the viewer may disseminate."""
    viewer = viewer_of(request)
    if not viewer.may("reports.view_report"):
        return None
    to_disseminate = Report.objects.filter(state=State.SUBMITTED).exclude(author=viewer.user_id).order_by("-id")
    return {
        "mine": list(Report.objects.filter(author=viewer.user_id).order_by("-id")[:AT_HOME]),
        "to_disseminate": list(to_disseminate[:AT_HOME]) if viewer.may("reports.disseminate_report") else [],
    }
