"""The detector at work on generated days: what it would have looked at, and when, as the room does it on the table."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from intel.sweeps.asked import Asked, described
from intel.sweeps.rhythm import Known, Rhythm
from intel.sweeps.settings import KNOWN_AFTER, LONGEST, READ_WITHIN, WINDOW
from tests.sweeps.honest import Person
from tests.sweeps.values import Asking


@dataclass(frozen=True)
class Look:
    """One look at one person: when, on which day of theirs (its place), and the window."""

    at: datetime
    day: int
    window: list[Asked]


class Watch:
    """Looks at one person, day by day; the colleagues' days say at which hours one works there."""

    def __init__(self, person: Person, colleagues: Sequence[Person], *, every: timedelta = timedelta(minutes=30)) -> None:
        self.person, self.every = person, every
        self._others = [(one.number, asking.asked_at) for one in colleagues for day in one.days for asking in day.asked]
        self._others.sort(key=lambda one: one[1])

    def looks(self, *, since: datetime | None = None) -> Iterator[Look]:
        """Every look, in order; those after a moment."""
        before: list[tuple[Asking, Asked]] = []
        for place, day in enumerate(self.person.days):
            rhythm = self._rhythm(before, day.date)
            today = [(asking, described(asking, read=None, usual=True)) for asking in day.asked]
            for at in self._moments(day.asked):
                asked = [*before, *(one for one in today if one[0].asked_at <= at)]
                if since is None or at > since:
                    yield Look(at, place, window(asked, at, rhythm))
            before += today

    def _rhythm(self, before: list[tuple[Asking, Asked]], now: datetime) -> Rhythm:
        known, since = now + timedelta(hours=8) - KNOWN_AFTER, now - LONGEST * 2
        return Rhythm(
            Known.of((self.person.number, one.asked_at) for one, _asked in before if since < one.asked_at < known),
            Known.of(one for one in self._others if since < one[1] < known))

    def _moments(self, asked: Sequence[Asking]) -> Iterator[datetime]:
        """Some time after each query, and when all of that day should have been read."""
        last = None
        for asking in asked:
            at = asking.asked_at
            moment = at.replace(minute=0, second=0, microsecond=0) + self.every * (1 + int(at.minute * 60 / self.every.seconds))
            if moment != last:
                yield moment
                last = moment
        if last is not None:
            yield last + READ_WITHIN


def window(asked: Sequence[tuple[Asking, Asked]], at: datetime, rhythm: Rhythm) -> list[Asked]:
    """What is looked at: the last queries, as far as it can be known then whether they were read."""
    return [replace(one, read=was_read(asking, at), usual=rhythm.is_usual(asking.asked_at))
            for asking, one in asked[-WINDOW:] if asking.asked_at > at - LONGEST]


def was_read(asking: Asking, at: datetime) -> bool | None:
    """Whether the answer was read by then; None while it is too early to say."""
    if asking.read_after is not None and asking.asked_at + timedelta(minutes=asking.read_after) <= at:
        return True
    return None if at - asking.asked_at < READ_WITHIN else False


def by_unit(crowd: Sequence[Person]) -> Callable[[Person], list[Person]]:
    """Who works beside whom."""
    return lambda person: [one for one in crowd if one.unit == person.unit and one.number != person.number]
