"""What waits for somebody: rows of a room as lines of the inbox. A room names its functions in `apps.py` (`room.Waiting`).

    def to_disseminate(viewer: Any) -> Waits | None:
        submitted = Report.objects.filter(state=State.SUBMITTED)
        return Waits(line=_line, since="updated_at", mine=submitted.exclude(author=viewer.user_id), others=…)
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, ExpressionWrapper, F, QuerySet, Value

#: What has no day of its own by which it is to be decided is overdue after so long.
DECIDED_WITHIN = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Line:
    """One row as the inbox shows it: what it is, where it is decided on, and whom it waits for, or from whom it came."""

    title: str
    reference: str
    address: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Waits:
    """The rows that wait for the viewer (`mine`), those that the viewer waits for (`others`; None: there cannot be any), and how
    one is written.

    `since` is the field that says from when a row waits, `due` the one that says until when it is to be decided. The first by
    `order` are shown.
    """

    line: Callable[[Any], Line]
    since: str
    mine: QuerySet[Any] | None = None
    others: QuerySet[Any] | None = None
    due: str = ""
    order: tuple[str, ...] = ("waits_until", "pk")

    def timed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The same rows with `waits_since` and `waits_until`, in order: those first that are to be decided first."""
        until: Any = F(self.due) if self.due else ExpressionWrapper(
            F(self.since) + Value(DECIDED_WITHIN), output_field=DateTimeField())
        ordered: QuerySet[Any] = rows.annotate(waits_since=F(self.since), waits_until=until).order_by(*self.order)
        return ordered

    def overdue(self, rows: QuerySet[Any], *, now: datetime) -> QuerySet[Any]:
        """Those that should have been decided by now."""
        return self.timed(rows).filter(waits_until__lt=now)
