"""Keeping what the engine found: one match for a pair, whoever finds it and however often."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import connection
from django.utils import timezone

from intel.alerts.models import Alert
from intel.matching import ENGINE_VERSION, Profile
from intel.matching import Match as Found
from intel.screening import metrics, profiles
from intel.screening.models import Match
from intel.screening.signals import matches_written

Side = Literal["trader", "consignment"]
SIDES: tuple[Side, ...] = ("trader", "consignment")

#: Alert, trader, consignment; one of the last two is None.
Key = tuple[int, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Pair:
    """What the engine found for one party, or for the transport units of one consignment."""

    side: Side
    party: Profile
    found: Found

    @property
    def alert(self) -> int:
        return int(self.found.subject)

    @property
    def key(self) -> Key:
        other = int(self.party.key)
        return (self.alert, other, None) if self.side == "trader" else (self.alert, None, other)


@dataclass(frozen=True, slots=True)
class Known:
    """A match as it stood when a batch began to read what it compares."""

    pk: int
    fingerprint: str
    holds: bool
    updated_at: datetime


Before = Mapping[Key, Known]


def before(**of: Collection[int]) -> Before:
    """The matches of these alerts (`alert__in`), traders or consignments; to be read before they are compared.

    What is compared may change while the engine is at it, and another worker match it anew: what was written of a pair
    since is the later word on it, and stays.
    """
    rows = Match.objects.filter(**of).values_list(
        "alert_id", "trader_id", "consignment_id", "pk", "fingerprint", "holds", "updated_at")
    return {row[:3]: Known(*row[3:]) for row in rows}


def hold_alerts(alerts: Iterable[int]) -> None:
    """Lock these alerts, lowest id first, until the transaction ends; before any of their matches is touched.

    Whoever changes who sees an alert changes the label of the alert, of its matches and of their sightings, and locks them
    in that order. A worker that had locked a match, and waited for its alert, would wait for somebody who waits for it.
    Workers that write matches of one alert take turns, and so does whoever waits to change it: none overtakes.
    """
    list(Alert.objects.select_for_update(no_key=True).filter(pk__in=set(alerts)).order_by("pk").values_list("pk"))


def touched(known: Before, pairs: Collection[Pair]) -> set[int]:
    """The alerts whose matches will be written or let go."""
    return {pair.alert for pair in pairs} | {alert for alert, *_other in _lost(known, pairs)}


def keep(pairs: Collection[Pair], *, known: Before, subjects: Mapping[int, Profile] | None = None) -> list[int]:
    """Write the matches, each pair once; ids of those that are new or whose data changed.

    Pairs of an alert that is not in force any more (withdrawn a moment ago) are left out, and those that another worker wrote
    since they were `known`. `subjects` are the profiles the pairs were compared with, by alert id; without them they are
    read. The alerts are held (`hold_alerts`).
    """
    alerts = {pair.alert for pair in pairs}
    compared = subjects or {
        int(p.key): p for p in profiles.of_alerts(profiles.alerts_in_force().filter(pk__in=alerts))}
    in_force = set(profiles.alerts_in_force().filter(pk__in=alerts).values_list("pk", flat=True))
    present = _present(pairs)
    now = timezone.now()
    rows, fresh = [], set()
    for pair in pairs:
        there = present.get(pair.key)
        if pair.alert not in in_force or pair.alert not in compared or there != known.get(pair.key):
            continue
        fingerprint = _fingerprint(there.fingerprint if there else "", pair.party, compared[pair.alert])
        if there is None or not there.holds or fingerprint != there.fingerprint:
            fresh.add(pair.key)
        alert, trader, consignment = pair.key
        rows.append((pair.side, Match(
            alert_id=alert, trader_id=trader, consignment_id=consignment, score=pair.found.score,
            probability=pair.found.probability, evidence=pair.found.as_json(), engine_version=ENGINE_VERSION,
            fingerprint=fingerprint, holds=True, updated_at=now)))
    return [row.pk for row in _upsert(rows) if (row.alert_id, row.trader_id, row.consignment_id) in fresh]


def _present(pairs: Collection[Pair]) -> Before:
    """The matches that these pairs are already."""
    found: dict[Key, Known] = {}
    for side in SIDES:
        others = {int(pair.party.key) for pair in pairs if pair.side == side}
        if others:
            found.update(before(**{"alert__in": {pair.alert for pair in pairs}, f"{side}__in": others}))
    return found


def _fingerprint(stored: str, party: Profile, subject: Profile) -> str:
    """The stored one while it says the same, under whatever scheme: judgements rest on it."""
    pair = (party, subject)
    return stored if stored and profiles.fingerprints.same(stored, pair) else profiles.fingerprints.of(pair)


def _upsert(rows: Collection[tuple[Side, Match]]) -> list[Match]:
    kept: list[Match] = []
    for side in SIDES:
        kept += Match.objects.bulk_create(
            [row for of, row in rows if of == side], update_conflicts=True, unique_fields=["alert", side], batch_size=1000,
            update_fields=["score", "probability", "evidence", "engine_version", "fingerprint", "holds", "updated_at"])
    return kept


_LET_GO = """
    update screening_match m set holds = false, updated_at = now()
    from unnest(%s::bigint[], %s::timestamptz[]) as known (id, updated_at)
    where m.id = known.id and m.updated_at = known.updated_at and m.holds
