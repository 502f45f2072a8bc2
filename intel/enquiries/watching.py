"""What workers tell of what an agency is asked: that it came, that half of the time is over, that it is overdue.

Each is a row of work, written when the one before is done, and removed in the transaction that tells it: whoever dies in
between, or does it twice at once, it is told once. What was answered or taken back meanwhile is not told any more.
Nothing of it touches the row that both agencies read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from agencies.access import Viewer, at_the_door, looking_as
from agencies.handover.models import Holding
from agencies.hours import duty
from agencies.models import User
from agencies.notices.addressees import To, to_holders, to_person
from agencies.notices.announcing import notify
from agencies.work import queue
from intel.enquiries.models import Enquiry
from intel.enquiries.states import OPEN

#: The kinds of work.
RECEIVED, REMIND, OVERDUE = "enquiries.received", "enquiries.remind", "enquiries.overdue"
#: What goes to whoever is on duty, day and night.
URGENT = "URGENT"

ANSWERS = "enquiries.write_enquiry"


@dataclass(frozen=True, slots=True)
class Answering:
    """Who is told to answer; `unattended`: it is urgent, the agency is not at work, and nobody is on duty who could."""

    to: Sequence[To]
    unattended: bool = False


def tell_received(ids: Sequence[int]) -> None:
    """Tell who is to answer that it came, and have them reminded in time. For a worker that may act for people."""
    for enquiry in _open(ids):
        by = Viewer(user_id=enquiry.sent_by_id, agency_id=enquiry.asking_agency_id)
        _tell("request.received", enquiry, answering(enquiry), by=by)
        half = duty.half_of_working_time(enquiry.asked_agency_id, enquiry.sent_at, enquiry.due_at)
        if enquiry.urgency == URGENT:  # counts by the clock
            half = enquiry.sent_at + (enquiry.due_at - enquiry.sent_at) / 2
        queue.enqueue(REMIND, [enquiry.pk], not_before=half)
        queue.enqueue(OVERDUE, [enquiry.pk], not_before=enquiry.due_at)


def remind(ids: Sequence[int]) -> None:
    """Tell who is to answer that half of the time is over, unless all of it is by now."""
    for enquiry in _open(ids):
        if not enquiry.is_overdue:
            _tell("request.half_over", enquiry, going_on(enquiry))


def tell_overdue(ids: Sequence[int]) -> None:
    """Tell those who decide in the agency asked that it is overdue; and who asked what they can read from the clock."""
    for enquiry in filter(lambda one: one.is_overdue, _open(ids)):
        notify("request.overdue", on=enquiry, to=to_holders("enquiries.approve_answer", agency_id=enquiry.asked_agency_id))
        notify("request.unanswered", on=enquiry, to=to_holders(ANSWERS, agency_id=enquiry.asking_agency_id))


def answering(enquiry: Enquiry) -> Answering:
    """Who is told to answer: an urgent one is for who is on duty now, if they can; else for all who answer requests."""
    everybody = [to_holders(ANSWERS, agency_id=enquiry.asked_agency_id)]
    if enquiry.urgency != URGENT:
        return Answering(everybody)
    now = timezone.now()
    able = list(_able(enquiry, duty.on_duty(enquiry.asked_agency_id, now)))
    if able:
        return Answering([to_person(person) for person in able])
    return Answering(everybody, unattended=not duty.is_working(enquiry.asked_agency_id, now))


def going_on(enquiry: Enquiry) -> Answering:
    """Who is reminded: who has it, if they can answer still; an urgent one, or what nobody has, is for who is told to answer."""
    if enquiry.urgency != URGENT:
        has_it = Holding.objects.filter(kind=enquiry._meta.label_lower, object_id=enquiry.pk, holds=True,
                                        owner_agency=enquiry.asked_agency_id).values_list("person", flat=True)
        if able := list(_able(enquiry, list(has_it))):
            return Answering([to_person(person) for person in able])
    return answering(enquiry)


def _open(ids: Sequence[int]) -> Iterable[Enquiry]:
    """Those that wait for an answer still, of what the service may read of them."""
    rows = Enquiry.objects.filter(pk__in=ids, state__in=OPEN).order_by("pk")
    return rows.only("reference", "state", "urgency", "asking_agency", "asked_agency", "sent_by", "sent_at", "due_at")


def _tell(kind: str, enquiry: Enquiry, told: Answering, *, by: Viewer | None = None) -> None:
    for to in told.to:
        notify(f"{kind}_unattended" if told.unattended else kind, on=enquiry, to=to, by=by)


def _able(enquiry: Enquiry, people: Sequence[int]) -> Iterable[int]:
    """Those of them who may read it and answer requests."""
    with at_the_door():
        viewers = [Viewer.of(person) for person in User.objects.filter(pk__in=people).select_related("agency").order_by("pk")]
    for viewer in viewers:
        if viewer.may(ANSWERS):
            with looking_as(viewer):
                reads = Enquiry.objects.filter(pk=enquiry.pk).exists()
            if reads:
                yield viewer.user_id  # type: ignore[misc]  # who may do something is somebody
