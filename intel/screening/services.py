"""Matching what is pending: alerts against the parties that are known, parties and consignments against live alerts.

Why nothing is missed: an alert and a party each have pending work from their own commit on. Whichever is matched last
sees the other, because each batch first claims, then brings the index up to date, then reads the parties.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from django.db import connection

from agencies.access import as_service
from agencies.work import queue, running
from agencies.work.kinds import BULK
from intel.matching import Index, Profile, screen
from intel.screening import live, profiles, writing
from intel.screening.kinds import ALERT
from intel.screening.models import AlertChange, MatchedAlert
from intel.screening.parties import candidates, index_names
from intel.screening.settings import FEW_ALERTS, MINIMUM_PROBABILITY, STREAM, WRITTEN_AT_ONCE
from intel.trade.models import Trader


def screen_pending(*, batches: int = 50, on_progress: running.Progress | None = None) -> int:
    """Match here and now what is pending and due; how many rows of work were done. See `running.run_due`."""
    return running.run_due(BULK, batches=batches, on_progress=on_progress)


# Parties and consignments against live alerts


def screen_traders(ids: Sequence[int]) -> None:
    """Match traders with the alerts in force; keep their names for alerts that come later."""
    known = writing.before(trader__in=ids)
    indexes = live.indexes()
    parties = profiles.of_traders(ids)
    index_names(parties)
    pairs = _found(indexes, "trader", parties)
    writing.hold_alerts(writing.touched(known, pairs))
    writing.let_go(known, pairs)
    written = writing.keep(pairs, known=known)
    writing.sight_traders(pairs)
    writing.announce(written)


def screen_consignments(ids: Sequence[int]) -> None:
    """Match the transport units of consignments with the alerts in force, and note where matched traders have a part."""
    known = writing.before(consignment__in=ids)
    pairs = _found(live.indexes(), "consignment", profiles.of_consignments(ids))
    writing.hold_alerts(writing.touched(known, pairs) | writing.sighted_alerts(ids))
    writing.let_go(known, pairs)
    written = writing.keep(pairs, known=known)
    writing.sight_consignments(ids)
    writing.announce(written)


def _found(indexes: Iterable[Index], side: writing.Side, parties: Sequence[Profile]) -> list[writing.Pair]:
    """What is found among the alerts of each agency by itself; a nearer subject pushes none of another agency out."""
    pairs: list[writing.Pair] = []
    for index in indexes:
        if parties and len(index):
            found = screen(index, parties, minimum_probability=MINIMUM_PROBABILITY, share=0.0)
            pairs += [writing.Pair(side, party, match)
                      for party, matches in zip(parties, found, strict=True) for match in matches]
    return pairs


# Alerts against what is known


def screen_alerts(ids: Sequence[int]) -> Iterator[list[int]]:
    """Match alerts with the parties that are known: few look up candidates among the names, many go over all traders once.

    Yields the alerts that are done, for what was written of them to be kept: the locks of a part are held for less than a
    second, however many alerts a list has.
    """
    known = writing.before(alert__in=ids)
    live.indexes()
    by_agency = profiles.by_agency(profiles.alerts_in_force().filter(pk__in=ids))
    subjects = {int(p.key): p for of_agency in by_agency.values() for p in of_agency}
    indexes = [Index.build(of_agency) for of_agency in by_agency.values()]
    pairs: list[writing.Pair] = []
    if subjects:
        some = candidates(list(subjects.values())) if len(subjects) <= FEW_ALERTS else None
        for parties in _known_parties(some):
            pairs += _found(indexes, "trader", parties)
    pairs += _found(indexes, "consignment", profiles.of_consignments(_bearing_identifiers_of(list(subjects))))
    yield []  # what took long is over, and nothing is locked yet
    for alerts, part in _in_parts(ids, pairs):
        of_part = {key: match for key, match in known.items() if key[0] in alerts}
        writing.hold_alerts({*alerts, *(pair.alert for pair in part)})
        writing.let_go(of_part, pairs)
        written = writing.keep(part, known=known, subjects=subjects)
        writing.sight_traders(part)
        MatchedAlert.objects.bulk_create(
            [MatchedAlert(alert_id=alert) for alert in alerts if alert in subjects], ignore_conflicts=True)
        writing.announce(written)
        yield alerts


def _in_parts(alerts: Iterable[int], pairs: Iterable[writing.Pair]) -> Iterator[tuple[list[int], list[writing.Pair]]]:
    """The alerts by id, with the pairs of each, WRITTEN_AT_ONCE of both at most; an alert is named with the last of its own."""
    of_alert: dict[int, list[writing.Pair]] = {}
    for pair in pairs:
        of_alert.setdefault(pair.alert, []).append(pair)
    done: list[int] = []
    part: list[writing.Pair] = []
    for alert in sorted(alerts):
        for pair in of_alert.get(alert, ()):
            part.append(pair)
            if len(part) == WRITTEN_AT_ONCE:
                yield done, part
                done, part = [], []
        done.append(alert)
        if len(done) == WRITTEN_AT_ONCE:
            yield done, part
            done, part = [], []
    if done:
        yield done, part


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


def follow_calendar() -> int:
    """What the date alone changes: alerts that began are matched, those that ended let go. Safe to repeat at any time.

    It asks what has not been matched, not what begins today, so that days without a calendar are made good.
    """
    with as_service("screening"):
        begun = list(profiles.alerts_in_force().exclude(pk__in=MatchedAlert.objects.values("pk")).values_list("pk", flat=True))
        live.note_changes(begun)
        queue.enqueue(ALERT, begun)
        MatchedAlert.objects.exclude(pk__in=profiles.alerts_in_force().values("pk")).delete()
        return writing.let_go_of_ended() + len(begun)


def forget_changes() -> int:
    """Forget notes of changes that every index has read; how many they were."""
    with as_service("screening"):
        return AlertChange.forget_read()
