"""Figures from answers: what was found, what was wrongly found, how far a probability can be believed.

Every (query, subject) pair at or above the threshold counts, not the best one alone: a second, wrong subject on a
party that is listed costs an officer as much as an alert on a clean one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from intel.matching.training.pairs import Query

Hits = Sequence[Sequence[tuple[int | str, float]]]  # for each query: (subject key, score), best first
RECALL = 0.95
NOT_MEASURED = frozenset(("alias_unrelated",))  # nothing in common with any indexed name


@dataclass(frozen=True, slots=True)
class Quality:
    """The figures of one method. Rates are 0..1; NaN where the recall is never reached."""

    f1: float
    threshold: float
    precision_at_f1: float
    recall_at_f1: float
    f1_best_only: float
    precision_at_recall: float
    false_per_1000_clean: float
    found_in_20: float
    queries: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """All answers flat: one row a pair, `truth` whether it is right; homonyms and unmeasured queries are left out."""

    query: np.ndarray  # int64, row of the query
    score: np.ndarray  # float64
    truth: np.ndarray  # bool
    best: np.ndarray  # bool, first answer of its query
    positives: int


def flatten(queries: Sequence[Query], hits: Hits) -> Pairs:
    """Answers as arrays; `hits` has a list for each query."""
    rows: list[tuple[int, float, bool, bool]] = []
    positives = 0
    for at, (query, found) in enumerate(zip(queries, hits, strict=True)):
        if query.variation in NOT_MEASURED:
            continue
        positives += query.truth is not None
        counted = [(key, score) for key, score in found if key not in query.also]
        rows.extend((at, float(score), key == query.truth, place == 0) for place, (key, score) in enumerate(counted))
    table = np.array(rows, dtype=np.float64).reshape(-1, 4)
    return Pairs(table[:, 0].astype(np.int64), table[:, 1], table[:, 2] > 0, table[:, 3] > 0, positives)


def measure(queries: Sequence[Query], hits: Hits) -> Quality:
    """All figures of one method's answers."""
    pairs = flatten(queries, hits)
    threshold, f1, precision, recall = best_f1(pairs)
    only = Pairs(
        pairs.query[pairs.best],
        pairs.score[pairs.best],
        pairs.truth[pairs.best],
        pairs.best[pairs.best],
        pairs.positives,
    )
    at_recall = threshold_at_recall(pairs, RECALL)
    kept = pairs.score >= at_recall if at_recall is not None else np.zeros(len(pairs.score), bool)
    clean = np.array([query.truth is None for query in queries])
    alarmed = np.unique(pairs.query[kept])
    return Quality(
        f1=f1,
        threshold=threshold,
        precision_at_f1=precision,
        recall_at_f1=recall,
        f1_best_only=best_f1(only)[1],
        precision_at_recall=float(pairs.truth[kept].mean()) if at_recall is not None else float("nan"),
        false_per_1000_clean=1000 * float(clean[alarmed].sum()) / max(1, int(clean.sum()))
        if at_recall is not None
        else float("nan"),
        found_in_20=float(pairs.truth.sum()) / max(1, pairs.positives),
        queries=len(queries),
    )


def best_f1(pairs: Pairs) -> tuple[float, float, float, float]:
    """(threshold, F1, precision, recall) where F1 is best; zeros when there is no answer."""
    thresholds, right, given = _sweep(pairs)
    if not len(thresholds) or not pairs.positives:
        return 0.0, 0.0, 0.0, 0.0
    f1 = 2 * right / (given + pairs.positives)
    at = int(np.argmax(f1))
    return float(thresholds[at]), float(f1[at]), float(right[at] / given[at]), float(right[at] / pairs.positives)


def threshold_at_recall(pairs: Pairs, recall: float) -> float | None:
    """The highest threshold that still finds `recall` of the positives; None when no threshold does."""
    thresholds, right, _ = _sweep(pairs)
    enough = np.flatnonzero(right >= recall * pairs.positives)
    return float(thresholds[enough[0]]) if len(enough) and pairs.positives else None


def by_class(queries: Sequence[Query], hits: Hits, threshold: float) -> dict[str, tuple[int, float, float, float]]:
    """For each class: queries, share found at the threshold, found among 20, wrong pairs per 100 queries."""
    table: dict[str, list[float]] = {}
    for query, found in zip(queries, hits, strict=True):
        row = table.setdefault(query.variation, [0, 0, 0, 0])
        row[0] += 1
        for key, score in found:
            if key == query.truth:
                row[2] += 1
                row[1] += score >= threshold
            elif key not in query.also:
                row[3] += score >= threshold
    return {
        name: (int(n), right / n, within / n, 100 * wrong / n)
        for name, (n, right, within, wrong) in sorted(table.items())
    }


def reliability(
    queries: Sequence[Query], probabilities: Hits, bins: int = 10
) -> list[tuple[float, float, int, float, float]]:
    """Rows of the calibration table: from, to, pairs, mean probability said, share that was true."""
    pairs = flatten(queries, probabilities)
    edges = np.linspace(0, 1, bins + 1)
    rows = []
    for low, high in pairwise(edges):
        inside = (pairs.score >= low) & ((pairs.score < high) | (high == 1))
        if inside.any():
            rows.append(
                (
                    float(low),
                    float(high),
                    int(inside.sum()),
                    float(pairs.score[inside].mean()),
                    float(pairs.truth[inside].mean()),
                )
            )
    return rows


def calibration_error(rows: Sequence[tuple[float, float, int, float, float]]) -> float:
    """Mean distance between the probability said and the share true, weighted by pairs."""
    total = sum(row[2] for row in rows)
    return sum(row[2] * abs(row[3] - row[4]) for row in rows) / total if total else float("nan")


def _sweep(pairs: Pairs) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Distinct thresholds downwards, and how many right and how many pairs at or above each."""
    order = np.argsort(-pairs.score, kind="stable")
    scores, truth = pairs.score[order], pairs.truth[order]
    last = np.flatnonzero(np.append(scores[1:] != scores[:-1], True)) if len(scores) else np.empty(0, int)
    return scores[last], np.cumsum(truth)[last], last + 1
