"""Figures of a method that ranks declarations: as an inspection service would count them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intel.scoring.leaks import area_under_curve
from intel.scoring.records import Array

SHARES = (0.01, 0.02, 0.05, 0.10)


@dataclass(frozen=True, slots=True)
class AtShare:
    """When the first `share` of the ranking is inspected. Recall and revenue are shares of what there was to find."""

    share: float
    precision: float
    recall: float
    revenue: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """AUC; macro F1 of the decision at .5, NaN for a method that gives no probabilities; and what inspecting would yield."""

    rows: int
    auc: float
    macro_f1: float
    at: tuple[AtShare, ...]


def ranked(said: Array, irregular: Array, duty: Array, *, decides: bool = True) -> Ranked:
    """said (n,) probabilities or scores, irregular (n,) 0 or 1, duty (n,) on the declared price; ties as in the file."""
    order = np.argsort(-said, kind="stable")
    found, money = irregular[order], (irregular * duty)[order]
    at = []
    for share in SHARES:
        first = max(1, round(share * len(said)))
        at.append(AtShare(share, float(found[:first].mean()), float(found[:first].sum() / found.sum()),
                          float(money[:first].sum() / money.sum())))
    decided = macro_f1(said >= 0.5, irregular) if decides else float("nan")
    return Ranked(len(said), area_under_curve(said, irregular), decided, tuple(at))


def macro_f1(decided: Array, irregular: Array) -> float:
    """The mean of the F1 of both outcomes."""
    parts = []
    for outcome in (0, 1):
        both = int(((decided == outcome) & (irregular == outcome)).sum())
        parts.append(2 * both / max(1, int((decided == outcome).sum() + (irregular == outcome).sum())))
    return sum(parts) / 2
