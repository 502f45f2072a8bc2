"""Panels that this room adds to the pages of subjects and reports: the alerts on them."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from intel.alerts import selectors
from intel.alerts.models import Alert

SHOWN = 10

Found = tuple[str, dict[str, Any]] | None


def on_subject(request: HttpRequest, subject: Any) -> Found:
    """The alerts on a subject, and the way to raise one on a subject of one's own agency."""
    own = subject.owner_agency_id == request.viewer.agency_id  # type: ignore[attr-defined]
    return _panel(request, selectors.on_subject(subject), f"subject={subject.pk}" if own else "")


def on_report(request: HttpRequest, report: Any) -> Found:
    """The alerts that rest on a report, and the way to raise one from it."""
    return _panel(request, selectors.resting_on(report), f"report={report.pk}")


def _panel(request: HttpRequest, alerts: QuerySet[Alert], raise_from: str) -> Found:
    viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.may("alerts.view_alert"):
        return None
    rows = list(alerts[: SHOWN + 1])
    return "alerts/_panel.html", {"alerts": rows[:SHOWN], "more": len(rows) > SHOWN,
                                  "raise_from": raise_from if viewer.may("alerts.add_alert") else ""}
