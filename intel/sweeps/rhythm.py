"""At which hours a person asks, as far as the days before tell; of somebody new, their colleagues'."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

#: An hour is usual when the person was there at it, or the hour before or after, on so large a share of the days on which they
#: asked; so is the end of the week, as a whole.
USUAL = 0.04
#: Of whom fewer days are known is judged by colleagues alone; where fewer of theirs are known, nothing is unusual.
FEWEST, FEWEST_OF_OTHERS = 15, 60
#: So many days of colleagues are worth as much as what is known of the person.
COLLEAGUES = 15

#: The end of the week, beside the hours 0 to 23.
_WEEKEND = 24


@dataclass(frozen=True, slots=True)
class Known:
    """On which days somebody asked at an hour; a day is a day of one person."""

    days: Mapping[int, set[int]]
    count: int

    @classmethod
    def of(cls, asked: Iterable[tuple[int, datetime]]) -> Known:
        """From who asked (a number) when, by the clock of the hub."""
        found: dict[int, set[int]] = defaultdict(set)
        days = set()
        for person, at in asked:
            day = person * 1_000_003 + at.toordinal()
            days.add(day)
            found[at.hour].add(day)
            if at.weekday() >= 5:
                found[_WEEKEND].add(day)
        return cls(found, len(days))

    def at(self, hours: Iterable[int]) -> int:
        """On how many days at any of these."""
        return len(set().union(*(self.days.get(hour, set()) for hour in hours)))


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The hours of one person, and those of their colleagues."""

    own: Known
    others: Known

    def is_usual(self, at: datetime) -> bool:
        """Whether the person asks at such an hour of such a day."""
        if self.own.count < FEWEST and self.others.count < FEWEST_OF_OTHERS:
            return True
        around = [(at.hour + by) % 24 for by in (-1, 0, 1)]
        return self._is_usual(around) and (at.weekday() < 5 or self._is_usual([_WEEKEND]))

    def _is_usual(self, hours: list[int]) -> bool:
        mine, theirs = self.own.at(hours), self.others.at(hours) / max(1, self.others.count)
        if self.own.count < FEWEST:
            return mine > 0 or theirs >= USUAL
        return (mine + COLLEAGUES * theirs) / (self.own.count + COLLEAGUES) >= USUAL
