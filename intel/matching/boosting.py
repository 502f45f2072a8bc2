"""Learns the additive tables: boosting in turns over single features and pairs, with the logistic loss."""

from __future__ import annotations

import numba as nb
import numpy as np

from intel.matching import comparing as c
from intel.matching.model import BINS, COARSE, Model, blank_model
from intel.matching.tables import Array

PAIRS: list[tuple[int, int]] = [
    (c.MATCHED, c.LEFT_PARTY), (c.MATCHED, c.LEFT_SUBJECT), (c.COVER_PARTY, c.COVER_SUBJECT), (c.LEFT_PARTY, c.LEFT_SUBJECT),
    (c.LEFT_PARTY, c.STRONGEST), (c.RAREST_PARTY, c.RAREST_SUBJECT), (c.WHOLE, c.MATCHED), (c.WHOLE, c.COVER_PARTY),
    (c.WHOLE, c.COVER_SUBJECT), (c.NUMBERS, c.WHOLE), (c.NUMBERS, c.COVER_PARTY), (c.NUMBERS, c.LEFT_PARTY),
    (c.NUMBERS, c.LEFT_SUBJECT), (c.CUT_OFF, c.COVER_PARTY), (c.CUT_OFF, c.CONTAINED), (c.EXACT, c.LOSS),
    (c.LEFT_SUBJECT, c.WORDS), (c.CONTAINED, c.COVER_SUBJECT), (c.CONTAINED, c.COVER_PARTY), (c.LEGAL_FORM, c.MATCHED),
    (c.KIND, c.MATCHED), (c.SUBJECT_KIND, c.LEFT_PARTY), (c.SUBJECT_KIND, c.LEFT_SUBJECT), (c.SUBJECT_KIND, c.MATCHED),
    (c.SUBJECT_KIND, c.ORDER), (c.SUBJECT_KIND, c.LOSS), (c.LOOSE, c.MATCHED), (c.LOSS, c.MATCHED), (c.FIRST_WORD, c.LEFT_PARTY),
    (c.SUBJECT_KIND, c.FIRST_WORD), (c.LEFT_PARTY, c.WORDS), (c.RAREST_PARTY, c.MATCHED), (c.RAREST_SUBJECT, c.MATCHED),
]  # fmt: skip
_BITS = 1.0 / np.log(2.0)


def binned(features: Array, learned: Model) -> Array:
    """Return features (p, F) as bins (p, F) uint8."""
    places = ((features - learned.lowest) * learned.scale).astype(np.int64)
    return np.clip(places, 0, BINS - 1).astype(np.uint8)


def coarsened(places: Array, learned: Model, feature: int) -> Array:
    """Return the coarse bins of one feature, (p,) uint8."""
    column = places[:, feature]
    coarse = np.minimum(column, COARSE - 1) if learned.scale[feature] == 1.0 else column * np.uint16(COARSE) // BINS
    return np.asarray(coarse)


def boost(features: Array, truth: Array, weight: Array, *, rounds: int = 100, rate: float = 0.3, ridge: float = 12.0) -> Model:
    """Return a model fitted to pairs: features (p, F) float32, truth (p,) bool, weight (p,) float32."""
    learned = blank_model(PAIRS)
    places = binned(features, learned)
    cells = [
        coarsened(places, learned, a).astype(np.uint8) * np.uint8(COARSE) + coarsened(places, learned, b).astype(np.uint8)
        for a, b in PAIRS
    ]
    columns = [places[:, f].copy() for f in range(places.shape[1])]
    mean = float(np.average(truth, weights=weight))
    odds = np.full(len(truth), np.log(mean / (1 - mean)), dtype=np.float32)
    learned.intercept[0] = odds[0] * _BITS
    truth = truth.astype(np.float32)
    weight = weight.astype(np.float32)
    for turn in range(rounds):
        for f, column in enumerate(columns):
            step = _step(_sums(column, odds, truth, weight, BINS), ridge, rate, smooth=learned.scale[f] != 1.0)
            learned.table[f] += step * _BITS
            _moved(column, odds, step)
        if turn < rounds // 4:
            continue  # single features first: pairs only say what they cannot
        for p, cell in enumerate(cells):
            step = _step(_sums(cell, odds, truth, weight, COARSE * COARSE), 3 * ridge, rate, smooth=False)
            learned.pair_table[p] += (step * _BITS).reshape(COARSE, COARSE)
            _moved(cell, odds, step)
    return learned


