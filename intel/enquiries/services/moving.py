"""What either agency does with what was asked: acknowledge, take up; close, take back; note something for itself."""

from django.utils import timezone

from agencies.access import Viewer
from agencies.access.two_sided import write_note
from agencies.handover import holding
from intel.enquiries.life import ACKNOWLEDGE, CLOSE, IS_SIDE, LIFE, RECALL, TAKE_UP
from intel.enquiries.models import Enquiry, EnquiryNote


def acknowledge(*, by: Viewer, enquiry: Enquiry, revision: int | None) -> Enquiry:
    """Tell who asks that it has come. Raises NotAllowed, WrongState, Conflict."""
    with LIFE.moving(enquiry, ACKNOWLEDGE, by=by, revision=revision) as enquiry:
        enquiry.acknowledged_at = timezone.now()
    return enquiry


def take_up(*, by: Viewer, enquiry: Enquiry, revision: int | None) -> Enquiry:
    """Tell who asks that it is being worked on; whoever takes it up has it. Raises NotAllowed, WrongState, Conflict."""
    assert by.user_id is not None and by.agency_id is not None
    with LIFE.moving(enquiry, TAKE_UP, by=by, revision=revision) as enquiry:
        holding.give(enquiry, to=by.user_id, by=by, agency=by.agency_id)
    return enquiry


def close(*, by: Viewer, enquiry: Enquiry, revision: int | None) -> Enquiry:
    """Tell who answered that nothing more is needed. Raises NotAllowed, WrongState, Conflict."""
    with LIFE.moving(enquiry, CLOSE, by=by, revision=revision) as enquiry:
        enquiry.ended_at = timezone.now()
    return enquiry


def recall(*, by: Viewer, enquiry: Enquiry, reason: str, revision: int | None) -> Enquiry:
    """Take back what was asked before it was answered; the agency asked reads why.

    Raises NotAllowed, WrongState, Conflict, Invalid.
    """
    with LIFE.moving(enquiry, RECALL, by=by, revision=revision, reason=reason) as enquiry:
        enquiry.ended_at = timezone.now()
    return enquiry


def note(*, by: Viewer, enquiry: Enquiry, text: str) -> EnquiryNote:
    """Note something for the own agency alone: the other side learns neither what nor that.

    Raises NotAllowed, Invalid (`text`).
    """
    return write_note(EnquiryNote, enquiry=enquiry, rule=IS_SIDE, by=by, text=text, action="request.noted")


def can_acknowledge(by: Viewer, enquiry: Enquiry) -> bool:
    """Whether the page offers to acknowledge it."""
    return LIFE.allows(ACKNOWLEDGE, by, enquiry)


def can_take_up(by: Viewer, enquiry: Enquiry) -> bool:
    """Whether the page offers to take it up."""
    return LIFE.allows(TAKE_UP, by, enquiry)


def can_close(by: Viewer, enquiry: Enquiry) -> bool:
    """Whether the page offers to close it."""
    return LIFE.allows(CLOSE, by, enquiry)


def can_recall(by: Viewer, enquiry: Enquiry) -> bool:
    """Whether the page offers to take it back."""
    return LIFE.allows(RECALL, by, enquiry)


def can_note(by: Viewer, enquiry: Enquiry) -> bool:
    """Whether the page offers to note something on it."""
    return IS_SIDE.allows(by, enquiry)
