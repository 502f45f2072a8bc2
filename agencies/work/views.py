"""The administrator's page: work of the agency that could not be done, to be tried again or dropped."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.access import Viewer, require
from agencies.audit import record
from agencies.work import queue
from agencies.work.models import Work
from hub.kit.errors import Conflict, NotFound
from hub.kit.pages import done, render_page
from hub.kit.paging import page_of

ADMINISTER = "work.administer_work"


@login_required
@require_safe
def failed_list(request: HttpRequest) -> HttpResponse:
    """What failed of the agency's work, newest first."""
    require(_viewer(request), ADMINISTER)
    rows = Work.objects.filter(state=Work.State.FAILED).order_by("-id")
    return render_page(request, "work/list.html", {"page": page_of(rows, request)})


@require_POST
def act_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Have it tried again."""
    row = _failed(request, pk)
    record("work.retried", by=_viewer(request), on=row)
    queue.retry(row)
    done(request, _("It is being tried again."))
    return redirect("work:list")


@require_POST
def act_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not try it again."""
    row = _failed(request, pk)
    record("work.dropped", by=_viewer(request), on=row)
    queue.drop(row)
    done(request, _("It will not be tried again."))
    return redirect("work:list")


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def _failed(request: HttpRequest, pk: int) -> Work:
    """The row of that number, locked. Raises NotFound, Conflict when somebody has decided on it already."""
    row = Work.objects.select_for_update().filter(pk=pk).first() if _viewer(request).may(ADMINISTER) else None
    if row is None:
        raise NotFound
    if row.state != Work.State.FAILED:
        raise Conflict(_("Somebody has decided on it already."))
    return row
