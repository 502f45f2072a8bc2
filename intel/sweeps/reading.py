"""What is looked at: one person's last queries with when their answers were read, and at which hours that person works."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from agencies.audit.models import Event
from intel.queries.models import ONE_BY_ONE, Query
from intel.sweeps.asked import Asked, described, in_order
from intel.sweeps.rhythm import Known, Rhythm
from intel.sweeps.settings import COLLEAGUES_KNOWN, KNOWN_AFTER, LONGEST, READ_WITHIN, WINDOW


def last_queries(person: int, *, since: datetime) -> list[Query]:
    """The last queries of a person that were asked one by one after a moment, in order: those taken back, too; none whose
    words were purged.
    """
    asked = Query.objects.filter(ONE_BY_ONE, asked_by=person, asked_at__gt=since, purged_at__isnull=True)
    asked = asked.select_related("owner_agency").prefetch_related("answers")
    return list(asked.order_by("-asked_at", "-id")[:WINDOW])[::-1]


def as_asked(queries: Sequence[Query], *, now: datetime) -> list[Asked]:
    """The queries of one person as the detector sees them."""
    if not queries:
        return []
    rhythm, read = _rhythm(queries[-1], now), _read(queries)
    return in_order([described(query, read=_was_read(query, read, now), usual=rhythm.is_usual(timezone.localtime(query.asked_at)))
                     for query in queries])


def rows_as_asked(queries: Iterable[Query]) -> list[Asked]:
    """The rows of a file: when they were asked, and who read them, says nothing."""
    return [described(query, read=None, usual=True) for query in queries]


def _was_read(query: Query, read: dict[int, datetime], now: datetime) -> bool | None:
    """Whether its answer was looked at after it opened; None while it is too early to say."""
    answer = next(iter(query.answers.all()), None)
    if answer is None or answer.visible_from is None or now - answer.visible_from < READ_WITHIN:
        return True if answer is not None and _after(query, answer.visible_from, read) else None
    return _after(query, answer.visible_from, read)


def _after(query: Query, opened: datetime | None, read: dict[int, datetime]) -> bool:
    return opened is not None and query.pk in read and read[query.pk] >= opened


def _read(queries: Sequence[Query]) -> dict[int, datetime]:
    """When somebody last looked at each, as the log has it."""
    of_queries = Event.objects.filter(object_type="queries.query", object_id__in=[query.pk for query in queries],
                                      action__in=("query.read", "query.certified"))
    return dict(of_queries.order_by().values_list("object_id").annotate(Max("at")))


def _rhythm(last: Query, now: datetime) -> Rhythm:
    since, until = now - 2 * LONGEST, now - KNOWN_AFTER
    asked = Query.objects.filter(ONE_BY_ONE, owner_agency=last.owner_agency_id, asked_at__gt=since, asked_at__lt=until)
    colleagues = asked.filter(Q(unit=last.unit_id) if last.unit_id else Q(unit__isnull=True)).exclude(asked_by=last.asked_by_id)
    return Rhythm(_known(asked.filter(asked_by=last.asked_by_id)), _known(colleagues))


def _known(asked: QuerySet[Query]) -> Known:
    rows = asked.order_by("-id").values_list("asked_by", "asked_at")[:COLLEAGUES_KNOWN]
    return Known.of((person, timezone.localtime(at)) for person, at in rows)
