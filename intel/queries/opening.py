"""When an answer may be read: at an instant that says nothing about what was looked up, or how long it took.

An answer opens `OPENS_AFTER` the question was asked, or a whole multiple of that later. Which multiple is decided for all
questions of one second together, of whatever agency, after that second is over and all of them are written; so a query that
took longer to answer is not told from those beside it. Opening is a write of its own, the same for every answer.
"""

import math
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from agencies.work import queue
from intel.queries.kinds import OPEN, TELL
from intel.queries.models import ONE_BY_ONE, Answer, Query
from intel.queries.settings import AHEAD, OPENS_AFTER, PATIENCE

_SECOND = timedelta(seconds=1)
_A_WHILE = 0.05


def open_answers(ids: Sequence[int]) -> None:
    """Let the answers of these queries be read, from the instant that is theirs. For the service; safe to repeat.

    What is asked in the present second, or beside a query that still has no answer, waits: the sleep is the worker's, which has
    nothing else to do, and ends with the second or when `PATIENCE` is over.
    """
    answers = Answer.objects.filter(query__in=ids, visible_from__isnull=True).select_related("query").order_by("id")
    by_second: dict[datetime, list[Answer]] = defaultdict(list)
    for answer in answers:
        by_second[answer.query.asked_at.replace(microsecond=0)].append(answer)
    waiting: list[Answer] = []
    for second, asked in sorted(by_second.items()):
        _wait_until(second + _SECOND)
        if _is_complete(second):
            _open(asked)
        else:
            waiting += asked
    queue.enqueue(TELL, [answer.query_id for answer in answers if answer not in waiting])
    if waiting:
        time.sleep(_A_WHILE)
        queue.enqueue(OPEN, [answer.query_id for answer in waiting])


def multiple_for(earliest: datetime, now: datetime) -> int:
    """At which multiple of `OPENS_AFTER` the answers to what was asked from `earliest` on can open, when it is written now."""
    return max(1, math.ceil((now + AHEAD - earliest) / OPENS_AFTER))


def _open(asked: Sequence[Answer]) -> None:
    multiple = multiple_for(min(answer.query.asked_at for answer in asked), timezone.now())
    for answer in asked:
        answer.visible_from = answer.query.asked_at + multiple * OPENS_AFTER
    Answer.objects.bulk_update(asked, ["visible_from"])


def _is_complete(second: datetime) -> bool:
    """Whether every query of that second has its answer, or has been waited for long enough."""
    if timezone.now() > second + PATIENCE:
        return True
    asked = Query.objects.filter(ONE_BY_ONE, asked_at__gte=second, asked_at__lt=second + _SECOND)
    return not asked.filter(answers__isnull=True).exists()


def _wait_until(moment: datetime) -> None:
    left = (moment - timezone.now()).total_seconds()
    if left > 0:
        time.sleep(min(left, 1))
