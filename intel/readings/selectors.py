"""Reads of the reading room. Row policies leave out what the viewer may not see; nothing here does."""

from datetime import date, datetime, time, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from intel.readings.models import Question, Use


def uses() -> QuerySet[Use]:
    """Who used what the viewer's agency released, or what rests on its information, newest first."""
    return Use.objects.select_related("reader_agency", "person", "consent", "question").order_by("-id")


def questions() -> QuerySet[Question]:
    """What the viewer's agency asks about readings, and is asked, newest first."""
    return Question.objects.select_related("asking_agency", "asked_agency", "person", "asked_by", "answered_by").order_by("-id")


def per_day(rows: QuerySet[Use], *, since: date, until: date) -> dict[date, dict[str, int]]:
    """How often each act was done on each day from one to another, both included; days without any are left out."""
    begins, ends = (timezone.make_aware(datetime.combine(day, time.min)) for day in (since, until + timedelta(days=1)))
    counted = rows.filter(at__gte=begins, at__lt=ends).order_by().select_related(None).annotate(day=TruncDate("at"))
    found: dict[date, dict[str, int]] = {}
    for day, act, times in counted.values_list("day", "act").annotate(Count("pk")):
        found.setdefault(day, {})[act] = times
    return found
