"""What this room shows on other pages: the alerts on a subject, those that rest on a report, and those that end soon."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from agencies.access import Viewer
from agencies.access.door import viewer_of
from hub.kit.panels import counted
from intel.alerts import selectors
from intel.alerts.models import Alert
from intel.alerts.states import State
from intel.reports.models import Report
from intel.subjects.models import Subject

SHOWN = 25
AT_HOME = 6
EXPIRING_DAYS = 14

Context = dict[str, Any] | None


def on_subject(request: HttpRequest, subject: Subject) -> Context:
    """The visible alerts on a subject; and the way to raise one, on a subject of one's own agency."""
    viewer = viewer_of(request)
    return _panel(request, selectors.on_subject(subject), f"subject={subject.pk}",
                  can_raise=subject.owner_agency_id == viewer.agency_id)


def on_report(request: HttpRequest, report: Report) -> Context:
    """The visible alerts that rest on a report; and the way to raise one."""
    return _panel(request, selectors.resting_on(report), f"report={report.pk}", can_raise=True)


def counts(request: HttpRequest, _row: None) -> Context:
    """How many alerts are in force, and how many of the viewer's agency end soon."""
    viewer = viewer_of(request)
    if not viewer.may("alerts.view_alert"):
        return None
    return {"in_force": counted(_in_force()), "ending": counted(_ending(viewer)), "expiring_days": EXPIRING_DAYS}


def at_home(request: HttpRequest, _row: None) -> Context:
    """The alerts of the viewer's agency that end soon."""
    viewer = viewer_of(request)
    if not viewer.may("alerts.view_alert"):
        return None
    ending = _ending(viewer).select_related("subject").order_by("valid_until", "id")
    return {"ending": list(ending[:AT_HOME]), "expiring_days": EXPIRING_DAYS}


def _in_force() -> QuerySet[Alert]:
    today = timezone.localdate()
    return Alert.objects.filter(state=State.ACTIVE, valid_from__lte=today, valid_until__gte=today)


def _ending(viewer: Viewer) -> QuerySet[Alert]:
    soon = timezone.localdate() + timedelta(days=EXPIRING_DAYS)
    return _in_force().filter(owner_agency=viewer.agency_id, valid_until__lte=soon)


def _panel(request: HttpRequest, alerts: QuerySet[Alert], start: str, *, can_raise: bool) -> Context:
    viewer = viewer_of(request)
    if not viewer.may("alerts.view_alert"):
        return None
    rows = list(alerts[: SHOWN + 1])
    can_raise = can_raise and viewer.may("alerts.add_alert")
    if not rows and not can_raise:
        return None
    return {"alerts": rows[:SHOWN], "more": len(rows) > SHOWN, "start": start, "can_raise": can_raise}
