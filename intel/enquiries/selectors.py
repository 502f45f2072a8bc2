"""Reads of requests and enquiries. Row policies leave out what the viewer may not see; nothing here does."""

from django.db.models import Prefetch, QuerySet

from agencies.access import Viewer
from agencies.models import Agency
from intel.enquiries.models import Enquiry, EnquiryNote, Proposal, Request
from intel.enquiries.states import ProposalState
from intel.queries.models import Sounding
from intel.queries.selectors import soundings


def requests() -> QuerySet[Request]:
    """The requests of the viewer's agency, newest first, with where they stand with each agency asked."""
    asked_of = Enquiry.objects.select_related("asking_agency", "asked_agency").order_by("asked_agency__code")
    return (Request.objects.select_related("owner_agency", "unit", "created_by", "sent_by")
            .prefetch_related(Prefetch("enquiries", asked_of)).order_by("-id"))


def enquiries() -> QuerySet[Enquiry]:
    """What the viewer's agency asked of others or is asked, newest first."""
    return Enquiry.objects.select_related("asking_agency", "asked_agency").order_by("-sent_at", "-id")


def received(by: Viewer) -> QuerySet[Enquiry]:
    """What the viewer's agency is asked, newest first."""
    return enquiries().filter(asked_agency=by.agency_id)


def proposals_on(enquiry: Enquiry) -> list[Proposal]:
    """The answers that the viewer's agency, if it is the one asked, proposed, newest first."""
    rows = Proposal.objects.filter(enquiry=enquiry.pk).select_related("written_by", "decided_by")
    return list(rows.order_by("-written_at", "id"))


def waiting_proposal(enquiry: Enquiry) -> Proposal | None:
    """The answer that waits for a second person."""
    rows = Proposal.objects.filter(enquiry=enquiry.pk, state=ProposalState.WAITING)
    return rows.select_related("written_by").order_by("written_at", "id").first()


def notes_on(enquiry: Enquiry) -> list[EnquiryNote]:
    """What the viewer's agency noted for itself, newest first."""
    return list(EnquiryNote.objects.filter(enquiry=enquiry.pk).select_related("written_by"))


def meant_by(enquiry: Enquiry) -> Sounding | None:
    """What of the viewer's agency the hit reference means; None for who does not see that."""
    return soundings().filter(reference=enquiry.hit_reference).first() if enquiry.hit_reference else None


def agencies_of(ids: list[int]) -> list[Agency]:
    """The agencies of these ids, by code."""
    return list(Agency.objects.filter(pk__in=ids).order_by("code"))