"""


def let_go(known: Before, pairs: Collection[Pair]) -> None:
    """Of the matches that were known, those that the engine does not find any more hold no longer.

    One that another worker wrote since was found on newer data, and stays. The alerts are held (`hold_alerts`).
    """
    gone = _lost(known, pairs).values()
    if gone:
        with connection.cursor() as cursor:
            cursor.execute(_LET_GO, [[match.pk for match in gone], [match.updated_at for match in gone]])


def _lost(known: Before, pairs: Collection[Pair]) -> dict[Key, Known]:
    """Of the matches that were known and hold, those that are not among the pairs."""
    still = {pair.key for pair in pairs}
    return {key: match for key, match in known.items() if match.holds and key not in still}


def let_go_of_ended() -> int:
    """Matches of alerts that are not in force any more hold no longer; how many they were."""
    ended = Match.objects.filter(holds=True).exclude(alert__in=profiles.alerts_in_force().values("pk"))
    alerts = set(ended.values_list("alert", flat=True))
    hold_alerts(alerts)
    return ended.filter(alert__in=alerts).update(holds=False, updated_at=timezone.now())


_SIGHTINGS = """
    insert into screening_sighting (match_id, consignment_id, found_at)
    select distinct m.id, p.consignment_id, now()
    from screening_match m join trade_consignmentparty p on p.trader_id = m.trader_id
    where m.holds and {which}
    on conflict (match_id, consignment_id) do nothing
"""

_NOT_SIGHTED = """
    delete from screening_sighting s using screening_match m
    where m.id = s.match_id and s.consignment_id = any(%s)
      and not exists (select 1 from trade_consignmentparty p
                      where p.consignment_id = s.consignment_id and p.trader_id = m.trader_id)
"""

_SIGHTED_ALERTS = """
    select m.alert_id from screening_match m join trade_consignmentparty p on p.trader_id = m.trader_id
    where m.holds and p.consignment_id = any(%s)
    union
    select m.alert_id from screening_match m join screening_sighting s on s.match_id = m.id where s.consignment_id = any(%s)
"""


def sight_traders(pairs: Collection[Pair]) -> None:
    """Note on which consignments the traders of these pairs have a part. The alerts are held."""
    alerts = list({pair.alert for pair in pairs})
    traders = list({int(pair.party.key) for pair in pairs if pair.side == "trader"})
    with connection.cursor() as cursor:
        cursor.execute(_SIGHTINGS.format(which="m.alert_id = any(%s) and m.trader_id = any(%s)"), [alerts, traders])


def sight_consignments(consignments: Collection[int]) -> None:
    """Note which matched traders have a part on these consignments. The alerts are held (`sighted_alerts`).

    A consignment that was amended loses the sightings of traders that have no part on it any more.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NOT_SIGHTED, [list(consignments)])
        cursor.execute(_SIGHTINGS.format(which="p.consignment_id = any(%s)"), [list(consignments)])


def sighted_alerts(consignments: Collection[int]) -> set[int]:
    """The alerts of whose matches these consignments are, or are to be, sightings."""
    with connection.cursor() as cursor:
        cursor.execute(_SIGHTED_ALERTS, [list(consignments)] * 2)
        return {row[0] for row in cursor.fetchall()}


def announce(ids: Collection[int]) -> None:
    """Tell the rooms above, inside the transaction, which matches are new or were found on changed data."""
    if ids:
        metrics.MATCHES.inc(len(ids))
        matches_written.send(sender=Match, ids=list(ids))
