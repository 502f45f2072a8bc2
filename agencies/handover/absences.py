"""Being away from one day to another: open work goes to a stand-in on the first and comes back after the last; what comes back to
the person meanwhile goes to the stand-in, too.

Workers do it, in the eyes of the people: each act is a row of work, removed in the transaction that does it.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, at_the_door, looking_as
from agencies.handover import holding
from agencies.handover.models import Absence
from agencies.handover.services import OF_OTHERS, Thing, pass_on, require_colleague, require_hands_over
from agencies.models import User
from agencies.notices.addressees import to_person
from agencies.notices.announcing import notify
from agencies.work import queue
from hub.kit import room
from hub.kit.errors import Conflict, Invalid, NotFound

#: The kinds of work.
BEGIN, END = "handover.begin", "handover.end"
#: How many days somebody is away at most, and how far ahead it is entered.
LONGEST, AHEAD = 366, 366


def absences() -> QuerySet[Absence]:
    """Those of the viewer's agency that are not over, in their order."""
    return Absence.objects.filter(ended_at=None).select_related("person", "stand_in").order_by("begins_on", "id")


@atomic
def enter(*, by: Viewer, person: User, stand_in: User, begins_on: date, ends_on: date) -> Absence:
    """Have a person's work go to a stand-in while they are away. By the person, or a supervisor of the agency.

    Raises NotAllowed, Invalid with the field, Conflict when the person is away then already.
    """
    require_hands_over(by, person)
    require_colleague(by, person, stand_in, field="stand_in")
    today = timezone.localdate()
    if not today <= begins_on <= today + timedelta(days=AHEAD):
        raise Invalid(_("Choose a day from today on and within a year."), field="begins_on")
    if not begins_on <= ends_on <= begins_on + timedelta(days=LONGEST):
        raise Invalid(_("It ends after it begins, and within a year."), field="ends_on")
    _take_turn(by)
    then = absences().filter(begins_on__lte=ends_on, ends_on__gte=begins_on)
    if then.filter(person=person).exists():
        raise Conflict(_("%(person)s is away at that time already.") % {"person": person}, field="begins_on")
    if then.filter(person=stand_in).exists():
        raise Invalid(_("%(person)s is away at that time, too.") % {"person": stand_in}, field="stand_in")
    if stands_in := then.filter(stand_in=person).first():
        raise Invalid(_("%(who)s stands in for %(person)s at that time. End that absence first, and choose somebody else.") % {
            "who": person, "person": stands_in.person}, field="begins_on")
    absence = Absence.objects.create(owner_agency_id=by.agency_id, person=person, stand_in=stand_in, begins_on=begins_on,
                                     ends_on=ends_on, entered_by_id=by.user_id)
    audit.record("absence.entered", by=by, on=absence, person=person.username, stand_in=stand_in.username, begins_on=begins_on,
                 ends_on=ends_on)
    notify("absence.entered", on=absence, to=to_person(person.pk), by=by)
    notify("absence.stands_in", on=absence, to=to_person(stand_in.pk), by=by)
    _enqueue(BEGIN, absence, _morning(begins_on))
    _enqueue(END, absence, _morning(ends_on + timedelta(days=1)))
    return absence


@atomic
def end_early(*, by: Viewer, absence: Absence) -> None:
    """The person is back, or does not go: what the stand-in holds for them comes back. Raises NotAllowed, NotFound."""
    require_hands_over(by, absence.person)
    _take_turn(by)
    yesterday = max(timezone.localdate() - timedelta(days=1), absence.begins_on)
    if not Absence.objects.filter(pk=absence.pk, ended_at=None).update(ends_on=yesterday):
        raise NotFound
    audit.record("absence.ended", by=by, on=absence)
    queue.enqueue(END, [absence.pk], agency_id=by.agency_id)


def can_end(by: Viewer, absence: Absence) -> bool:
    """Whether the page offers to end it."""
    return absence.person_id == by.user_id or by.may(OF_OTHERS)


def begin(ids: Sequence[int]) -> None:
    """Give what they hold to the stand-ins of these absences. For a worker that may act for people."""
    for absence in _waiting(ids).filter(begun_at=None, ended_at=None):
        Absence.objects.filter(pk=absence.pk).update(begun_at=timezone.now())
        viewer = _viewer(absence.person_id, absence.entered_by_id)
        with looking_as(viewer):
            pass_on(by=viewer, giver=_person(absence.person_id), receiver=_person(absence.stand_in_id),
                    absence=Absence.objects.get(pk=absence.pk))


def end(ids: Sequence[int]) -> None:
    """Give back what the stand-ins hold still for who was away. For a worker that may act for people."""
    for absence in _waiting(ids).filter(ended_at=None):
        Absence.objects.filter(pk=absence.pk).update(ended_at=timezone.now())
        viewer = _viewer(absence.stand_in_id, absence.entered_by_id)
        with looking_as(viewer):
            kept = Absence.objects.get(pk=absence.pk)
            things = [Thing(one["kind"], one["id"]) for handover in kept.handovers.filter(receiver=absence.stand_in_id)
                      for one in handover.things]
            if things:
                pass_on(by=viewer, giver=_person(absence.stand_in_id), receiver=_person(absence.person_id), things=things,
                        absence=kept)


def follow_step(sender: type[Model], rows: list[Any], by: Viewer, **more: Any) -> None:
    """A thing took a step: if it came back to somebody who is away, it goes to the stand-in. Receives `lifecycle.stepped`."""
    said = room.handed().get(sender._meta.label_lower)
    if said is None or by.is_nobody:
        return
    for row in rows:
        holder = holding.held_by(row) if row.state in said.while_in else None
        if holder is None or holder == by.user_id:
            continue
        today = timezone.localdate()
        absence = absences().filter(person=holder, begun_at__isnull=False, begins_on__lte=today, ends_on__gte=today).first()
        if absence is not None:
            pass_on(by=by, giver=absence.person, receiver=absence.stand_in, things=[Thing(said.of, row.pk)], absence=absence)
            holding.forget(row)


def _waiting(ids: Sequence[int]) -> QuerySet[Absence]:
    return Absence.objects.filter(pk__in=ids).order_by("pk")


def _viewer(*people: int) -> Viewer:
    """The first of them who is active. Raises LookupError when nobody is: the work fails, and is listed."""
    with at_the_door():
        found = User.objects.filter(is_active=True).select_related("agency").in_bulk(list(people))
        for person in people:
            if person in found:
                return Viewer.of(found[person])
    raise LookupError("Nobody of this absence is active any more.")


def _person(pk: int) -> User:
    return User.objects.get(pk=pk)


def _enqueue(kind: str, absence: Absence, at: datetime) -> None:
    queue.enqueue(kind, [absence.pk], agency_id=absence.owner_agency_id, not_before=at if at > timezone.now() else None)


def _morning(day: date) -> datetime:
    """When a day begins, by the clock of the hub."""
    return timezone.make_aware(datetime.combine(day, time()))


def _take_turn(by: Viewer) -> None:
    """Two of one agency go one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('absences of ' || %s, 0))", [by.agency_id])
