"""What this room shows on the pages of the rooms below: the alerts on a subject, and those that rest on a report."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from agencies.access.door import viewer_of
from intel.alerts import selectors
from intel.alerts.models import Alert
from intel.reports.models import Report
from intel.subjects.models import Subject

SHOWN = 25

Found = tuple[str, dict[str, Any]] | None


def on_subject(request: HttpRequest, subject: Subject) -> Found:
    """The visible alerts on a subject; and the way to raise one, on a subject of one's own agency."""
    viewer = viewer_of(request)
    return _panel(request, selectors.on_subject(subject), f"subject={subject.pk}",
                  can_raise=subject.owner_agency_id == viewer.agency_id)


def on_report(request: HttpRequest, report: Report) -> Found:
    """The visible alerts that rest on a report; and the way to raise one."""
    return _panel(request, selectors.resting_on(report), f"report={report.pk}", can_raise=True)


def _panel(request: HttpRequest, alerts: QuerySet[Alert], start: str, *, can_raise: bool) -> Found:
    viewer = viewer_of(request)
    if not viewer.may("alerts.view_alert"):
        return None
    rows = list(alerts[: SHOWN + 1])
    can_raise = can_raise and viewer.may("alerts.add_alert")
    if not rows and not can_raise:
        return None
    return "alerts/_panel.html", {"alerts": rows[:SHOWN], "more": len(rows) > SHOWN, "start": start, "can_raise": can_raise}
