"""The first page: what needs this person today, as panels filled from the rooms the person's roles open."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from agencies.access import Viewer
from agencies.access.door import viewer_of
from agencies.audit.selectors import left_by_one, of_day
from hub.kit.pages import render_page
from intel.alerts.models import Alert
from intel.exchange.models import ImportRun
from intel.hits import selectors
from intel.reports.models import Report
from intel.subjects.selectors import awaiting

#: A tile counts no further than this: "99+" says as much as a slower, exact number.
MOST = 100
ROWS = 6
EXPIRING_DAYS = 14

Panel = Callable[[Viewer], dict[str, Any]]


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the viewer: hits, alerts, reports, proposals, imports. A role sees the panels of its work only."""
    viewer = viewer_of(request)
    panels = {"hits": None, "alerts": None, "reports": None, "proposals": None, "leaving": None, "imports": None}
    shown = {name: panel(viewer) for name, (act, panel) in PANELS.items() if viewer.may(act)}
    return render_page(request, "home.html", {**panels, **shown, "hour": timezone.localtime().hour,
                                              "expiring_days": EXPIRING_DAYS})


def _hits(viewer: Viewer) -> dict[str, Any]:
    hits = selectors.worklist()
    waiting = hits.filter(state="CANDIDATE", match__holds=True)
    mine = hits.filter(state="UNDER_VERIFICATION", taken_by=viewer.user_id)
    return {"waiting": _count(waiting), "mine": _count(mine), "rows": [*mine[:ROWS], *waiting[:ROWS]][:ROWS]}


def _alerts(viewer: Viewer) -> dict[str, Any]:
    today = timezone.localdate()
    in_force = Alert.objects.filter(state="ACTIVE", valid_from__lte=today, valid_until__gte=today)
    ending = in_force.filter(owner_agency=viewer.agency_id, valid_until__lte=today + timedelta(days=EXPIRING_DAYS))
    to_issue = Alert.objects.filter(state="PENDING_VALIDATION").exclude(created_by=viewer.user_id)
    return {
        "in_force": _count(in_force),
        "ending": _count(ending),
        "rows": list(ending.select_related("subject").order_by("valid_until", "id")[:ROWS]),
        "to_issue": list(to_issue.select_related("subject").order_by("-id")[:ROWS])
        if viewer.may("alerts.issue_alert") else [],
    }


def _reports(viewer: Viewer) -> dict[str, Any]:
    to_disseminate = Report.objects.filter(state="SUBMITTED").exclude(author=viewer.user_id).order_by("-id")
    return {
        "mine": list(Report.objects.filter(author=viewer.user_id).order_by("-id")[:ROWS]),
        "to_disseminate": list(to_disseminate[:ROWS]) if viewer.may("reports.disseminate_report") else [],
    }


def _proposals(viewer: Viewer) -> dict[str, Any]:
    return {"rows": list(awaiting(viewer)[:ROWS])}


def _leaving(viewer: Viewer) -> dict[str, Any]:
    today = timezone.localdate()
    acts = left_by_one(by=viewer)
    return {"days": [(day, _count(of_day(acts, day))) for day in (today, today - timedelta(days=1))]}


def _imports(viewer: Viewer) -> dict[str, Any]:
    runs = ImportRun.objects.select_related("feed").defer("content", "errors").order_by("-id")
    return {"rows": list(runs[:3])}


def _count(rows: QuerySet[Any]) -> str:
    found = rows.order_by()[:MOST].count()
    return f"{MOST - 1}+" if found >= MOST else str(found)


PANELS: dict[str, tuple[str, Panel]] = {
    "hits": ("hits.view_hit", _hits),
    "alerts": ("alerts.view_alert", _alerts),
    "reports": ("reports.view_report", _reports),
    "proposals": ("subjects.approve_subject", _proposals),
    "leaving": ("audit.view_leaving", _leaving),
    "imports": ("exchange.view_importrun", _imports),
}
