"""Keeping what the engine found: one match for a pair, whoever finds it and however often."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from django.db import connection
from django.utils import timezone

from intel.matching import ENGINE_VERSION, Profile
from intel.matching import Match as Found
from intel.screening import metrics, profiles
from intel.screening.models import Match
from intel.screening.signals import matches_written

Side = Literal["trader", "consignment"]


@dataclass(frozen=True, slots=True)
class Pair:
    """What the engine found for one party or consignment."""

    party: Profile
    found: Found


def keep(side: Side, pairs: Collection[Pair], *, subjects: Mapping[int, Profile] | None = None) -> list[int]:
    """Write the matches, each pair once; ids of those that are new or whose data changed.

    Pairs of an alert that is not in force any more (withdrawn a moment ago) are left out. `subjects` are the profiles
    the pairs were compared with, by alert id; without them they are read.
    """
    alerts = {int(pair.found.subject) for pair in pairs}
    known = subjects or {
        int(p.key): p for p in profiles.of_alerts(profiles.alerts_in_force().filter(pk__in=alerts))}
    in_force = set(profiles.alerts_in_force().filter(pk__in=alerts).values_list("pk", flat=True))
    before = _before(side, {int(pair.party.key) for pair in pairs}, alerts)
    now = timezone.now()
    rows, fresh = [], set()
    for pair in pairs:
        alert, other = int(pair.found.subject), int(pair.party.key)
        if alert not in in_force or alert not in known:
            continue
        stored, held = before.get((alert, other), ("", False))
        fingerprint = _fingerprint(stored, pair.party, known[alert])
        if not held or fingerprint != stored:
            fresh.add((alert, other))
        rows.append(Match(
            **{"alert_id": alert, f"{side}_id": other}, score=pair.found.score, probability=pair.found.probability,
            evidence=pair.found.as_json(), engine_version=ENGINE_VERSION, fingerprint=fingerprint, holds=True, updated_at=now))
    rows.sort(key=lambda row: (row.alert_id, row.trader_id or row.consignment_id or 0))  # one order: no deadlocks
    kept = Match.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["alert", side], batch_size=1000,
        update_fields=["score", "probability", "evidence", "engine_version", "fingerprint", "holds", "updated_at"])
    return [row.pk for row in kept if (row.alert_id, row.trader_id or row.consignment_id) in fresh]


def _before(side: Side, others: Collection[int], alerts: Collection[int]) -> dict[tuple[int, int], tuple[str, bool]]:
    """Of the pairs that are matches already: the fingerprint, and whether the match holds."""
    rows = Match.objects.filter(**{f"{side}__in": others}, alert__in=alerts)
    return {(alert, other): (fingerprint, holds) for alert, other, fingerprint, holds
            in rows.values_list("alert_id", f"{side}_id", "fingerprint", "holds")}


def _fingerprint(stored: str, party: Profile, subject: Profile) -> str:
    """The stored one while it says the same, under whatever scheme: judgements rest on it."""
    pair = (party, subject)
    return stored if stored and profiles.fingerprints.same(stored, pair) else profiles.fingerprints.of(pair)


def let_go(side: Side, others: Collection[int], pairs: Collection[Pair]) -> None:
    """Matches of these traders or consignments that the engine does not find any more hold no longer."""
    still = {(int(pair.found.subject), int(pair.party.key)) for pair in pairs}
    rows = Match.objects.filter(**{f"{side}__in": others}, holds=True).values_list("pk", "alert_id", f"{side}_id")
    _release([pk for pk, alert, other in rows if (alert, other) not in still])


def let_go_of_alerts(alerts: Collection[int], side: Side, pairs: Collection[Pair]) -> None:
    """The same from the other end: matches of these alerts that are not among the pairs."""
    still = {(int(pair.found.subject), int(pair.party.key)) for pair in pairs}
    rows = Match.objects.filter(alert__in=alerts, holds=True, **{f"{side}__isnull": False})
    _release([pk for pk, alert, other in rows.values_list("pk", "alert_id", f"{side}_id") if (alert, other) not in still])


def let_go_of_ended() -> int:
    """Matches of alerts that are not in force any more hold no longer; how many they were."""
    ended = Match.objects.filter(holds=True).exclude(alert__in=profiles.alerts_in_force().values("pk"))
    return _release(list(ended.order_by("pk").values_list("pk", flat=True)))


def _release(ids: Collection[int]) -> int:
    return Match.objects.filter(pk__in=ids).update(holds=False, updated_at=timezone.now())


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


def sight(*, traders: Collection[int] = (), consignments: Collection[int] = ()) -> None:
    """Note on which consignments matched traders have a part: of these traders, or on these consignments.

    A consignment that was amended loses the sightings of traders that have no part on it any more.
    """
    with connection.cursor() as cursor:
        if traders:
            cursor.execute(_SIGHTINGS.format(which="m.trader_id = any(%s)"), [list(traders)])
        if consignments:
            cursor.execute(_NOT_SIGHTED, [list(consignments)])
            cursor.execute(_SIGHTINGS.format(which="p.consignment_id = any(%s)"), [list(consignments)])


def announce(ids: Collection[int]) -> None:
    """Tell the rooms above, inside the transaction, which matches are new or were found on changed data."""
    if ids:
        metrics.MATCHES.inc(len(ids))
        matches_written.send(sender=Match, ids=list(ids))
