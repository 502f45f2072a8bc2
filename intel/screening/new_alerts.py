"""Matching new and changed alerts: which known parties they meet. These are then matched with all alerts, as if they came last.

So what is found of a pair is the same whichever side came first, and however many came at once.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from agencies.work import queue
from intel import matching
from intel.matching import Profile
from intel.screening import live, profiles, writing
from intel.screening.kinds import ROUND
from intel.screening.models import MatchedAlert
from intel.screening.parties import candidates
from intel.screening.services import bearing_identifiers_of, screen_consignments, screen_traders
from intel.screening.settings import (
    ALERTS_AT_ONCE,
    EFFORT,
    FEW_ALERTS,
    MET_AT_ONCE,
    MINIMUM_PROBABILITY,
    STREAM,
    WRITTEN_AT_ONCE,
)

T = TypeVar("T")


def screen_alerts(ids: Sequence[int]) -> Iterator[list[int]]:
    """Match alerts with the parties that are known: a few with likely ones at once; a round then goes over all of them.

    Yields what is done, for what was written to be kept: a transaction lasts a second or two, however many alerts a list has.
    """
    live.indexes()
    by_agency = profiles.by_agency(profiles.alerts_in_force().filter(pk__in=ids))
    in_force = sorted(int(profile.key) for of_agency in by_agency.values() for profile in of_agency)
    known = writing.before(alert__in=ids)
    yield []  # nothing is locked yet
    yield from _let_go({key: match for key, match in known.items() if key[0] not in set(in_force)})
    if len(in_force) <= FEW_ALERTS:
        for some in in_parts(in_force, ALERTS_AT_ONCE):
            subjects = {agency: [one for one in of_agency if one.key in some] for agency, of_agency in by_agency.items()}
            yield from match_met(met_by(subjects, candidates([one for of_agency in subjects.values() for one in of_agency])))
    traders = {trader for alert, trader, _consignment in known if trader and alert in set(in_force)}
    for part in in_parts(sorted(traders), MET_AT_ONCE):
        screen_traders(part)
        yield []
    consignments = {consignment for alert, _trader, consignment in known if consignment and alert in set(in_force)}
    for part in in_parts(sorted(consignments | set(bearing_identifiers_of(in_force))), MET_AT_ONCE):
        screen_consignments(part)
        yield []
    MatchedAlert.objects.bulk_create(
        [MatchedAlert(alert_id=alert) for alert in in_force], update_conflicts=True, unique_fields=["alert"],
        update_fields=["in_round"])
    if in_force:
        queue.enqueue(ROUND, [0])
    yield list(ids)


def _let_go(ended: writing.Before) -> Iterator[list[int]]:
    """The matches of alerts that are not in force any more."""
    for keys in in_parts(ended, WRITTEN_AT_ONCE):
        some = {key: ended[key] for key in keys}
        writing.hold_alerts(writing.touched(some, []))
        writing.let_go(some, [])
        yield []


def met_by(by_agency: dict[int, list[Profile]], traders: Collection[int]) -> dict[int, set[int]]:
    """Of these traders those that the alerts match, and by which."""
    met: dict[int, set[int]] = {}
    for part in in_parts(sorted(traders), STREAM):
        parties = profiles.of_traders(part)
        for of_agency in filter(None, by_agency.values()):
            index = matching.Index.build(of_agency)
            found = matching.screen(
                index, parties, minimum_probability=MINIMUM_PROBABILITY, share=0.0, evidence=False, effort=EFFORT)
            for party, matches in zip(parties, found, strict=True):
                if matches:
                    met.setdefault(int(party.key), set()).update(int(match.subject) for match in matches)
    return met


def match_met(met: Mapping[int, Collection[int]]) -> Iterator[list[int]]:
    """Match traders with all alerts, and in any case with those that they met; yields for what was written to be kept."""
    for part in in_parts(sorted(met), MET_AT_ONCE):
        screen_traders(part, {trader: met[trader] for trader in part})
        yield []


def in_parts(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """The things, so many at a time."""
    left = iter(things)
    while part := list(islice(left, size)):
        yield part
