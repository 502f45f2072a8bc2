"""How rare a count is in honest work: of how many days of one person it is reached for the first time.

`calibration.json` says it for each pattern and count, as `{"SEQUENCE": [1.0, 0.31, …]}`: shares of honest days. It is made by
`make sweeps` from generated days (docs/sweeps.md); the real ones of a deployment can be put in their place.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log10
from pathlib import Path

from intel.sweeps.asked import Asked
from intel.sweeps.patterns import PATTERNS, Pattern, Shown

FILE = Path(__file__).with_name("calibration.json")

#: One pattern alarms when it is reached on so many honest days, all of them together when their sum is. Eight of the one and
#: one of the other make less than one alarm in 1,000 days, however they fall together.
ALONE, TOGETHER = 1 / 20_000, 1 / 10_000
#: What one pattern has to exceed to be counted with others, and the steps in which their sum is counted.
COUNTED_FROM, STEP = 2.0, 0.25
#: Fewer queries are no sweep, however rare they are among generated days: those are narrower than life.
FEWEST = 15

SUM = "TOGETHER"

Shares = Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True)
class Sign:
    """One pattern that queries show: how far, and how rare that is: 4.0 is one honest day in 10,000."""

    pattern: Pattern
    shown: Shown
    surprise: float


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What makes queries a sweep: the signs, strongest first. `alone` are those of which each would be enough."""

    signs: tuple[Sign, ...]
    alone: tuple[Pattern, ...]
    surprise: float

    @property
    def places(self) -> list[int]:
        """Which queries are in question."""
        return sorted({place for sign in self.signs for place in sign.shown.places})


@cache
def calibration() -> Shares:
    """The shares as they were measured."""
    shares: Shares = json.loads(FILE.read_text(encoding="utf-8"))["shares"]
    return shares


def signs_of(asked: Sequence[Asked], shares: Shares, among: Collection[Pattern] = tuple(Pattern)) -> list[Sign]:
    """Every pattern with how rare its count is, strongest first."""
    found = []
    for pattern in among:
        shown = PATTERNS[pattern](asked)
        found.append(Sign(pattern, shown, surprise(shares[pattern.value], shown.count)))
    return sorted(found, key=lambda sign: -sign.surprise)


def suspicion(asked: Sequence[Asked], shares: Shares, among: Collection[Pattern] = tuple(Pattern)) -> Suspicion | None:
    """Whether these queries of one person, in their order, are a sweep, and why; None for honest work."""
    signs = signs_of(asked, shares, among)
    alone = tuple(sign.pattern for sign in signs if sign.surprise >= -log10(ALONE))
    together = surprise(shares[SUM], in_steps(sign.surprise for sign in signs))
    if not alone and together < -log10(TOGETHER):
        return None
    telling = tuple(sign for sign in signs if sign.pattern in alone or (not alone and sign.surprise > COUNTED_FROM))
    found = Suspicion(telling, alone, signs[0].surprise if alone else together)
    return found if len(found.places) >= FEWEST else None


def in_steps(surprises: Iterable[float]) -> int:
    """What several signs weigh together, in whole steps."""
    return round(sum(max(0.0, one - COUNTED_FROM) for one in surprises) / STEP)


def surprise(shares: Sequence[float], count: int) -> float:
    """How rare a count is: 3.0 for one honest day in 1,000. Beyond what is written down it is as rare as the last."""
    return -log10(shares[min(count, len(shares) - 1)])
