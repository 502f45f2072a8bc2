"""What waits in releases: to send, to consent to, to decide on, to acknowledge."""

from typing import Any

from django.db.models import BooleanField, Exists, Func, OuterRef, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from agencies.access import Viewer
from agencies.roles import OUTSIDE
from hub.kit.waiting import Line, Waits
from intel.releases.life import DECIDE, VIEW, WRITE
from intel.releases.models import Consent, Release, ReleaseRequest
from intel.releases.selectors import consents, releases, requests
from intel.releases.states import ConsentState, Receipt, ReleaseState, RequestState


def to_send(viewer: Viewer) -> Waits | None:
    """Submitted requests: those of colleagues for who may send them, and the viewer's own."""
    if not viewer.may(VIEW):
        return None
    submitted = requests().filter(state=RequestState.SUBMITTED)
    return Waits(line=_request, since="updated_at", others=submitted.filter(created_by=viewer.user_id),
                 mine=submitted.exclude(created_by=viewer.user_id) if viewer.may("releases.send_release") else None)


def to_consent(viewer: Viewer) -> Waits | None:
    """What the viewer's agency is asked to consent to; and what it asked others to consent to."""
    if not viewer.may(VIEW):
        return None
    asked = consents().prefetch_related(None).filter(state=ConsentState.ASKED, due_at__gt=Now())
    mine = asked.filter(originator_agency=viewer.agency_id) if viewer.may(DECIDE) else None
    return Waits(line=_consent, since="asked_at", due="due_at", mine=mine, others=asked.filter(holder_agency=viewer.agency_id))


def to_decide(viewer: Viewer) -> Waits | None:
    """Requests under review of which no originator can answer any more: for who decides; and the viewer's own, all of them."""
    if not viewer.may(VIEW):
        return None
    reviewed = requests().filter(state=RequestState.UNDER_REVIEW)
    asked = Consent.objects.filter(request=OuterRef("pk"), state=ConsentState.ASKED, due_at__gt=Now())
    mine = reviewed.exclude(created_by__in=viewer.names(DECIDE)).filter(~Exists(asked)) if viewer.may(DECIDE) else None
    return Waits(line=_request, since="updated_at", mine=mine, others=reviewed.filter(created_by=viewer.user_id))


def to_sign_for(viewer: Viewer) -> Waits | None:
    """What was recalled or ended and the viewer's agency has not signed for; and what it recalled and others have not."""
    if not viewer.may(WRITE):
        return None
    open_, mine = Q(receipt="") | Q(receipt=Receipt.HELD, held_until__lt=timezone.localdate()), _to_be_signed_here(viewer)
    rows = releases().filter(open_, purged_at=None).exclude(state=ReleaseState.RELEASED)
    return Waits(line=_release, since="ended_at", due="receipt_due_at", mine=rows.filter(mine),
                 others=rows.filter(holder_agency=viewer.agency_id).exclude(mine))


def to_acknowledge(viewer: Viewer) -> Waits | None:
    """What the viewer's agency received and has to acknowledge before it reads."""
    if not viewer.may(WRITE):
        return None
    rows = releases().filter(
        Func("for_person", "for_group_id", function="releases_is_for_viewer", output_field=BooleanField()),
        must_acknowledge=True, acknowledged_at=None, state=ReleaseState.RELEASED)
    return Waits(line=_release, since="released_at", mine=rows.filter(_to_be_signed_here(viewer)))


def _to_be_signed_here(viewer: Viewer) -> Q:
    """What the viewer's agency received; and what it gave to a body outside, whose papers it records."""
    return Q(recipient_agency=viewer.agency_id) | Q(holder_agency=viewer.agency_id, recipient_agency__kind=OUTSIDE)


def _request(row: Any) -> Line:
    request: ReleaseRequest = row
    return Line(title=_words(request.need_to_know), reference=request.reference,
                who=f"{request.owner_agency.code} → {request.recipient_agency.code}",
                address=reverse("releases:request", args=[request.pk]))


def _consent(row: Any) -> Line:
    consent: Consent = row
    return Line(title=_words(consent.need_to_know), reference=consent.reference,
                who=f"{consent.holder_agency.code} → {consent.originator_agency.code}",
                address=reverse("releases:consent", args=[consent.pk]))


def _release(row: Any) -> Line:
    release: Release = row
    return Line(title=str(release.get_state_display()), reference=release.reference,
                who=f"{release.holder_agency.code} → {release.recipient_agency.code}",
                address=reverse("releases:release", args=[release.pk]))


def _words(said: str) -> str:
    """How it begins."""
    return Truncator(" ".join(said.split())).chars(120)
