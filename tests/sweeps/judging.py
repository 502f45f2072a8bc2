"""Judges the detector: on honest people of another world than that it was calibrated with, and on planted sweeps."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from intel.sweeps.patterns import Pattern
from intel.sweeps.settings import EXPLAINED_TIMES
from intel.sweeps.surprise import Suspicion, calibration, suspicion
from tests.sweeps.honest import JUDGED, Person, crowd
from tests.sweeps.planted import Sweep, planted
from tests.sweeps.watching import Watch, by_unit


@dataclass(frozen=True)
class Alarm:
    """An honest person who was taken for one who sweeps."""

    kind: str
    day: int
    signs: tuple[str, ...]


@dataclass(frozen=True)
class FoundAfter:
    """A sweep that was found: after how many of its queries, how long after the first of them, by which signs."""

    queries: int
    time: timedelta
    signs: tuple[str, ...]


def alarms(seed: int, *, people: int = 48, days: int = 42) -> tuple[int, list[Alarm]]:
    """Days of honest people, and the alarms on them. Each is explained at once, as the room has it."""
    everybody = crowd(seed=seed, people=people, days=days, habits=JUDGED)
    others = by_unit(everybody)
    found = [alarm for person in everybody for alarm in _alarms_on(person, Watch(person, others(person)))]
    return sum(len(person.days) for person in everybody), found


def _alarms_on(person: Person, watch: Watch) -> list[Alarm]:
    found: list[Alarm] = []
    explained: set[str] = set()
    since: datetime | None = None
    count, more = 0, set[int]()
    for look in watch.looks():
        window = [one for one in look.window if since is None or one.at > since]
        suspected = suspicion(window, calibration())
        if suspected is None:
            continue
        signs, numbers = _signs(suspected), {window[place].number for place in suspected.places}
        if explained and set(signs) <= explained and count + len(more) < EXPLAINED_TIMES * count:
            more |= numbers
            continue
        found.append(Alarm(person.kind, look.day, signs))
        explained, since, count, more = set(signs), look.at, len(numbers), set()
    return found


def found_after(sweep: Sweep, seed: int, among: Collection[Pattern] = tuple(Pattern)) -> FoundAfter | None:
    """When a planted sweep is found by these patterns: by an alarm that puts queries of it in question. None when it is not."""
    person, others = planted(sweep, seed=seed, habits=JUDGED)
    swept = {one.pk: one.asked_at for day in person.days for one in day.asked if one.swept}
    first = min(swept.values())
    for look in Watch(person, others, every=timedelta(minutes=10)).looks(since=first):
        suspected = suspicion(look.window, calibration(), among)
        if suspected is not None and any(look.window[place].number in swept for place in suspected.places):
            return FoundAfter(sum(at <= look.at for at in swept.values()), look.at - first, _signs(suspected))
    return None


def _signs(found: Suspicion) -> tuple[str, ...]:
    return tuple(sign.pattern.value for sign in found.signs)
