"""Pages of standing queries: having one asked again, those that run, stopping one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.access import require
from agencies.access.door import row_or_absent, viewer_of
from agencies.audit import record
from hub.kit.pages import done, render_page
from hub.kit.paging import page_of
from intel.queries import selectors
from intel.queries.settings import STANDING_AT_ONCE
from intel.queries.standing import services


@login_required
@require_safe
def standing_list(request: HttpRequest) -> HttpResponse:
    """What the person has asked again."""
    viewer = viewer_of(request)
    require(viewer, "queries.view_query")
    page = page_of(services.running(), request)
    record("query.standing-listed", by=viewer, found=len(page.rows))
    return render_page(request, "queries/standing.html", {"page": page, "most": STANDING_AT_ONCE})


@require_POST
def act_stand(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a query asked again each night."""
    made = services.stand(by=viewer_of(request), query=row_or_absent(selectors.queries(), pk))
    done(request, _("It is asked again each night until %(when)s. You are told when more is disclosed.") % {
        "when": date_format(made.ends_on, "SHORT_DATE_FORMAT")})
    return redirect("queries:detail", pk)


@require_POST
def act_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask it no more."""
    standing = row_or_absent(services.running(), pk)
    services.stop(by=viewer_of(request), standing=standing)
    done(request, _("%(query)s is asked no more.") % {"query": standing.query.reference})
    return redirect("queries:standing")
