"""Matching what is pending: alerts against the parties that are known, parties and consignments against live alerts.

Why nothing is missed: an alert and a party each have pending work from their own commit on. Whichever is matched last
sees the other, because each batch first claims, then brings the index up to date, then reads the parties.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import timedelta

from django.db import DatabaseError, OperationalError, connection
from django.utils import timezone

from agencies.access import as_service
from intel.matching import Index, Profile, screen
from intel.screening import live, metrics, pending, profiles, selectors, writing
from intel.screening.models import AlertChange, PendingWork
from intel.screening.parties import candidates, index_names
from intel.screening.pending import BATCHES, Kind
from intel.screening.settings import FEW_ALERTS, MINIMUM_PROBABILITY, STREAM
from intel.trade.models import Trader

log = logging.getLogger(__name__)


def screen_pending(*, batches: int = 50, on_progress: Callable[[Kind, int], None] | None = None) -> int:
    """Match what is pending and due, a batch in a transaction; how many rows of work were done.

    Stops after `batches` batches so that a task stays short; the caller comes back. Safe to run in any number of
    processes at once, to run twice, and to be killed at any moment.
    """
    total = 0
    for _number in range(batches):
        done = next((count for kind in BATCHES if (count := _screen_batch(kind, on_progress))), 0)
        if not done:
            break
        total += done
    return total


def _screen_batch(kind: Kind, on_progress: Callable[[Kind, int], None] | None) -> int:
    """One batch of one kind. If it fails, each of its rows is tried alone, and what cannot be matched is put off."""
    try:
        with metrics.BATCH_SECONDS.labels(kind).time():
            count = _claim_and_screen(kind, BATCHES[kind])
    except OperationalError:
        raise  # the database went away: nothing was lost, somebody will come back
    except (ValueError, ArithmeticError, LookupError, TypeError, DatabaseError) as error:
        log.exception("A batch of %s failed; its rows are tried one by one.", kind)
        count = _one_by_one(kind, error)
    metrics.SCREENED.labels(kind).inc(count)
    if count and on_progress is not None:
        on_progress(kind, count)
    return count


def _claim_and_screen(kind: Kind, limit: int) -> int:
    with as_service("screening"):
        claimed = pending.claim(kind, limit)
        if claimed:
            _SCREEN[kind](sorted({work.object_id for work in claimed}))
            pending.done(claimed)
        return len(claimed)


def _one_by_one(kind: Kind, first_error: Exception) -> int:
    with as_service("screening"):
        suspects = pending.claim(kind, BATCHES[kind])
    done = 0
    for work in suspects:
        try:
            with as_service("screening"):
                held = PendingWork.objects.select_for_update(skip_locked=True).filter(pk=work.pk).first()
                if held is None:
                    continue  # another worker has it
                _SCREEN[kind]([work.object_id])
                pending.done([work])
        except (ValueError, ArithmeticError, LookupError, TypeError, DatabaseError) as error:
            log.exception("%s cannot be matched; put off.", work)
            with as_service("screening"):
                pending.put_off(work, error)
        done += 1
    return done


# Parties and consignments against live alerts


def _screen_traders(ids: Sequence[int]) -> None:
    indexes = live.indexes()
    parties = profiles.of_traders(ids)
    index_names(parties)
    pairs = _found(indexes, parties)
    writing.let_go("trader", ids, pairs)
    written = writing.keep("trader", pairs)
    writing.sight(traders={int(pair.party.key) for pair in pairs})
    writing.announce(written)


def _screen_consignments(ids: Sequence[int]) -> None:
    pairs = _found(live.indexes(), profiles.of_consignments(ids))
    writing.let_go("consignment", ids, pairs)
    written = writing.keep("consignment", pairs)
    writing.sight(consignments=ids)
    writing.announce(written)


def _found(indexes: Iterable[Index], parties: Sequence[Profile]) -> list[writing.Pair]:
    """What is found among the alerts of each agency by itself; a nearer subject pushes none of another agency out."""
    pairs: list[writing.Pair] = []
    for index in indexes:
        if parties and len(index):
            found = screen(index, parties, minimum_probability=MINIMUM_PROBABILITY, share=0.0)
            pairs += [writing.Pair(party, match) for party, matches in zip(parties, found, strict=True) for match in matches]
    return pairs


# Alerts against what is known


def _screen_alerts(ids: Sequence[int]) -> None:
    """Few alerts look up candidates among the names; many go over all traders once."""
    live.indexes()
    by_agency = profiles.by_agency(profiles.alerts_in_force().filter(pk__in=ids))
    subjects = {int(p.key): p for of_agency in by_agency.values() for p in of_agency}
    indexes = [Index.build(of_agency) for of_agency in by_agency.values()]
    pairs: list[writing.Pair] = []
    if subjects:
        some = candidates(list(subjects.values())) if len(subjects) <= FEW_ALERTS else None
        for parties in _known_parties(some):
            pairs += _found(indexes, parties)
    on_board = _found(indexes, profiles.of_consignments(_bearing_identifiers_of(list(subjects))))
    writing.let_go_of_alerts(ids, "trader", pairs)
    writing.let_go_of_alerts(ids, "consignment", on_board)
    written = [*writing.keep("trader", pairs, subjects=subjects), *writing.keep("consignment", on_board, subjects=subjects)]
    writing.sight(traders={int(pair.party.key) for pair in pairs})
    writing.announce(written)


def _known_parties(some: Collection[int] | None) -> Iterator[list[Profile]]:
    """The profiles of some traders, or of all, in streams of STREAM, by id."""
    rows = Trader.objects.order_by("id") if some is None else Trader.objects.filter(pk__in=some).order_by("id")
    last = 0
    while ids := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:STREAM]):
        yield profiles.of_traders(ids)
        last = ids[-1]


def _bearing_identifiers_of(alerts: Sequence[int]) -> list[int]:
    """Consignments whose own transport units bear an identifier of these alerts."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select distinct u.consignment_id from alerts_alert a
               join subjects_subjectidentifier i on i.subject_id = a.subject_id
               join trade_transportunit u on u.kind = i.kind and u.normalised = i.normalised
               where a.id = any(%s)""", [list(alerts)])
        return [row[0] for row in cursor.fetchall()]


_SCREEN: dict[Kind, Callable[[Sequence[int]], None]] = {
    Kind.ALERT: _screen_alerts, Kind.TRADER: _screen_traders, Kind.CONSIGNMENT: _screen_consignments,
}


def follow_calendar() -> int:
    """What the date alone changes: alerts that begin today are matched, those that ended let go. Daily; safe to repeat."""
    with as_service("screening"):
        begins = list(profiles.alerts_in_force().filter(valid_from=timezone.localdate()).values_list("pk", flat=True))
        pending.enqueue(Kind.ALERT, begins)
        return writing.let_go_of_ended() + len(begins)


def sweep() -> int:
    """Match what no message woke, and forget notes of changes that every index has read; how many rows of work were done."""
    with as_service("screening"):
        AlertChange.objects.filter(at__lt=timezone.now() - timedelta(days=1)).delete()
        waiting = selectors.backlog()
    for kind, rows in ((Kind.ALERT, waiting.alerts), (Kind.TRADER, waiting.traders), (Kind.CONSIGNMENT, waiting.consignments)):
        metrics.PENDING.labels(kind).set(rows)
    metrics.PUT_OFF.set(waiting.put_off)
    return screen_pending(batches=20)
