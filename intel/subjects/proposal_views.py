"""Pages of what waits for a second person about subjects: the list, and the decision on each."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.access import Viewer, require
from agencies.access.audience import by_agency
from agencies.access.door import found, revision_of, row_or_absent, viewer_of
from hub.kit.pages import done, render_page
from intel.subjects import selectors, services
from intel.subjects.filters import STATES, WHOSE, ProposalFilter
from intel.subjects.models import SubjectProposal
from intel.subjects.services.deciding import is_overtaken


@login_required
@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    """What waits for a second person in one's own agency, newest first; and what was decided."""
    viewer = viewer_of(request)
    require(viewer, "subjects.view_subject")
    proposals = found(request, ProposalFilter, selectors.proposals(), "subject.proposals_listed")
    return render_page(request, "subjects/proposals.html", proposals.shown(
        states=STATES[1:], kinds=SubjectProposal.Kind.choices, whose=WHOSE))


@require_POST
def act_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it come true."""
    return _act(request, pk, services.approve, _("It is approved."))


@require_POST
def act_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the subject as it is."""
    return _act(request, pk, services.refuse, _("It is refused; the subject stays as it was."),
                reason=request.POST.get("reason", ""))


@require_POST
def act_retract(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back one's own."""
    return _act(request, pk, services.retract, _("It is taken back."))


def shown(viewer: Viewer, proposal: SubjectProposal) -> dict[str, Any]:
    """What a page shows of a proposal, and which decisions it offers."""
    is_change = proposal.kind == SubjectProposal.Kind.CHANGE
    return {
        "proposal": proposal, "overtaken": is_overtaken(proposal, proposal.subject),
        "changes": selectors.changes_of(proposal) if is_change else [],
        "audience": [] if is_change else by_agency(selectors.new_audience_of(proposal), act="subjects.view_subject"),
        "can_approve": services.can_approve(viewer, proposal), "can_refuse": services.can_refuse(viewer, proposal),
        "can_retract": services.can_retract(viewer, proposal)}


def _act(request: HttpRequest, pk: int, serve: Callable[..., SubjectProposal], message: str, **given: str) -> HttpResponse:
    proposal = row_or_absent(selectors.proposals(), pk)
    serve(by=viewer_of(request), proposal=proposal, revision=revision_of(request), **given)
    done(request, message)
    return redirect("subjects:detail", proposal.subject_id)
