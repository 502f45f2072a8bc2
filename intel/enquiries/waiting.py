"""What waits in requests for information: to send, to answer, to give; and what one waits for oneself."""

from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import Truncator

from agencies.access import Viewer
from agencies.handover.holding import not_written_by
from hub.kit.waiting import Line, Waits
from intel.enquiries.models import Enquiry, Proposal, Request
from intel.enquiries.selectors import enquiries, requests
from intel.enquiries.states import ANSWERS, OPEN, ProposalState, RequestState, State


def to_send(viewer: Viewer) -> Waits | None:
    """Submitted requests: those that the viewer may send, and the viewer's own."""
    if not viewer.may("enquiries.view_enquiry"):
        return None
    pending = requests().filter(state=RequestState.PENDING)
    return Waits(line=_request, since="updated_at", others=pending.filter(created_by=viewer.user_id),
                 mine=not_written_by(pending, viewer.user_id) if viewer.may("enquiries.send_request") else None)


def to_answer(viewer: Viewer) -> Waits | None:
    """What the viewer's agency is asked and has not answered; and what it asked and is not answered."""
    if not viewer.may("enquiries.write_enquiry"):
        return None
    waiting = enquiries().filter(state__in=OPEN)
    return Waits(line=_enquiry, since="sent_at", due="due_at", mine=waiting.filter(asked_agency=viewer.agency_id),
                 others=waiting.filter(asking_agency=viewer.agency_id))


def to_give(viewer: Viewer) -> Waits | None:
    """Answers that somebody proposed: those that the viewer may give, and the viewer's own."""
    if not viewer.may("enquiries.write_enquiry"):
        return None
    proposed = Proposal.objects.filter(state=ProposalState.WAITING).select_related("enquiry__asking_agency", "written_by")
    return Waits(line=_proposal, since="written_at", others=proposed.filter(written_by=viewer.user_id),
                 mine=proposed.exclude(written_by=viewer.user_id) if viewer.may("enquiries.approve_answer") else None)


def to_close(viewer: Viewer) -> Waits | None:
    """What was answered to the viewer's agency, and is not closed."""
    if not viewer.may("enquiries.write_enquiry"):
        return None
    answered = enquiries().filter(asking_agency=viewer.agency_id, state__in=ANSWERS)
    return Waits(line=_enquiry, since="answered_at", mine=answered)


def to_agree(viewer: Viewer) -> Waits | None:
    """What the viewer's agency asks, and another asks to pass on."""
    if not viewer.may("enquiries.send_request"):
        return None
    asked = enquiries().filter(Q(consent_declined_at=None) | Q(consent_declined_at__lt=F("consent_asked_at")),
                               asking_agency=viewer.agency_id, consent_asked_at__isnull=False, consent_given_at=None)
    return Waits(line=_enquiry, since="consent_asked_at", mine=asked.exclude(state__in=[State.CLOSED, State.RECALLED]))


def _request(request: Request) -> Line:
    return Line(title=_words(request.question), reference=request.reference, who=str(request.created_by),
                address=reverse("enquiries:detail", args=[request.pk]))


def _enquiry(row: Enquiry) -> Line:
    return Line(title=_words(row.question), reference=row.reference, who=f"{row.asking_agency.code} → {row.asked_agency.code}",
                address=reverse("enquiries:enquiry", args=[row.pk]))


def _proposal(proposal: Any) -> Line:
    return Line(title=proposal.get_outcome_display(), reference=proposal.enquiry.reference, who=str(proposal.written_by),
                address=reverse("enquiries:enquiry", args=[proposal.enquiry_id]))


def _words(question: str) -> str:
    """How a question begins."""
    return Truncator(" ".join(question.split())).chars(120)
