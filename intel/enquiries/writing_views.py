"""Pages of the own agency's requests: the list, one of them, writing it, and what a second person makes of it."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.access import Viewer, require
from agencies.access.door import found, revision_of, row_or_absent, viewer_of
from agencies.access.forms import ReasonForm
from agencies.audit import record
from agencies.audit.selectors import events_on
from agencies.keeping.showing import shown
from agencies.markings.labels import code_book
from hub.kit.errors import HubError
from hub.kit.pages import done, refuse, render_page
from intel.enquiries import selectors, services
from intel.enquiries.approval import changed_since_submission
from intel.enquiries.entries import RequestEntry
from intel.enquiries.filters import RequestFilter
from intel.enquiries.forms import RequestForm
from intel.enquiries.life import IS_AUTHOR
from intel.enquiries.models import Request
from intel.enquiries.origins import begun, born_from, origin_of
from intel.enquiries.states import RequestState
from intel.enquiries.views import choices_of, marked


@login_required
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """What the own agency asks of others, newest first."""
    viewer = viewer_of(request)
    require(viewer, "enquiries.view_enquiry")
    rows = found(request, RequestFilter, selectors.requests(), "request.searched")
    book = code_book(["purpose", "urgency"])
    names = {agency.pk: agency for agency in selectors.agencies_of([pk for row in rows.rows for pk in row.addressees])}
    return render_page(request, "enquiries/asked.html", rows.shown(
        rows=[(row, [names[pk] for pk in row.addressees if pk in names], book["urgency", row.urgency].label,
               book["purpose", row.purpose].label) for row in rows.rows],
        **choices_of(), states=RequestState.choices, can_write=viewer.may("enquiries.write_enquiry")))


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One request, and where it stands with each agency asked."""
    viewer, row = viewer_of(request), request_or_absent(pk)
    record("request.read", by=viewer, on=row)
    book, steps = code_book(), list(row.steps.select_related("by").order_by("-id"))
    return render_page(request, "enquiries/request.html", {
        "asked": row, **marked(row, book), "purpose": book["purpose", row.purpose].label,
        "urgency": book["urgency", row.urgency].label, "addressees": selectors.agencies_of(row.addressees),
        "enquiries": list(row.enquiries.all()), "steps": steps, "events": events_on(row, by=viewer),
        "returned": steps[0] if row.state == RequestState.DRAFT and steps and steps[0].reason else None,
        "changed": changed_since_submission(row) if row.state == RequestState.PENDING else "",
        "origin": origin_of(row), "reason_form": ReasonForm(), "kept": shown(viewer, row, until=row.kept_until),
        **_may(viewer, row)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a request."""
    viewer = viewer_of(request)
    require(viewer, "enquiries.write_enquiry")
    form = RequestForm(request.POST or None, viewer=viewer, initial=begun(request.GET, by=viewer))
    if request.method == "POST" and form.is_valid():
        try:
            with atomic():
                row = services.draft_request(by=viewer, entry=form.entry(), addressees=form.cleaned_data["addressees"],
                                             born_from=born_from(form.cleaned_data["born_from"]))
        except HubError as error:
            refuse(form, error)
        else:
            done(request, _("%(request)s is kept as a draft.") % {"request": row.reference})
            return redirect("enquiries:detail", row.pk)
    return render_page(request, "enquiries/form.html", {"form": form, "asked": None})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    viewer, row = viewer_of(request), request_or_absent(pk)
    IS_AUTHOR.require(viewer, row)
    values = RequestEntry.of(row).columns() | {"addressees": row.addressees, "revision": row.revision}
    form = RequestForm(request.POST or None, viewer=viewer, initial=values)
    if request.method == "POST" and form.is_valid():
        try:
            with atomic():
                services.edit_request(by=viewer, request=row, revision=form.cleaned_data["revision"],
                                      addressees=form.cleaned_data["addressees"], **form.entry().columns())
        except HubError as error:
            refuse(form, error)
        else:
            done(request, _("%(request)s is changed.") % {"request": row.reference})
            return redirect("enquiries:detail", pk)
    return render_page(request, "enquiries/form.html", {"form": form, "asked": row})


@require_POST
def act_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in a draft."""
    return _act(request, pk, services.submit, _("%(request)s is submitted. Somebody else sends it now."))


@require_POST
def act_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a submitted request back."""
    return _act(request, pk, services.return_to_author, _("%(request)s is back with its author."), with_reason=True)


@require_POST
def act_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a submitted request."""
    return _act(request, pk, services.send, _("%(request)s is sent."))


@require_POST
def act_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a request that was not sent."""
    return _act(request, pk, services.drop_request, _("%(request)s is dropped."), with_reason=True)


def request_or_absent(pk: int) -> Request:
    """The request, if it is of the viewer's agency. Raises NotFound."""
    return row_or_absent(selectors.requests(), pk)


def _may(viewer: Viewer, row: Request) -> dict[str, bool]:
    return {"can_edit": services.can_edit(viewer, row), "can_submit": services.can_submit(viewer, row),
            "can_return": services.can_return(viewer, row), "can_send": services.can_send(viewer, row),
            "can_drop": services.can_drop(viewer, row)}


def _act(request: HttpRequest, pk: int, serve: Callable[..., Request], message: str, *,
         with_reason: bool = False) -> HttpResponse:
    given: dict[str, Any] = {"reason": request.POST.get("reason", "")} if with_reason else {}
    row = serve(by=viewer_of(request), request=request_or_absent(pk), revision=revision_of(request), **given)
    done(request, message % {"request": row.reference})
    return redirect("enquiries:detail", pk)
