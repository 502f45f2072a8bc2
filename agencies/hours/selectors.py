"""Reads of working hours: the own agency's, and nobody else's."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from agencies.access import Viewer
from agencies.hours.models import Holiday, Week
from agencies.hours.spans import DEFAULT, Work


def week_of(viewer: Viewer) -> Week | None:
    """The week that the viewer's agency keeps; None while it works as `spans.DEFAULT` says."""
    return Week.objects.filter(owner_agency=viewer.agency_id).select_related("changed_by").first()


def works_in(week: Week | None) -> tuple[Work, ...]:
    """When work is done in a week."""
    return DEFAULT if week is None else tuple(Work(span.weekday, span.opens, span.closes) for span in week.spans.all())


def holidays() -> QuerySet[Holiday]:
    """Those of the viewer's agency that are to come, in their order."""
    return Holiday.objects.filter(day__gte=timezone.localdate()).order_by("day")


def working_time(since: datetime, until: datetime) -> timedelta:
    """How long the viewer's agency works between two moments; of the first two years, if they lie further apart."""
    with connection.cursor() as cursor:
        cursor.execute("select hub_own_working_time(%s, %s)", [since, until])
        return cursor.fetchone()[0]


def over_at(since: datetime, hours: int) -> datetime | None:
    """When the viewer's agency has worked so many hours since a moment; None when two years have not so many."""
    with connection.cursor() as cursor:
        cursor.execute("select hub_own_working_hours(%s, %s)", [since, hours])
        return cursor.fetchone()[0]
