"""When the answers of a file may be read: all of them at one instant, which says nothing about what was found.

A file opens when the time is over that is allowed for its rows (`BATCH_ROW` each, a whole multiple of 1.5 s in all), or at
a whole multiple of that. Who puts one name into every row measures nothing by it. Opening is a write of its own, when every row
is answered, the same for each.
"""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from agencies.work import queue
from intel.queries.answering import answer, unanswered
from intel.queries.kinds import OPEN_BATCH, TELL
from intel.queries.models import Answer, Batch, Query
from intel.queries.settings import AHEAD, BATCH_PATIENCE, BATCH_ROW, OPENS_AFTER

#: How many answers are opened in a second at the least: so long before it takes effect the opening is begun.
_OPENED_A_SECOND = 2_000


def answer_rows(ids: Sequence[int]) -> None:
    """Answer some rows of files. For the service; safe to repeat."""
    queries = list(unanswered(ids).select_related("unit", "standing"))
    answer(queries)
    queue.enqueue(OPEN_BATCH, sorted({query.batch_id for query in queries if query.batch_id}))


def open_batches(ids: Sequence[int]) -> None:
    """Let the answers of these files be read, if every row has one or was waited for long enough. Safe to repeat."""
    for batch in Batch.objects.select_for_update(of=("self",)).filter(pk__in=ids).defer("content", "errors").order_by("pk"):
        rows = Query.objects.filter(batch=batch)
        asked_at = rows.values_list("asked_at", flat=True).first()
        if asked_at is None:
            continue
        if rows.filter(answers__isnull=True).exists() and timezone.now() < asked_at + BATCH_PATIENCE:
            continue  # whoever answers the last of them comes back
        waiting = Answer.objects.filter(query__batch=batch, visible_from__isnull=True)
        told = list(waiting.values_list("query_id", flat=True))
        if told:
            opens_at = instant(asked_at, timezone.now(), rows=batch.rows_asked, opened=len(told))
            waiting.update(visible_from=opens_at)
            Batch.objects.filter(pk=batch.pk, opens_at__isnull=True).update(opens_at=opens_at)
            queue.enqueue(TELL, told)


def instant(asked_at: datetime, now: datetime, *, rows: int, opened: int) -> datetime:
    """When so many answers of a file of so many rows open, if it is decided now."""
    allowed = OPENS_AFTER * max(1, math.ceil(rows * BATCH_ROW / OPENS_AFTER))
    ahead = AHEAD + timedelta(seconds=opened / _OPENED_A_SECOND)
    return asked_at + allowed * max(1, math.ceil((now + ahead - asked_at) / allowed))
