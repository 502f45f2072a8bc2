"""The audit log, for auditors: what was done, not what was said. Looking into it is an event too."""

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.access import require
from agencies.access.door import found, row_or_absent, viewer_of
from agencies.access.leaving import LEAVING
from agencies.audit import record, selectors
from agencies.audit.filters import EventFilter, LeavingFilter, PeriodForm, kind_label, kinds
from agencies.audit.models import Event
from hub.kit.pages import render_page


@login_required
@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """What people of the agency did, and what anybody did with what is the agency's, newest first."""
    require(viewer_of(request), "audit.view_event")
    events = found(request, EventFilter, Event.objects.order_by("-id"), "audit.searched", size=50)
    return render_page(request, "audit/list.html", events.shown(kinds=kinds(), rows=[
        (event, kind_label(event.object_type), in_words(event.detail)) for event in events.rows]))


@login_required
@require_safe
def left_by_one(request: HttpRequest) -> HttpResponse:
    """For supervisors: what one person alone let leave the agency on a day, today if nothing else is said."""
    viewer = viewer_of(request)
    require(viewer, "audit.view_leaving")
    words = {one.event: one.words for one in LEAVING}
    events = found(request, LeavingFilter, selectors.left_by_one(by=viewer), "audit.leaving_read", size=50)
    return render_page(request, "audit/left_by_one.html", events.shown(
        today=timezone.localdate().isoformat(), acts=LeavingFilter.base_filters["what"].extra["choices"],
        rows=[(event, words[event.action], kind_label(event.object_type)) for event in events.rows]))


@login_required
@require_safe
def acts_counted(request: HttpRequest) -> HttpResponse:
    """For the auditor of the hub: how often each agency did what; never by whom, on what, or with which words."""
    viewer = viewer_of(request)
    require(viewer, "audit.count_acts")
    period = PeriodForm(request.GET)
    rows = []
    if period.is_valid():
        rows = selectors.acts_counted(**period.cleaned_data)
        record("audit.counted", by=viewer, found=len(rows), filters=period.cleaned_data)
    given = {name: period.cleaned_data.get(name, "") for name in period.fields}
    return render_page(request, "audit/acts.html", {"rows": rows, "given": given, "errors": period.errors})


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One event with all it holds."""
    event = row_or_absent(Event.objects.all(), pk)
    record("audit.read", by=viewer_of(request), on=event)
    same = Event.objects.filter(request_id=event.request_id).exclude(request_id="").exclude(pk=pk).order_by("id")
    return render_page(request, "audit/detail.html", {
        "event": event, "kind": kind_label(event.object_type), "same_request": list(same[:20]),
        "details": [(name, in_words(value)) for name, value in sorted(event.detail.items())]})


def in_words(detail: Any) -> str:
    """What an event holds, short enough for a row: `terms: punti · filters: state: ACTIVE`."""
    if isinstance(detail, dict):
        return " · ".join(f"{name}: {in_words(value)}" for name, value in detail.items() if value not in ("", {}, []))
    if isinstance(detail, list):
        return ", ".join(in_words(value) for value in detail)
    return detail if isinstance(detail, str) else json.dumps(detail)