@nb.njit(cache=True, nogil=True, fastmath=True)
def _sums(column: Array, odds: Array, truth: Array, weight: Array, bins: int) -> Array:
    """Return slope and curvature of the loss in every bin, (2, bins) float64."""
    sums = np.zeros((2, bins))
    for i in range(len(column)):
        said = np.float32(1.0) / (np.float32(1.0) + np.exp(-odds[i]))
        sums[0, column[i]] += weight[i] * (truth[i] - said)
        sums[1, column[i]] += weight[i] * said * (np.float32(1.0) - said)
    return sums


@nb.njit(cache=True, nogil=True)
def _moved(column: Array, odds: Array, step: Array) -> None:
    for i in range(len(column)):
        odds[i] += step[column[i]]


def _step(sums: Array, ridge: float, rate: float, *, smooth: bool) -> Array:
    """Return one Newton step for every bin, in natural log-odds; neighbouring bins share what they saw."""
    slope, curve = sums
    if smooth:
        slope, curve = _shared(slope), _shared(curve)
    return np.asarray(rate * np.clip(slope / (curve + ridge), -2.0, 2.0), dtype=np.float32)


def _shared(values: Array) -> Array:
    padded = np.pad(values, 1, mode="edge")
    return np.asarray(0.25 * padded[:-2] + 0.5 * padded[1:-1] + 0.25 * padded[2:])


def calibrated(learned: Model, scores: Array, truth: Array, weight: Array, knots: int = 24) -> Model:
    """Return the model with its scores (p,) mapped to log-odds that held on pairs it was not fitted to."""
    order = np.argsort(scores)
    edges = np.unique(np.quantile(scores, np.linspace(0, 1, 400)))
    bins = np.clip(np.searchsorted(edges, scores[order], side="right") - 1, 0, len(edges) - 2)
    right = np.bincount(bins, weights=weight[order] * truth[order], minlength=len(edges) - 1)
    wrong = np.bincount(bins, weights=weight[order] * ~truth[order], minlength=len(edges) - 1)
    middle = np.bincount(bins, weights=scores[order]) / np.maximum(1, np.bincount(bins))
    inside = (middle > -9) & (middle < 14)
    x, (right, wrong) = middle[inside], (right[inside], wrong[inside])
    pooled = _rising((right + 0.3) / (right + wrong + 0.6), right + wrong)
    odds = np.log2(pooled / (1 - pooled))
    at = np.linspace(-8, 12, knots)
    rows = np.array([np.average(odds, weights=(right + wrong + 1) * np.exp(-0.5 * ((x - one) / 0.7) ** 2) + 1e-9) for one in at])
    odds_at = np.maximum.accumulate(rows + 1e-3 * np.arange(knots))
    return learned._replace(knots=at.astype(np.float32), log_odds=odds_at.astype(np.float32))


def _rising(values: Array, weight: Array) -> Array:
    """Return the nearest rising sequence (pool adjacent violators)."""
    groups: list[list[float]] = []
    for value, mass in zip(values.tolist(), weight.tolist(), strict=True):
        groups.append([value, max(mass, 1e-9), 1])
        while len(groups) > 1 and groups[-2][0] >= groups[-1][0]:
            high = groups.pop()
            low = groups[-1]
            total = low[1] + high[1]
            groups[-1] = [(low[0] * low[1] + high[0] * high[1]) / total, total, low[2] + high[2]]
    return np.concatenate([np.full(int(n), value) for value, _, n in groups])
