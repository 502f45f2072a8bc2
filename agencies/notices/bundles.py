"""Notices of one kind and day as one line, where the room says so: eighty new hits are one piece of news.

Each notice stays a row of its own, read under its reader's policies; so a line counts what its reader sees, and no more.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDay
from django.utils import timezone

from agencies.notices.models import Notice
from hub.kit import room

_DAY = timedelta(days=1)
_IS_NEW = ExpressionWrapper(Q(seen_at__isnull=True), output_field=BooleanField())

#: What bundles have in common: the kind, whether they were looked at, and the day.
Key = tuple[str, bool, datetime]


def kinds() -> list[str]:
    """The kinds of which several are one line."""
    return [kind for kind, tells in room.tells().items() if tells.several]


def lines(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """Of each bundle its newest notice, and every notice of another kind."""
    shown = notices.annotate(is_new=_IS_NEW, day=TruncDay("created_at"))
    newer = notices.order_by().annotate(is_new=_IS_NEW, day=TruncDay("created_at")).filter(
        Q(created_at__gt=OuterRef("created_at")) | Q(created_at=OuterRef("created_at"), pk__gt=OuterRef("pk")),
        kind=OuterRef("kind"), is_new=OuterRef("is_new"), day=OuterRef("day"))
    return shown.filter(~Q(kind__in=kinds()) | ~Exists(newer))


def counts(notices: QuerySet[Notice], among: Sequence[Notice]) -> dict[Key, int]:
    """Of how many notices each of these lines is one; nothing of lines that are of one alone by their kind."""
    bundled = [notice for notice in among if notice.kind in kinds()]
    if not bundled:
        return {}
    rows = notices.order_by().annotate(is_new=_IS_NEW, day=TruncDay("created_at")).filter(
        kind__in={notice.kind for notice in bundled}, created_at__gte=min(_day(notice) for notice in bundled))
    return {(kind, is_new, day): count for kind, is_new, day, count
            in rows.values_list("kind", "is_new", "day").annotate(count=Count(F("pk")))}


def key_of(notice: Notice) -> Key:
    """In which bundle it stands."""
    return notice.kind, notice.seen_at is None, _day(notice)


def bundle_of(notices: QuerySet[Notice], notice: Notice) -> QuerySet[Notice]:
    """The notices of its line, with itself."""
    if notice.kind not in kinds():
        return notices.filter(pk=notice.pk)
    day = _day(notice)
    return notices.filter(kind=notice.kind, seen_at__isnull=notice.seen_at is None, created_at__gte=day,
                          created_at__lt=day + _DAY)


def _day(notice: Notice) -> datetime:
    return timezone.localtime(notice.created_at).replace(hour=0, minute=0, second=0, microsecond=0)
