"""Purging what is over: batch by batch, each in a transaction of its own with its receipts, so that nothing is half gone.

Killed in the middle, the next purge goes on. Two at once take turns, and so does whoever places a legal hold: what a hold
was placed on before a batch began is kept, and after it nobody finds the row any more.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from agencies import audit
from agencies.access import as_service
from agencies.keeping import metrics
from agencies.keeping.settling import held, may_go, may_purge, set_to, table_of
from hub.kit import room
from hub.kit.keeping import Kept, Part
from hub.kit.limits import LINE

#: How many rows one transaction purges.
BATCH = 500

_TURN = "select pg_advisory_xact_lock{shared}(hashtextextended('hub.keeping', 0))"
_OVER = """
    select r.id, array[{agencies}]::bigint[], {reference}, r.retain_until
    from {table} r where {may} order by r.retain_until, r.id limit {batch} for update of r skip locked
"""
_RULE = "select amount from markings_code where scheme = 'retention' and code = %s"
_RECEIPT = """
    insert into keeping_receipt (owner_agency_id, classification, kind, object_id, reference, kept_since, kept_until, code,
                                 days, rows)
    values (%s, 'UNCLASSIFIED', %s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing
"""
#: Of what another agency keeps.
_OVER_FOR_ONE = """
    select r.id, array[a.id], {reference}, r.retain_until
    from {table} r cross join lateral unnest(array[{agencies}]::bigint[]) a(id)
    where r.retain_until < hub_today() and not ({may}) and r.id = any ({table}_over_for(a.id)) order by r.id, a.id
"""
#: What an agency wrote for itself on a row that another one keeps.
_OWN_GOES = "delete from {part} using {table} r where {part}.{by} = r.id and {may}"
_COUNTED = """
    select count(*) filter (where {may}), count(*) filter (where {held}) from {table} r where r.retain_until < hub_today()
"""


@dataclass(frozen=True, slots=True)
class Over:
    """One row whose time is over."""

    pk: int
    agencies: list[int]
    reference: str
    until: date


@dataclass(frozen=True, slots=True)
class Purged:
    """How much of one kind went, or would go; `held` are those that a legal hold keeps."""

    kept: Kept
    rows: int
    held: int


def purge(*, batch: int = BATCH) -> list[Purged]:
    """Purge all that is over, of every room. For the service; safe to repeat, and to run twice at once."""
    return [Purged(kept, sum(_batches(kept, batch)), _still_held(kept)) for kept in room.keeps().values()]


def to_purge() -> list[Purged]:
    """What `purge` would purge now."""
    return [_counted(kept) for kept in room.keeps().values()]


def take_turns() -> None:
    """Wait, in the present transaction, until no batch is being purged; none begins before it ends."""
    with connection.cursor() as cursor:
        cursor.execute(_TURN.format(shared="_shared"))


def _still_held(kept: Kept) -> int:
    """How many rows a legal hold keeps. For agencies for which they are over it is as if they were gone: they have their
    receipts, and what they wrote for themselves is purged.
    """
    if kept.is_shared:
        with as_service("keeping") as service, connection.cursor() as cursor:
            cursor.execute(_TURN.format(shared=""))
            over, days = _rows(cursor, _OVER_FOR_ONE, kept), _days(cursor, kept)
            if days is not None:
                _give_receipts(cursor, kept, days, over, Counter(row.pk for row in over))
            for part in kept.parts:
                if part.agency:
                    cursor.execute(_OWN_GOES.format(
                        part=table_of(part.of), table=table_of(kept.of), by=part.by, may=may_go(kept, part)))
                    if cursor.rowcount:
                        audit.record("keeping.purged", by=service, kind=part.of, rows=cursor.rowcount, code=kept.code, days=days)
    return _counted(kept).held


def _counted(kept: Kept) -> Purged:
    with as_service("keeping"), connection.cursor() as cursor:
        cursor.execute(_COUNTED.format(may=may_purge(kept), held=held(kept), table=table_of(kept.of)))
        return Purged(kept, *cursor.fetchone())


def _batches(kept: Kept, batch: int) -> Iterator[int]:
    while rows := _purge_batch(kept, batch):
        yield rows


def _purge_batch(kept: Kept, batch: int) -> int:
    """Purge some rows with their parts; how many."""
    with as_service("keeping") as service, connection.cursor() as cursor:
        cursor.execute(_TURN.format(shared=""))
        days, over = _days(cursor, kept), _rows(cursor, _OVER, kept, batch=batch)
        if days is None or not over:
            return 0
        ids = [row.pk for row in over]
        counted: Counter[int] = Counter(ids)
        for part in kept.parts:
            gone = _parts_gone(cursor, part, ids)
            if not kept.is_shared:  # else one agency would read how much another wrote for itself
                counted.update(gone)
        if kept.blanks:
            cursor.execute(f"select {table_of(kept.of)}_blank(%s)", [ids])
        else:
            cursor.execute(f"delete from {table_of(kept.of)} where id = any (%s)", [ids])
        _give_receipts(cursor, kept, days, over, counted)
        audit.record("keeping.purged", by=service, kind=kept.of, rows=len(over), code=kept.code, days=days)
    metrics.PURGED.labels(kept.of).inc(len(over))
    return len(over)


def _days(cursor: Any, kept: Kept) -> int | None:
    """How many days it is kept; None for good."""
    cursor.execute(_RULE, [kept.code])
    days: int | None = (cursor.fetchone() or (None,))[0]
    return days


def _rows(cursor: Any, statement: str, kept: Kept, **more: int) -> list[Over]:
    cursor.execute(statement.format(agencies=", ".join(kept.agencies), reference=kept.reference or "''", table=table_of(kept.of),
                                    may=may_purge(kept), **more))
    return [Over(*row) for row in cursor.fetchall()]


def _parts_gone(cursor: Any, part: Part, ids: Sequence[int]) -> Iterable[int]:
    """Remove or blank the rows that belong to these; to which each of them did."""
    table = table_of(part.of)
    act = f"update {table} set {set_to(part.blanks)}" if part.blanks else f"delete from {table}"
    cursor.execute(f"{act} where {part.by} = any (%s) returning {part.by}", [list(ids)])
    return [row[0] for row in cursor.fetchall()]


def _give_receipts(cursor: Any, kept: Kept, days: int, over: Sequence[Over], counted: Mapping[int, int]) -> None:
    """One for each row and agency; for rows without a reference one for each agency."""
    shares = [(agency, row) for row in over for agency in row.agencies if agency is not None]
    if kept.reference:
        given = [(agency, kept.of, row.pk, row.reference[:LINE], _since(row.until, days), row.until, kept.code, days,
                  counted[row.pk]) for agency, row in shares]
    else:
        given = [_of_many(kept, days, agency, [row for whose, row in shares if whose == agency], counted)
                 for agency in sorted({agency for agency, _row in shares})]
    cursor.executemany(_RECEIPT, given)


def _of_many(kept: Kept, days: int, agency: int, rows: Sequence[Over], counted: Mapping[int, int]) -> tuple[Any, ...]:
    first, last = min(row.until for row in rows), max(row.until for row in rows)
    return (agency, kept.of, None, "", _since(first, days), last, kept.code, days, sum(counted[row.pk] for row in rows))


def _since(until: date, days: int) -> date:
    """From which day on it was kept."""
    return until - timedelta(days=days)
