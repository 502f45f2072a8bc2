"""The nightly round of standing queries: asked, answered, looked at, each at its hour and each with the same writes.

Nothing of it says when an owner did something: all are asked at one hour, their answers open an hour later, and who asked is told
in the morning, and only when more is disclosed than ever before.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from agencies import audit
from agencies.access import looking_as, now_looking
from agencies.access.signing import recognised
from agencies.models import Agency
from agencies.notices.addressees import to_person
from agencies.notices.announcing import notify
from agencies.references import next_reference
from agencies.work import queue
from intel.queries.answering import answer, unanswered
from intel.queries.kinds import ANSWER_AGAIN, ASK_AGAIN, TELL
from intel.queries.levels import Level
from intel.queries.models import Answer, Query, Standing
from intel.queries.services import SERIES
from intel.queries.settings import AHEAD, STANDING_OPENS_AFTER

#: What was asked: the same again.
_SAME = ("owner_agency_id", "unit_id", "asked_by_id", "classification", "purpose", "legal_basis", "case_reference", "urgency",
         "kind", "names", "identifiers", "birth_dates", "countries", "addresses")


def begin() -> int:
    """Have all that stand asked again; how many. As the service; safe to repeat: each is asked once a day."""
    ids = list(_due(timezone.localdate()).values_list("pk", flat=True))
    queue.enqueue(ASK_AGAIN, ids)
    return len(ids)


def ask_again(ids: Sequence[int]) -> None:
    """Ask these again as who asked them, if they still may and their time is not over; else end them.

    For a worker that may act for people, as the service.
    """
    today = timezone.localdate()
    for standing in _due(today).filter(pk__in=ids).select_related("query").select_for_update(of=("self",)).order_by("pk"):
        by = recognised(pk=standing.asked_by_id)
        query = standing.query
        is_over = standing.ends_on < today or query.withdrawn_at is not None or query.purged_at is not None
        may = by.agency_id == standing.owner_agency_id and by.may("queries.add_query") and query.classification in by.cleared
        if is_over or not may:
            Standing.objects.filter(pk=standing.pk).update(ended_at=timezone.now())
            audit.record("query.standing-ended", by=now_looking(), on=query)
            continue
        Standing.objects.filter(pk=standing.pk).update(asked_on=today)
        with looking_as(by):
            again = Query.objects.create(
                reference=next_reference(Agency.objects.get(pk=by.agency_id), year=today.year, series=SERIES), standing=standing,
                **{name: getattr(query, name) for name in _SAME})
            queue.enqueue(ANSWER_AGAIN, [again.pk])
            audit.record("query.asked", by=by, on=again, purpose=query.purpose, case=query.case_reference, urgency=query.urgency,
                         again=query.reference)


def answer_again(ids: Sequence[int]) -> None:
    """Answer what was asked again. For the service; safe to repeat."""
    queries = list(unanswered(ids).select_related("unit", "standing"))
    answer(queries, opens_at=opens_at)
    queue.enqueue(TELL, [query.pk for query in queries])


def opens_at(query: Query) -> datetime:
    """When the answer to what is asked again opens, if it is written now."""
    late = (timezone.now() + AHEAD - query.asked_at) / STANDING_OPENS_AFTER
    return query.asked_at + STANDING_OPENS_AFTER * max(1, math.ceil(late))


def look_at_answers() -> int:
    """Look at what was answered since it was last looked, and tell who asked where more is disclosed than ever before.

    As the service; safe to repeat. How many were looked at.
    """
    looked = 0
    later = Query.objects.filter(standing=OuterRef("pk"), pk__gt=Coalesce(OuterRef("looked_upto"), 0))
    for standing in Standing.objects.filter(Exists(later)).select_for_update(of=("self",)).order_by("pk"):
        asked = Query.objects.filter(standing=standing).order_by("id")
        latest = asked.last()
        if latest is None or not Answer.objects.filter(query=latest, visible_from__lte=timezone.now()).exists():
            continue  # not open yet: tomorrow, with the next
        Standing.objects.filter(pk=standing.pk).update(looked_upto=latest.pk)
        looked += 1
        better = _better(standing, asked)
        if better is not None:
            notify("query.more", on=better, to=to_person(standing.asked_by_id))
    return looked


def _due(today: date) -> QuerySet[Standing]:
    return Standing.objects.filter(Q(asked_on__isnull=True) | Q(asked_on__lt=today), ended_at__isnull=True)


def _better(standing: Standing, asked: QuerySet[Query]) -> Query | None:
    """The latest query, if an answer that was not looked at yet discloses more than all before."""
    answers = Answer.objects.filter(Q(query=standing.query_id) | Q(query__in=asked)).select_related("query").order_by("query_id")
    seen = [one for one in answers if one.query_id <= (standing.looked_upto or standing.query_id)]
    new = answers[len(seen):]
    if not new or not _discloses(new) - _discloses(seen):
        return None
    return new[-1].query


def _discloses(answers: Iterable[Answer]) -> Counter[tuple[str, str]]:
    """The most hits of each owner that any of the answers had: at all, and with data."""
    most: Counter[tuple[str, str]] = Counter()
    for one in answers:
        most |= Counter((hit["owner_agency"], level) for hit in one.hits for level in ("any", hit["answer"])
                        if level in ("any", Level.HIT_WITH_DATA))
    return most
