"""Pages of collisions: for an agency what it was told, for the coordinator whose alerts collide."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.access import require
from agencies.access.door import found, revision_of, row_or_absent, viewer_of
from agencies.audit import record
from agencies.audit.selectors import events_on
from agencies.models import Agency
from hub.kit.pages import done, render_page
from intel.deconfliction import selectors, services
from intel.deconfliction.filters import CollisionFilter, SideFilter
from intel.deconfliction.states import CollisionState, State


@login_required
@require_safe
def side_list(request: HttpRequest) -> HttpResponse:
    """What the own agency was told, newest first."""
    require(viewer_of(request), "deconfliction.view_side")
    rows = found(request, SideFilter, selectors.sides(), "collision.searched")
    return render_page(request, "deconfliction/list.html", rows.shown(states=State.choices))


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, with the alert of the own agency that it is about."""
    viewer, side = viewer_of(request), row_or_absent(selectors.sides(), pk)
    record("collision.read", by=viewer, on=side)
    return render_page(request, "deconfliction/detail.html", {
        "side": side, "events": events_on(side, by=viewer), **services.offered(viewer, side)})


@login_required
@require_safe
def collision_list(request: HttpRequest) -> HttpResponse:
    """For the coordinator: whose alerts collide, newest first."""
    require(viewer_of(request), "deconfliction.view_collision")
    rows = found(request, CollisionFilter, selectors.collisions(), "collision.searched")
    return render_page(request, "deconfliction/collisions.html", rows.shown(
        states=CollisionState.choices, agencies=[(one.code, one.code) for one in Agency.objects.taking_part()]))


@require_safe
def collision(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: the two agencies, since when, what they answered."""
    viewer, row = viewer_of(request), row_or_absent(selectors.collisions(), pk)
    record("collision.read", by=viewer, on=row)
    return render_page(request, "deconfliction/collision.html", {
        "collision": row, "answers": list(row.answers.select_related("agency")),
        **services.offered_to_coordinator(viewer, row)})


@require_POST
def act_spoken(request: HttpRequest, pk: int) -> HttpResponse:
    """The own agency spoke with the other one."""
    return _act(request, selectors.sides(), pk, services.say_spoken, "side", _("It is noted that you spoke."))


@require_POST
def act_solved(request: HttpRequest, pk: int) -> HttpResponse:
    """As the own agency sees it, it is solved."""
    return _act(request, selectors.sides(), pk, services.say_solved, "side", _("It is noted as solved."))


@require_POST
def act_called(request: HttpRequest, pk: int) -> HttpResponse:
    """The coordinator called both."""
    return _act(request, selectors.collisions(), pk, services.note_called, "collision", _("It is noted that you called."))


@require_POST
def act_settled(request: HttpRequest, pk: int) -> HttpResponse:
    """The coordinator holds it to be solved."""
    return _act(request, selectors.collisions(), pk, services.note_solved, "collision", _("It is noted as solved."))


@require_POST
def act_close(request: HttpRequest, pk: int) -> HttpResponse:
    """The coordinator closes it."""
    return _act(request, selectors.collisions(), pk, services.close, "collision", _("It is closed. Both agencies are told."))


_PAGES = {"side": "deconfliction:detail", "collision": "deconfliction:collision"}


def _act(request: HttpRequest, rows: QuerySet[Any], pk: int, serve: Callable[..., Any], name: str, message: str) -> HttpResponse:
    serve(by=viewer_of(request), revision=revision_of(request), **{name: row_or_absent(rows, pk)})
    done(request, message)
    return redirect(_PAGES[name], pk)
