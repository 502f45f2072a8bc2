"""Reads of rules, legal holds and receipts. Row policies leave the viewer's own agency's."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from agencies.keeping.models import Hold, Receipt
from agencies.markings.models import Code
from hub.kit import room
from hub.kit.keeping import Kept


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """How long something is kept: `days` from what `code` says; None for good, where the table has no such code."""

    kept: Kept
    code: str
    label: str
    days: int | None


def rules() -> list[RetentionRule]:
    """What every room keeps no longer than needed, lower rooms first."""
    codes = {code.code: code for code in Code.objects.filter(scheme="retention")}
    found = [(kept, codes.get(kept.code)) for kept in room.keeps().values()]
    return [RetentionRule(kept, kept.code, code.label if code else "", code.amount if code else None) for kept, code in found]


def holds() -> QuerySet[Hold]:
    """The legal holds of the viewer's agency, newest first."""
    return Hold.objects.select_related("placed_by", "lifted_by").order_by("-id")


def holds_on(row: Model) -> list[Hold]:
    """Those on one row, newest first."""
    return list(holds().filter(kind=row._meta.label_lower, object_id=row.pk))


def receipts() -> QuerySet[Receipt]:
    """What was purged of the viewer's agency's, latest first."""
    return Receipt.objects.order_by("-id")


def kinds() -> list[tuple[str, object]]:
    """What is purged, for a filter: kind and words."""
    return [(kept.of, kept.words) for kept in room.keeps().values()]


def words_of(rows: Iterable[Hold | Receipt]) -> list[tuple[Hold | Receipt, object]]:
    """Each with the words of its kind; of a kind that there is no more, its code."""
    words = dict(kinds())
    return [(row, words.get(row.kind, row.kind)) for row in rows]
