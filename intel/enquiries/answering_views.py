"""Pages of an answer: writing it, and what a second person makes of it."""

from collections.abc import Callable
from typing import Any

from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agencies.access.door import revision_of, row_or_absent, viewer_of
from agencies.markings.labels import code_book
from hub.kit.errors import HubError
from hub.kit.pages import done, refuse, render_page
from intel.enquiries import services
from intel.enquiries.forms import answer_form
from intel.enquiries.life import ASKED
from intel.enquiries.models import Proposal
from intel.enquiries.views import enquiry_or_absent, marked


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an answer, which somebody else gives."""
    viewer, row = viewer_of(request), enquiry_or_absent(pk)
    ASKED.require(viewer, row)
    form = answer_form(row, request.POST or None, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        try:
            with atomic():
                services.propose_answer(by=viewer, enquiry=row, entry=form.entry(), revision=form.cleaned_data["revision"])
        except HubError as error:
            refuse(form, error)
        else:
            done(request, _("The answer waits for a second person. The agency that asked learns nothing of it yet."))
            return redirect("enquiries:enquiry", pk)
    return render_page(request, "enquiries/answer_form.html", {"form": form, "enquiry": row, **marked(row, code_book())})


@require_POST
def act_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an answer that somebody else proposed."""
    return _act(request, pk, services.give_answer, _("The answer is given."))


@require_POST
def act_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Not give it, saying why."""
    return _act(request, pk, services.return_answer, _("The answer is back with who proposed it."), with_reason=True)


@require_POST
def act_retract(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what one proposed oneself."""
    return _act(request, pk, services.retract_answer, _("The answer is taken back."))


def _act(request: HttpRequest, pk: int, serve: Callable[..., Any], message: str, *, with_reason: bool = False) -> HttpResponse:
    given: dict[str, Any] = {"reason": request.POST.get("reason", "")} if with_reason else {}
    proposal = row_or_absent(Proposal.objects.select_related("enquiry"), pk)
    serve(by=viewer_of(request), proposal=proposal, revision=revision_of(request), **given)
    done(request, message)
    return redirect("enquiries:enquiry", proposal.enquiry_id)
