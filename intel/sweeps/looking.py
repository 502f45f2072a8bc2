"""The detector at work, later and apart from whoever asks: a sweep is noted once, and grows."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from agencies import audit
from agencies.access import now_looking
from agencies.markings.classification import LADDER
from agencies.notices.addressees import to_holders
from agencies.notices.announcing import notify
from agencies.work import queue
from intel.queries.answering import new_reference
from intel.queries.models import Batch, Query
from intel.sweeps import metrics
from intel.sweeps.asked import Asked
from intel.sweeps.kinds import COUNT, LOOK, LOOK_AT_FILE
from intel.sweeps.models import Looked, Sweep
from intel.sweeps.patterns import OF_FILES
from intel.sweeps.reading import as_asked, last_queries, rows_as_asked
from intel.sweeps.settings import EXPLAINED_FOR, EXPLAINED_TIMES, LONGEST, READ_WITHIN, WINDOW
from intel.sweeps.states import State
from intel.sweeps.surprise import Suspicion, calibration, suspicion

#: What is asked is there for others to see a moment later.
_MOMENT = timedelta(minutes=1)


def enqueue_looks() -> int:
    """Have everybody looked at who asked since the last time; how many people and files. For the service."""
    now = timezone.now()
    looked, _new = Looked.objects.select_for_update().get_or_create(pk=1, defaults={"upto": now - LONGEST})
    since = looked.upto - READ_WITHIN - _MOMENT  # what was too fresh then to be known as unread
    people = set(Query.objects.filter(asked_at__gt=since, batch__isnull=True).values_list("asked_by", flat=True))
    files = set(Batch.objects.filter(opens_at__gt=since, opens_at__lte=now).values_list("pk", flat=True))
    queue.enqueue(LOOK, people)
    queue.enqueue(LOOK_AT_FILE, files)
    looked.upto = now
    looked.save(update_fields=["upto"])
    return len(people) + len(files)


def look_at(people: Sequence[int]) -> None:
    """Look at the queries that these people asked one by one. For the service; safe to repeat."""
    for person in people:
        now = timezone.now()
        queries = last_queries(person, since=max(now - LONGEST, _decided_at(person) or now - LONGEST))
        asked = as_asked(queries, now=now)
        found = suspicion(asked, calibration())
        if found is not None:
            _note(found, asked, {query.pk: query for query in queries}, now)


def look_at_files(files: Sequence[int]) -> None:
    """Look at the rows of these files, for what no list of real subjects shows. For the service; safe to repeat."""
    known = Sweep.objects.filter(batch__in=files).values("batch")
    for batch in Batch.objects.filter(pk__in=files).exclude(pk__in=known):
        rows = Query.objects.filter(batch=batch, purged_at__isnull=True).select_related("owner_agency")
        queries = list(rows.order_by("batch_line"))
        for at in range(0, len(queries), WINDOW):
            part = queries[at:at + WINDOW]
            asked = rows_as_asked(part)
            found = suspicion(asked, calibration(), among=OF_FILES)
            if found is not None:
                _add(found, asked, {query.pk: query for query in part}, batch=batch)
                break


def _decided_at(person: int) -> datetime | None:
    """What was decided is not looked at again."""
    decided = Sweep.objects.filter(person=person, batch__isnull=True).aggregate(last=Max("decided_at"))
    return decided["last"]


def _note(found: Suspicion, asked: Sequence[Asked], queries: dict[int, Query], now: datetime) -> None:
    """Let the present sweep of the person grow, or note a new one."""
    sweeps = Sweep.objects.select_for_update(of=("self",)).filter(person=queries[asked[0].number].asked_by_id, batch__isnull=True)
    last = sweeps.order_by("-id").first()
    if last is not None and (last.state == State.OPEN or _explains(last, found, now)):
        _grow(last, found, asked, queries)
    else:
        _add(found, asked, queries)


def _explains(last: Sweep, found: Suspicion, now: datetime) -> bool:
    """Whether what was explained goes on alike, and not yet for many times as much."""
    assert last.decided_at is not None and last.decided_count is not None
    alike = {sign.pattern.value for sign in found.signs if not found.alone or sign.pattern in found.alone} <= set(last.patterns)
    return (last.state == State.EXPLAINED and alike and now - last.decided_at < EXPLAINED_FOR
            and last.queries_count < EXPLAINED_TIMES * last.decided_count)


def _add(found: Suspicion, asked: Sequence[Asked], queries: dict[int, Query], batch: Batch | None = None) -> None:
    numbers = [asked[place].number for place in found.places]
    rows = [queries[number] for number in numbers]
    first = rows[0]
    sweep = Sweep.objects.create(
        reference=new_reference(first.owner_agency, series="S"), owner_agency=first.owner_agency, unit_id=first.unit_id,
        person_id=first.asked_by_id, batch=batch, classification=max((row.classification for row in rows), key=LADDER.index),
        patterns=[sign.pattern.value for sign in found.signs], evidence={"queries": numbers, "signs": _signs(found)},
        queries_count=len(rows), first_at=min(row.asked_at for row in rows), last_at=max(row.asked_at for row in rows))
    audit.record("sweep.found", by=now_looking(), on=sweep, person=sweep.person_id, queries=sweep.queries_count)
    for pattern in sweep.patterns:
        metrics.FOUND.labels(pattern).inc()
    notify("sweep.found", on=sweep, to=to_holders("sweeps.decide_sweep", agency_id=sweep.owner_agency_id))
    queue.enqueue(COUNT, [sweep.pk])


def _grow(sweep: Sweep, found: Suspicion, asked: Sequence[Asked], queries: dict[int, Query]) -> None:
    known: Collection[int] = set(sweep.evidence["queries"])
    new = [asked[place].number for place in found.places if asked[place].number not in known]
    signs = {sign["pattern"]: sign for sign in sweep.evidence["signs"]}
    for sign in _signs(found):
        if sign["pattern"] not in signs or sign["count"] > signs[sign["pattern"]]["count"]:
            signs[sign["pattern"]] = sign
    evidence = {"queries": [*sweep.evidence["queries"], *new], "signs": list(signs.values())}
    if evidence == sweep.evidence:
        return
    sweep.evidence, sweep.patterns = evidence, list(dict.fromkeys([*sweep.patterns, *signs]))
    sweep.queries_count = len(evidence["queries"])
    sweep.first_at = min([sweep.first_at, *(queries[number].asked_at for number in new)])
    sweep.last_at = max([sweep.last_at, *(queries[number].asked_at for number in new)])
    sweep.revision += 1
    sweep.save(update_fields=["evidence", "patterns", "queries_count", "first_at", "last_at", "revision"])
    queue.enqueue(COUNT, [sweep.pk])


def _signs(found: Suspicion) -> list[dict[str, object]]:
    """The measures, as they are kept: `days` is of how many honest days one shows as much."""
    return [{"pattern": sign.pattern.value, "count": sign.shown.count, "queries": len(sign.shown.places), "of": sign.shown.of,
             "days": round(10 ** sign.surprise)} for sign in found.signs]
