"""The model: goods, then what was seen of the same before and of the parties, then a curve that makes log-odds a probability."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from intel.scoring.calibration import Curve, fitted_curve
from intel.scoring.features import GOODS, GOODS_CATEGORIES, Categories, goods_matrix, history_matrix, history_names
from intel.scoring.history import History, Past, first_of_their_goods, in_order
from intel.scoring.keys import NEAR, PARTIES, SAME_TERMS, TWIN, keys_of
from intel.scoring.leaks import refuse_leaks
from intel.scoring.learning import Boosters, Recipe, grow
from intel.scoring.reasons import grouped, reasons_of
from intel.scoring.records import Array, Declarations, Score
from intel.scoring.time import blocks_of
from intel.scoring.training_rows import inspected_rows

KINDS = (TWIN, SAME_TERMS, *NEAR, *PARTIES)
GOODS_RECIPE = Recipe(trees=150, rate=0.03, leaves=15, least_rows=40, share_of_features=0.5, share_of_rows=0.8, averaged=2)
SEEN_RECIPE = Recipe(trees=200, rate=0.05, leaves=7, least_rows=40, share_of_features=0.8)
#: Blocks at the beginning that nothing is learned from but history: before them there is too little of it.
WARM_UP = 2
#: The last part of the rows, on which the curve is fitted: they were not seen by what it corrects.
SHARE_FOR_CURVE = 0.25


@dataclass(frozen=True, slots=True)
class Model:
    """All that scoring needs. `base` is the share of irregular declarations that it was trained on."""

    history: History
    categories: Categories
    goods: Boosters
    seen: Boosters
    curve: Curve
    base: float
    last_day: int

    def probabilities(self, found: Declarations) -> Array:
        """(n,) float64 between 0 and 1. A declaration is scored by itself: who stands beside it changes nothing."""
        if not len(found):
            return np.zeros(0)
        return self._probabilities(*self._matrices(found, self.history.ask(found)))

    def scores(self, found: Declarations, most: int = 3) -> list[Score]:
        """The same with up to `most` reasons each, strongest first. Costs about fifty times as much."""
        if not len(found):
            return []
        past = self.history.ask(found)
        goods, seen = self._matrices(found, past)
        parts, _before = grouped(GOODS, self.goods.contributions(goods), self.seen.names, self.seen.contributions(seen))
        told = self.curve.slope * parts
        sightings = self.history.last(found)
        return [
            Score(number, probability, reasons_of(row, told[row], found, past, sightings[row], most))
            for row, (number, probability) in enumerate(zip(found.ids, self._probabilities(goods, seen).tolist(), strict=True))
        ]

    def _probabilities(self, goods: Array, seen: Array) -> Array:
        return self.curve.probability(self.goods.log_odds(goods) + self.seen.log_odds(seen))

    def _matrices(self, found: Declarations, past: Past) -> tuple[Array, Array]:
        return goods_matrix(found, past, self.categories), history_matrix(past, KINDS, self.base)


def train(found: Declarations, *, seed: int = 0) -> Model:
    """A model of inspected declarations; those without an outcome are left out.

    Raises BadInput where there is too little to learn from. About ten seconds for 37,000 declarations on one core.
    """
    found = inspected_rows(found)
    refuse_leaks(found)
    blocks = blocks_of(found.days)
    base = float(found.irregular.mean())
    categories = Categories(found)
    past, history = _past(found, blocks)
    goods_rows = goods_matrix(found, past, categories)
    before = _goods_before(found, blocks, goods_rows, seed)
    seen_rows = history_matrix(past, KINDS, base)
    return Model(
        history=history,
        categories=categories,
        goods=_goods(goods_rows, found, _distinct(found), GOODS_RECIPE, seed),
        seen=_seen(seen_rows, found, blocks >= WARM_UP, before, seed),
        curve=_curve(seen_rows, found, blocks, before, seed),
        base=base,
        last_day=int(found.days[-1]),
    )


def _past(found: Declarations, blocks: Array) -> tuple[Past, History]:
    """What was known of each declaration before its block, and the whole history."""
    parts = list(in_order(found, blocks))  # blocks ascend, so the parts follow each other
    counts = {name: np.concatenate([past.counts[name] for _, past, _ in parts]) for name in KINDS}
    irregular = {name: np.concatenate([past.irregular[name] for _, past, _ in parts]) for name in KINDS}
    return Past(counts, irregular, np.concatenate([past.price_deviation for _, past, _ in parts])), parts[-1][2]


def _distinct(found: Declarations) -> Array:
    """One row of all copies of the same goods, the first: else the booster of goods would learn the copies by heart."""
    return first_of_their_goods(keys_of(found)[TWIN])


def _goods(matrix: Array, found: Declarations, rows: Array, recipe: Recipe, seed: int) -> Boosters:
    return grow(matrix[rows], found.irregular[rows], recipe, names=GOODS, categories=GOODS_CATEGORIES, seed=seed)


def _goods_before(found: Declarations, blocks: Array, matrix: Array, seed: int) -> Array:
    """(n,) log-odds of the goods as a model says them that knows earlier blocks alone, as at scoring; the base where none can."""
    distinct = _distinct(found)
    base = found.irregular.mean()
    said = np.full(len(found), np.log(base / (1 - base)))
    once = replace(GOODS_RECIPE, averaged=1)
    for block in range(WARM_UP, int(blocks[-1]) + 1):
        earlier = distinct[blocks[distinct] < block]
        rows = np.flatnonzero(blocks == block)
        if 0 < found.irregular[earlier].sum() < len(earlier):
            said[rows] = _goods(matrix, found, earlier, once, seed).log_odds(matrix[rows])
    return said


def _seen(matrix: Array, found: Declarations, chosen: Array, before: Array, seed: int) -> Boosters:
    return grow(
        matrix[chosen], found.irregular[chosen], SEEN_RECIPE, names=history_names(KINDS), on_top_of=before[chosen], seed=seed,
    )  # fmt: skip


def _curve(matrix: Array, found: Declarations, blocks: Array, before: Array, seed: int) -> Curve:
    """Fitted on the last blocks, as they are scored by what knows the earlier ones alone."""
    start = max(WARM_UP + 1, int(blocks[int(len(blocks) * (1 - SHARE_FOR_CURVE))]))
    late = blocks >= start
    earlier = (blocks >= WARM_UP) & ~late
    if not late.any() or not earlier.any():
        return Curve(1.0, 0.0)
    seen = _seen(matrix, found, earlier, before, seed)
    return fitted_curve(before[late] + seen.log_odds(matrix[late]), found.irregular[late])


