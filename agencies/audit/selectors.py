"""Reads of the audit log that deserve a name."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Model, QuerySet

from agencies.access.leaving import BY_ONE
from agencies.audit.models import Event
from agencies.models import Agency
from hub.kit.moments import begins

if TYPE_CHECKING:
    from agencies.access import Viewer

#: How many events the page of a thing shows; the log itself has them all.
SHOWN = 20


def events_on(row: Model, *, by: "Viewer") -> list[Event]:
    """The latest audit events on a row, for those who may read the log."""
    if not by.may("audit.view_event"):
        return []
    return list(Event.objects.filter(object_type=row._meta.label_lower, object_id=row.pk).order_by("-id")[:SHOWN])


@dataclass(frozen=True, slots=True)
class Counted:
    """How often one act was done by one agency in a time; `agency` is "" for those whom nobody recognised."""

    agency: str
    action: str
    times: int
    first_at: datetime
    last_at: datetime


def acts_counted(since: date, until: date) -> list[Counted]:
    """The acts of all agencies from one day to another, both included, by agency and act; none for who may not count them.

    The database counts: no person, object or word of an event comes out of it.
    """
    with connection.cursor() as cursor:
        cursor.execute("select agency_id, action, counted, first_at, last_at from hub_acts_counted(%s, %s)",
                       [begins(since), begins(until + timedelta(days=1))])
        rows = cursor.fetchall()
    codes = dict(Agency.objects.values_list("pk", "code"))
    return sorted((Counted(codes.get(agency, ""), *rest) for agency, *rest in rows), key=lambda one: (one.agency, one.action))


def left_by_one(by: "Viewer") -> QuerySet[Event]:
    """The acts of the viewer's agency by which one person let data leave it, latest first."""
    return Event.objects.filter(agency_id=by.agency_id, action__in=BY_ONE).order_by("-id")


def of_day(events: QuerySet[Event], day: date) -> QuerySet[Event]:
    """Those from the beginning of the day to its end, by the clock of the hub."""
    return events.filter(at__gte=begins(day), at__lt=begins(day + timedelta(days=1)))
