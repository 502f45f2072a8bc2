"""What this room shows on the pages of the rooms below."""

from typing import Any

from django.http import HttpRequest

from agencies.access.door import viewer_of
from intel.reports.selectors import mentioning
from intel.subjects.models import Subject

SHOWN = 25


def reports_on_subject(request: HttpRequest, subject: Subject) -> tuple[str, dict[str, Any]] | None:
    """The visible reports that name a subject, newest first; and the way to write one."""
    reports = list(mentioning(subject)[: SHOWN + 1])
    can_write = viewer_of(request).may("reports.add_report")
    if not reports and not can_write:
        return None
    return "reports/_on_subject.html", {
        "reports": reports[:SHOWN], "more": len(reports) > SHOWN, "subject": subject, "can_write": can_write}
