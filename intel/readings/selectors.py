"""Reads of the reading room. Row policies leave out what the viewer may not see; nothing here does."""

from datetime import date, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from agencies.access import now_looking
from hub.kit.moments import begins, ends
from intel.readings.models import Question, Use

#: So many acts are drawn at most: counting more would take longer than the rest of the page.
DRAWN = 10_000


def uses() -> QuerySet[Use]:
    """Who used what the viewer's agency released, or what rests on its information, newest first."""
    return Use.objects.select_related("reader_agency", "person", "consent", "question").order_by("-id")


def questions() -> QuerySet[Question]:
    """What the viewer's agency asks about readings, and is asked, newest first."""
    return Question.objects.select_related("asking_agency", "asked_agency", "person", "asked_by", "answered_by").order_by("-id")


def drawn_from(rows: QuerySet[Use], *, since: date, until: date) -> date:
    """The first day of a span from which on it can be drawn: at most DRAWN acts, or its last day."""
    newest = _between(rows, since, until).order_by("-at").values_list("at", flat=True)
    beyond = list(newest[DRAWN:DRAWN + 1])
    return min(timezone.localdate(beyond[0]) + timedelta(days=1), until) if beyond else since


def per_day(rows: QuerySet[Use], *, since: date, until: date) -> dict[date, dict[str, int]]:
    """How often each act was done on each day from one to another, both included; days without any are left out."""
    counted = _between(rows, since, until).order_by().annotate(day=TruncDate("at"))
    found: dict[date, dict[str, int]] = {}
    for day, act, times in counted.values_list("day", "act").annotate(times=Count("*")):
        found.setdefault(day, {})[act] = times
    return found


def _between(rows: QuerySet[Use], since: date, until: date) -> QuerySet[Use]:
    own = rows.filter(owner_agency=now_looking().agency_id)  # as they all are: for the index
    return own.filter(at__gte=begins(since), at__lte=ends(until)).select_related(None)
