"""Submitting a request, and what a second person makes of it: send it, return it, or let it drop."""

from datetime import datetime

from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.access import Viewer
from agencies.access.approval import require_unchanged
from agencies.work import queue
from hub.kit.errors import WrongState
from intel.enquiries import approval
from intel.enquiries.life import DROP, LIFE, REQUEST_LIFE, RETURN, SEND, SUBMIT
from intel.enquiries.models import Asked, Enquiry, Request
from intel.enquiries.services.passing_on import require_own_words
from intel.enquiries.watching import RECEIVED

#: What an agency asked is told of a request.
TOLD = [field.name for field in Asked._meta.fields]


def submit(*, by: Viewer, request: Request, revision: int | None) -> Request:
    """Hand a draft in to be sent by somebody else. `revision`, here and below, is the one the person had before their eyes.

    Raises NotAllowed, WrongState, Conflict, Invalid (`question`: the words of another agency).
    """
    with REQUEST_LIFE.moving(request, SUBMIT, by=by, revision=revision) as request:
        require_own_words(by, request)
        request.submitted_as = approval.of_request(request)
    return request


def return_to_author(*, by: Viewer, request: Request, reason: str, revision: int | None) -> Request:
    """Give a submitted request back to its author, saying why. Raises NotAllowed, WrongState, Conflict, Invalid."""
    with REQUEST_LIFE.moving(request, RETURN, by=by, revision=revision, reason=reason) as request:
        pass
    return request


def drop_request(*, by: Viewer, request: Request, reason: str, revision: int | None) -> Request:
    """Give up a request that was not sent. Raises NotAllowed, WrongState, Conflict, Invalid."""
    with REQUEST_LIFE.moving(request, DROP, by=by, revision=revision, reason=reason) as request:
        pass
    return request


@atomic
def send(*, by: Viewer, request: Request, revision: int | None) -> Request:
    """Send a submitted request to the agencies asked, as it was submitted: each has its own row of it from now on.

    Only another person than its author. Each answer is due when its agency has worked as long as the urgency says, or by the
    time that the request names. Raises NotAllowed, WrongState, Conflict.
    """
    with REQUEST_LIFE.moving(request, SEND, by=by, revision=revision, addressees=request.addressees) as request:
        require_own_words(by, request)
        request.approved_as = approval.of_request(request)
        require_unchanged(request.submitted_as, request.approved_as, words=approval.WORDS)
        request.sent_by_id, request.sent_at = by.user_id, timezone.now()
        if request.answer_by is not None and request.answer_by <= request.sent_at:
            raise WrongState(_("The time by which an answer is wanted is over. Return it, so that its author chooses another."))
    enquiries = [_enquiry(request, agency, at=request.sent_at) for agency in request.addressees]
    LIFE.begin(Enquiry.objects.bulk_create(enquiries), by=by)
    queue.enqueue(RECEIVED, [enquiry.pk for enquiry in enquiries])
    return request


def can_submit(by: Viewer, request: Request) -> bool:
    """Whether the page offers to submit."""
    return REQUEST_LIFE.allows(SUBMIT, by, request)


def can_return(by: Viewer, request: Request) -> bool:
    """Whether the page offers to return."""
    return REQUEST_LIFE.allows(RETURN, by, request)


def can_send(by: Viewer, request: Request) -> bool:
    """Whether the page offers to send."""
    return REQUEST_LIFE.allows(SEND, by, request)


def can_drop(by: Viewer, request: Request) -> bool:
    """Whether the page offers to give it up."""
    return REQUEST_LIFE.allows(DROP, by, request)


def _enquiry(request: Request, agency: int, *, at: datetime) -> Enquiry:
    told = {name: getattr(request, name) for name in TOLD}
    others = [other for other in request.addressees if other != agency] if request.addressees_know else []
    return Enquiry(request=request, reference=request.reference, asking_agency_id=request.owner_agency_id,
                   asked_agency_id=agency, also_asked=others, sent_by_id=request.sent_by_id, sent_at=at, **told)
