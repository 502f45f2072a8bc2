"""The audit log, for auditors: what was done, not what was said. Looking into it is an event too."""

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from agencies.access import require
from agencies.access.door import viewer_of
from agencies.audit import record
from agencies.audit.filters import EventFilter, given, kind_label, kinds
from agencies.audit.models import Event
from hub.kit.errors import NotFound
from hub.kit.pages import render_page
from hub.kit.paging import page_of


@login_required
@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """What people of the agency did, and what anybody did with what is the agency's, newest first."""
    viewer = viewer_of(request)
    require(viewer, "audit.view_event")
    found = EventFilter(request.GET, queryset=Event.objects.order_by("-id"))
    page = page_of(found.qs if found.is_valid() else found.queryset.none(), request, size=50)
    chosen = given(request.GET)
    rows = [(event, kind_label(event.object_type), in_words(event.detail)) for event in page.rows]
    record("audit.searched", by=viewer, filters={name: value for name, value in chosen.items() if value},
           found=len(page.rows))
    return render_page(request, "audit/list.html", {
        "page": page, "rows": rows, "given": chosen, "narrowed": any(chosen.values()), "kinds": kinds(),
        "errors": found.errors})


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One event with all it holds."""
    viewer = viewer_of(request)
    event = Event.objects.filter(pk=pk).first()
    if event is None:
        raise NotFound
    record("audit.read", by=viewer, on=event)
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
