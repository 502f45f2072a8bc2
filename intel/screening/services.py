"""Matching parties that are pending with the alerts in force.

Why nothing is missed: an alert and a party each have pending work from their own commit on. Whichever is matched last
sees the other, because each batch first claims, then brings the index up to date, then reads the parties.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db import connection

from agencies.access import as_service
from agencies.work import queue, running
from agencies.work.kinds import BULK
from intel import matching
from intel.matching import Match, Profile
from intel.screening import live, profiles, writing
from intel.screening.kinds import ALERT
from intel.screening.models import AlertChange, MatchedAlert
from intel.screening.parties import index_names
from intel.screening.settings import BEST, EFFORT, MINIMUM_PROBABILITY

#: By party the alerts that are compared with it although the search of the index may overlook them.
Met = Mapping[int, Collection[int]]


def screen_pending(*, batches: int = 50, on_progress: running.Progress | None = None) -> int:
    """Match here and now what is pending and due; how many rows of work were done. See `running.run_due`."""
    return running.run_due(BULK, batches=batches, on_progress=on_progress)


def screen_traders(ids: Sequence[int], met: Met | None = None) -> None:
    """Match traders with the alerts in force; keep their names for alerts that come later."""
    known = writing.before(trader__in=ids)
    indexes = live.indexes()
    parties = profiles.of_traders(ids)
    index_names(parties)
    pairs, subjects = _found(indexes, "trader", parties, known, met or {})
    writing.hold_alerts(writing.touched(known, pairs))
    writing.let_go(known, pairs)
    written = writing.keep(pairs, known=known, subjects=subjects)
    writing.sight_traders(pairs)
    writing.announce(written)


def screen_consignments(ids: Sequence[int]) -> None:
    """Match the transport units of consignments with the alerts in force, and note where matched traders have a part."""
    known = writing.before(consignment__in=ids)
    pairs, subjects = _found(live.indexes(), "consignment", profiles.of_consignments(ids), known, {})
    writing.hold_alerts(writing.touched(known, pairs) | writing.sighted_alerts(ids))
    writing.let_go(known, pairs)
    written = writing.keep(pairs, known=known, subjects=subjects)
    writing.sight_consignments(ids)
    writing.announce(written)


def _found(indexes: Sequence[matching.Index], side: writing.Side, parties: Sequence[Profile], known: writing.Before, met: Met
           ) -> tuple[list[writing.Pair], dict[int, Profile]]:
    """What is found among the alerts of each agency by itself, and the subjects by alert.

    A nearer subject pushes none of another agency out. A match that holds, and a pair that was met from the other side, is
    compared though the search overlooks it: what was found once stays found until the two are no match any more.
    """
    also: dict[int, set[int]] = {party: set(alerts) for party, alerts in met.items()}
    for (alert, trader, consignment), stored in known.items():
        if stored.holds:
            also.setdefault(trader or consignment or 0, set()).add(alert)
    pairs: list[writing.Pair] = []
    subjects: dict[int, Profile] = {}
    for index in indexes:
        if not parties or not len(index):
            continue
        found = matching.screen(index, parties, minimum_probability=MINIMUM_PROBABILITY, best=BEST, share=0.0, effort=EFFORT)
        for party, matches in zip(parties, found, strict=True):
            there = {int(match.subject) for match in matches}
            matches += _compared(index, party, sorted(also.get(int(party.key), set()) - there))
            for match in sorted(matches, key=lambda one: (-one.score, int(one.subject)))[:BEST]:
                pairs.append(writing.Pair(side, party, match))
                subject = index.profile(match.subject)
                assert subject is not None
                subjects[int(match.subject)] = subject
    return pairs, subjects


def _compared(index: matching.Index, party: Profile, alerts: Sequence[int]) -> list[Match]:
    """The matches of a party with these alerts, as far as they are of this index."""
    of_index = (subject for alert in alerts if (subject := index.profile(alert)) is not None)
    return [match for subject in of_index if (match := matching.compare(party, subject)).probability >= MINIMUM_PROBABILITY]


def bearing_identifiers_of(alerts: Sequence[int]) -> list[int]:
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
