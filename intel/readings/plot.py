"""The timeline of the reading room: how much was done on each day, as bars, each day stacked by act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from intel.readings.states import UseAct

#: Days that are drawn where none were chosen, and at most.
USUAL, MOST = 30, 92
#: The drawing, in its own units: wide, high.
WIDE, HIGH = 920, 120


@dataclass(frozen=True, slots=True)
class Bar:
    """One act of one day: a rectangle, and in words what it is."""

    x: float
    y: float
    width: float
    height: float
    act: str
    day: date
    words: str
    times: int


@dataclass(frozen=True, slots=True)
class Plot:
    """All bars; `most` is how much was done on the busiest day, `total` in all; `cut`: more was asked for than can be drawn."""

    bars: tuple[Bar, ...]
    since: date
    until: date
    most: int
    total: int
    cut: bool


def span(since: date | None, until: date | None, *, today: date) -> tuple[date, date]:
    """The days to draw: those chosen, but no more than MOST, the last of them; else the last month."""
    last = min(until or today, today)
    first = since or last - timedelta(days=USUAL - 1)
    return max(min(first, last), last - timedelta(days=MOST - 1)), last


def drawn(counted: Mapping[date, Mapping[str, int]], since: date, until: date, *, cut: bool) -> Plot:
    """The bars of these days; the busiest day is as high as the drawing."""
    days = (until - since).days + 1
    totals = {day: sum(acts.values()) for day, acts in counted.items()}
    most, step = max(totals.values(), default=0), WIDE / days
    bars = []
    for day in sorted(counted):
        top = 0.0
        for act in UseAct:
            if times := counted[day].get(act, 0):
                height = HIGH * times / most
                top += height
                bars.append(Bar(round((day - since).days * step + step * 0.1, 2), round(HIGH - top, 2), round(step * 0.8, 2),
                                round(height, 2), act.value, day, str(act.label), times))
    return Plot(tuple(bars), since, until, most, sum(totals.values()), cut)
