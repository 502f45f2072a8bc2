"""What this room shows on other pages: the reports that name a subject, and the viewer's own."""

from typing import Any

from django.http import HttpRequest

from agencies.access.door import viewer_of
from intel.reports.models import Report
from intel.reports.selectors import mentioning
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
    """The viewer's own reports."""
    viewer = viewer_of(request)
    if not viewer.may("reports.view_report"):
        return None
    return {"mine": list(Report.objects.filter(author=viewer.user_id).order_by("-id")[:AT_HOME])}
