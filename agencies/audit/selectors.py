"""Reads of the audit log that deserve a name."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Model, QuerySet
from django.utils import timezone

from agencies.access.leaving import BY_ONE
from agencies.audit.models import Event

if TYPE_CHECKING:
    from agencies.access import Viewer

#: How many events the page of a thing shows; the log itself has them all.
SHOWN = 20


def events_on(row: Model, *, by: "Viewer") -> list[Event]:
    """The latest audit events on a row, for those who may read the log."""
    if not by.may("audit.view_event"):
        return []
    return list(Event.objects.filter(object_type=row._meta.label_lower, object_id=row.pk).order_by("-id")[:SHOWN])


def left_by_one(by: "Viewer") -> QuerySet[Event]:
    """The acts of the viewer's agency by which one person let data leave it, latest first."""
    return Event.objects.filter(agency_id=by.agency_id, action__in=BY_ONE).order_by("-id")


def of_day(events: QuerySet[Event], day: date) -> QuerySet[Event]:
    """Those from the beginning of the day to its end, by the clock of the hub."""
    begins, ends = (timezone.make_aware(datetime.combine(one, time.min)) for one in (day, day + timedelta(days=1)))
    return events.filter(at__gte=begins, at__lt=ends)
