"""What was known before: how often the same was declared and found irregular, in strict order of time.

A history is asked first and taught afterwards, block by block (`in_order`): no declaration is told of its own block's
outcomes nor of later ones. What is asked when a model is trained and when declarations are scored is one code.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

import numpy as np

from intel.scoring.keys import NEAR, PARTIES, SAME_TERMS, TWIN, Keys, keys_of
from intel.scoring.prices import PriceLevels
from intel.scoring.records import Array, Declarations


@dataclass(slots=True)
class Tally:
    """For each key how many declarations had it, how many of them were irregular, and the last irregular one."""

    places: dict[Hashable, int] = field(default_factory=dict)
    counts: Array = field(default_factory=lambda: np.zeros(0))
    irregular: Array = field(default_factory=lambda: np.zeros(0))

    def ask(self, keys: Keys) -> tuple[Array, Array]:
        """(n,) float64 declarations with the key, and irregular ones among them; zeros where it is new or None."""
        known = self.places
        at = np.fromiter((known.get(key, -1) for key in keys), dtype=np.int64, count=len(keys))
        if not len(self.counts):
            return np.zeros(len(keys)), np.zeros(len(keys))
        return np.where(at < 0, 0.0, self.counts[at]), np.where(at < 0, 0.0, self.irregular[at])

    def learn(self, keys: Keys, irregular: Array) -> None:
        """Count declarations: irregular (n,) 0 or 1."""
        known = self.places
        at = np.fromiter(
            (-1 if key is None else known.setdefault(key, len(known)) for key in keys), dtype=np.int64, count=len(keys)
        )
        more = len(known) - len(self.counts)
        self.counts = np.pad(self.counts, (0, more))
        self.irregular = np.pad(self.irregular, (0, more))
        named = at >= 0
        np.add.at(self.counts, at[named], 1.0)
        np.add.at(self.irregular, at[named], irregular[named].astype(np.float64))


@dataclass(frozen=True, slots=True)
class Sighting:
    """An inspection that is evidence: days since 1970-01-01, and the number of the declaration."""

    day: int
    declaration: str


@dataclass(frozen=True, slots=True)
class Past:
    """What a history said of declarations: by kind of key, how many there were and how many were irregular, (n,) each.

    price_deviation (n,): standard deviations of the price per kilogram from its peers, NaN without peers.
    """

    counts: dict[str, Array]
    irregular: dict[str, Array]
    price_deviation: Array

    def take(self, rows: Array) -> Past:
        """Those rows."""
        return Past(
            {name: values[rows] for name, values in self.counts.items()},
            {name: values[rows] for name, values in self.irregular.items()},
            self.price_deviation[rows],
        )


class History:
    """Tallies of inspected declarations. Of copies of the same goods the first alone counts for what resembles them."""

    def __init__(self) -> None:
        self.tallies = {name: Tally() for name in (TWIN, SAME_TERMS, *NEAR, *PARTIES)}
        self.prices = PriceLevels()
        self._last: dict[Hashable, tuple[int, Sighting]] = {}

    def ask(self, found: Declarations) -> Past:
        """What is known so far."""
        keys = keys_of(found)
        answers = {name: tally.ask(keys[name]) for name, tally in self.tallies.items()}
        return Past(
            {name: counts for name, (counts, _) in answers.items()},
            {name: irregular for name, (_, irregular) in answers.items()},
            self.prices.ask(found),
        )

    def learn(self, found: Declarations) -> None:
        """Count inspected declarations."""
        keys = keys_of(found)
        first = first_of_their_goods(keys[TWIN], self.tallies[TWIN])
        chosen = first.tolist()
        for name, tally in self.tallies.items():
            if name in NEAR:
                tally.learn([keys[name][row] for row in chosen], found.irregular[first])
            else:
                tally.learn(keys[name], found.irregular)
        self.prices.learn(found.take(first))
        for key, day, number, irregular in zip(keys[TWIN], found.days.tolist(), found.ids, found.irregular.tolist(), strict=True):
            if key is not None and irregular >= self._last.get(key, (0,))[0]:
                self._last[key] = irregular, Sighting(day, number)

    def last(self, found: Declarations) -> list[Sighting | None]:
        """Of each declaration the last inspection of the same goods: of the irregular ones, where there are any."""
        return [self._last[key][1] if key in self._last else None for key in keys_of(found)[TWIN]]


def first_of_their_goods(twins: Keys, before: Tally | None = None) -> Array:
    """The rows, (m,) int64, whose goods stand in no earlier row, nor in `before`; goods without a key are always first."""
    seen: set[Hashable] = set()
    rows = []
    for row, key in enumerate(twins):
        if key is None or (key not in seen and (before is None or key not in before.places)):
            rows.append(row)
            seen.add(key)
    return np.array(rows, dtype=np.int64)


def in_order(found: Declarations, blocks: Array) -> Iterator[tuple[Array, Past, History]]:
    """Block by block its rows, what was known before it, and the history that now knows the block, too.

    blocks (n,) int, ascending with time. The history is the same object each time, and whole after the last block.
    """
    history = History()
    for block in np.unique(blocks).tolist():
        rows = np.flatnonzero(blocks == block)
        of_block = found.take(rows)
        past = history.ask(of_block)
        history.learn(of_block)
        yield rows, past, history
