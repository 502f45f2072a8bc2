"""The additive score: a table for every feature and for some pairs of features; their entries are bits and add up."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numba as nb
import numpy as np

from intel.matching import comparing as c
from intel.matching.groups import KIND, LEFT_PARTY, LEFT_SUBJECT, LEGAL, NUMBER, ORDER, SHAPE, WORD
from intel.matching.tables import Array, Whole

MODEL_FILE = Path(__file__).parent / "shipped" / "model.npz"
BINS = 32
COARSE = 8

# feature: (lowest, highest, group); a feature whose range is BINS wide counts categories.
_RANGES: dict[int, tuple[float, float, int]] = {
    c.MATCHED: (0, 64, WORD), c.LEFT_PARTY: (0, 48, LEFT_PARTY), c.LEFT_SUBJECT: (0, 48, LEFT_SUBJECT),
    c.LOSS: (0, 12, WORD), c.COVER_PARTY: (0, 1, LEFT_PARTY), c.COVER_SUBJECT: (0, 1, LEFT_SUBJECT),
    c.WHOLE: (0.2, 1, SHAPE), c.CONTAINED: (0.2, 1, SHAPE), c.NUMBERS: (0, 32, NUMBER), c.LEGAL_FORM: (0, 32, LEGAL),
    c.KIND: (0, 32, KIND), c.ORDER: (0, 32, ORDER), c.RAREST_PARTY: (0, 18, LEFT_PARTY),
    c.RAREST_SUBJECT: (0, 18, LEFT_SUBJECT), c.EXACT: (0, 32, WORD), c.STRONGEST: (0, 18, WORD),
    c.CUT_OFF: (0, 32, SHAPE), c.LOOSE: (0, 32, WORD), c.WORDS: (0, 32, WORD), c.FIRST_WORD: (0, 32, ORDER),
    c.SUBJECT_KIND: (0, 32, KIND),
}  # fmt: skip


class Model(NamedTuple):
    """Tables in bits. lowest, scale (F,) float32 bring a feature to its bin of BINS; table (F, BINS) float32.

    pairs (P, 2) int32 features, pair_table (P, COARSE, COARSE) float32; group (F,), pair_group (P,) int32;
    intercept (1,) float32; knots (K,), log_odds (K,) float32: score to calibrated log-odds in bits.
    """

    lowest: Array
    scale: Array
    table: Array
    pairs: Array
    pair_table: Array
    group: Array
    pair_group: Array
    intercept: Array
    knots: Array
    log_odds: Array


def blank_model(pairs: list[tuple[int, int]]) -> Model:
    """Return a model of zeros over the given pairs of features."""
    ranges = [_RANGES[feature] for feature in range(c.FEATURES)]
    group = np.array([of for _, _, of in ranges], dtype=np.int32)
    return Model(
        np.array([low for low, _, _ in ranges], dtype=np.float32),
        np.array([BINS / (high - low) for low, high, _ in ranges], dtype=np.float32),
        np.zeros((c.FEATURES, BINS), dtype=np.float32),
        np.array(pairs, dtype=np.int32).reshape(-1, 2),
        np.zeros((len(pairs), COARSE, COARSE), dtype=np.float32),
        group,
        np.array([group[one] for one, _ in pairs], dtype=np.int32),
        np.zeros(1, dtype=np.float32),
        np.array([-30, 30], dtype=np.float32),
        np.array([-30, 30], dtype=np.float32),
    )


@lru_cache(maxsize=4)
def model(path: Path = MODEL_FILE) -> Model:
    """Return the shipped model, or one a deployment has trained."""
    with np.load(path) as kept:
        return Model(*(np.ascontiguousarray(kept[name]) for name in Model._fields))


def save_model(learned: Model, path: Path, how_made: dict[str, object]) -> None:
    """Write a model and, beside it, a JSON file that says how it was made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **learned._asdict())
    path.with_suffix(".json").write_text(json.dumps(how_made, indent=1) + "\n")


def probability_of(score: float | Array, learned: Model) -> Array:
    """Return the calibrated probability of scores in bits; strictly rising, also beyond the knots."""
    bits = np.asarray(score, dtype=np.float64)
    knots, odds = learned.knots.astype(np.float64), learned.log_odds.astype(np.float64)
    calibrated = np.interp(bits, knots, odds) + np.minimum(bits - knots[0], 0) + np.maximum(bits - knots[-1], 0)
    return np.asarray(1.0 / (1.0 + np.exp2(-calibrated)))


@nb.njit(cache=True, nogil=True, inline="always")
def bin_of(value: float, lowest: float, scale: float) -> Whole:
    """Return the bin of a value, 0..BINS - 1."""
    place = np.int64((value - lowest) * scale)
    if place < 0:
        return 0
    return place if place < BINS else BINS - 1


@nb.njit(cache=True, nogil=True, inline="always")
def coarse_of(place: int, scale: float) -> int:
    """Return the coarse bin of a bin: categories (a scale of 1) keep theirs, other bins go four together."""
    if scale == 1.0:
        return place if place < COARSE else COARSE - 1
    return place * COARSE // BINS


@nb.njit(cache=True, nogil=True)
def score_of(features: Array, learned: Model, groups: Array) -> float:
    """Return the score in bits and write what each group adds to `groups` (G,) float32; the sum is the score."""
    groups[:] = 0
    groups[0] = learned.intercept[0]
    places = np.empty(len(features), np.int32)
    for f in range(len(features)):
        places[f] = bin_of(features[f], learned.lowest[f], learned.scale[f])
        groups[learned.group[f]] += learned.table[f, places[f]]
    for p in range(len(learned.pairs)):
        one, other = learned.pairs[p, 0], learned.pairs[p, 1]
        groups[learned.pair_group[p]] += learned.pair_table[
            p, coarse_of(places[one], learned.scale[one]), coarse_of(places[other], learned.scale[other])
        ]
    total = 0.0
    for g in range(len(groups)):
        total += groups[g]
    return total
