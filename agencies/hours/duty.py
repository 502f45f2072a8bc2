"""The duty rota of an agency's desk: who is there out of hours, and when nobody is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, require
from agencies.hours.models import Duty
from agencies.models import Unit, User
from hub.kit.errors import Invalid
from hub.kit.moments import require_time

KEEP = "hours.keep_duty"
#: How far the page looks ahead, and how long one duty is at most.
SHOWN, LONGEST = timedelta(days=14), timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From when until when somebody is on duty; or, without a duty, nobody is, nor at work."""

    begins_at: datetime
    ends_at: datetime
    duty: Duty | None = None


def rota() -> QuerySet[Duty]:
    """The duties of the viewer's agency that are not over, in their order."""
    return Duty.objects.filter(ends_at__gt=timezone.now()).select_related("person", "unit").order_by("begins_at", "id")


def stretches(since: datetime, until: datetime) -> list[Stretch]:
    """Duties of the viewer's agency in a time, and its gaps, in their order."""
    duties = [Stretch(duty.begins_at, duty.ends_at, duty) for duty in rota().filter(begins_at__lt=until, ends_at__gt=since)]
    return sorted([*duties, *_gaps(since, until)], key=lambda one: (one.begins_at, one.ends_at))


def is_on_duty(by: Viewer) -> bool:
    """Whether the viewer is on duty now at the desk of their agency, by name or with their unit."""
    now = timezone.now()
    theirs = Q(person=by.user_id) | Q(unit__isnull=False, unit=by.unit_id)
    return Duty.objects.filter(theirs, owner_agency=by.agency_id, begins_at__lte=now, ends_at__gt=now).exists()


@atomic
def enter(*, by: Viewer, begins_at: datetime, ends_at: datetime, person: User | None = None, unit: Unit | None = None) -> Duty:
    """Say that a person, or all of a unit, of the viewer's agency is on duty. Raises NotAllowed, Invalid with the field."""
    require(by, KEEP)
    if (person is None) == (unit is None):
        raise Invalid(_("Choose either a person or a unit."), field="person")
    if person is not None and (person.agency_id != by.agency_id or not person.is_active):
        raise Invalid(_("Choose somebody of your own agency."), field="person")
    if unit is not None and unit.agency_id != by.agency_id:
        raise Invalid(_("This unit belongs to another agency."), field="unit")
    require_time(begins_at, ends_at, longest=LONGEST)
    duty = Duty.objects.create(owner_agency_id=by.agency_id, person=person, unit=unit, begins_at=begins_at, ends_at=ends_at,
                               entered_by_id=by.user_id)
    audit.record("duty.entered", by=by, on=duty, **_told(duty))
    return duty


@atomic
def remove(*, by: Viewer, duty: Duty) -> None:
    """Take a duty out of the rota. Raises NotAllowed; nothing happens to one that somebody else just removed."""
    require(by, KEEP)
    removed, _models = Duty.objects.filter(pk=duty.pk).delete()
    if removed:
        audit.record("duty.removed", by=by, on=duty, **_told(duty))


def on_duty(agency_id: int, at: datetime) -> list[int]:
    """Who is on duty at the desk of an agency. For the service."""
    with connection.cursor() as cursor:
        cursor.execute("select hub_on_duty(%s, %s)", [agency_id, at])
        return list(cursor.fetchone()[0])


def is_working(agency_id: int, at: datetime) -> bool:
    """Whether an agency is at work. For the service."""
    with connection.cursor() as cursor:
        cursor.execute("select hub_is_working(%s, %s)", [agency_id, at])
        return bool(cursor.fetchone()[0])


def half_of_working_time(agency_id: int, since: datetime, until: datetime) -> datetime:
    """When half of the working time of an agency between two moments is over. For the service."""
    with connection.cursor() as cursor:
        cursor.execute("select hub_half_of_working_time(%s, %s, %s)", [agency_id, since, until])
        found: datetime = cursor.fetchone()[0]
        return found


def _gaps(since: datetime, until: datetime) -> Iterable[Stretch]:
    with connection.cursor() as cursor:
        cursor.execute("select lower(gap), upper(gap) from unnest(hub_own_duty_gaps(%s, %s)) gap", [since, until])
        return [Stretch(*found) for found in cursor.fetchall()]


def _told(duty: Duty) -> dict[str, Any]:
    return {"person": duty.person.username if duty.person else None, "unit": duty.unit.code if duty.unit else None,
            "begins_at": duty.begins_at, "ends_at": duty.ends_at}
