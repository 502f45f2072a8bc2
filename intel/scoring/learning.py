"""Gradient boosting by LightGBM, deterministic: the same rows and seed give the same trees.

On one core: its threads wait for each other by spinning, and beside other work two took six times as long as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from intel.scoring.records import Array, BadInput

if TYPE_CHECKING:
    import lightgbm

_COMMON = {"objective": "binary", "verbose": -1, "deterministic": True, "force_row_wise": True, "lambda_l2": 5.0}


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a booster is grown: trees of so many leaves, and how many boosters with seeds of their own are averaged."""

    trees: int
    rate: float
    leaves: int
    least_rows: int
    share_of_features: float
    share_of_rows: float = 1.0
    averaged: int = 1


@dataclass(frozen=True, slots=True)
class Boosters:
    """Boosters whose log-odds are averaged."""

    members: tuple[lightgbm.Booster, ...]
    names: tuple[str, ...]

    def log_odds(self, matrix: Array) -> Array:
        """(n,) float64, of what stands in the matrix; without what they were grown on top of."""
        return np.asarray(sum(one.predict(matrix, raw_score=True, num_threads=1) for one in self.members) / len(self.members))

    def contributions(self, matrix: Array) -> Array:
        """(n, F + 1) float64: the SHAP value of each column in log-odds, and last the expectation; rows sum to `log_odds`."""
        parts = sum(one.predict(matrix, pred_contrib=True, num_threads=1) for one in self.members)
        return np.asarray(parts / len(self.members))


def grow(
    matrix: Array,
    irregular: Array,
    recipe: Recipe,
    *,
    names: tuple[str, ...],
    categories: tuple[str, ...] = (),
    on_top_of: Array | None = None,
    seed: int = 0,
) -> Boosters:
    """Boosters fitted to rows: matrix (n, F), irregular (n,) 0 or 1, on_top_of (n,) log-odds that are there already."""
    library = lightgbm_loaded()
    members = []
    for member in range(recipe.averaged):
        options: dict[str, Any] = _COMMON | {
            "learning_rate": recipe.rate, "num_leaves": recipe.leaves, "min_child_samples": recipe.least_rows,
            "feature_fraction": recipe.share_of_features, "bagging_fraction": recipe.share_of_rows,
            "bagging_freq": 1 if recipe.share_of_rows < 1 else 0, "cat_smooth": 20.0, "cat_l2": 20.0,
            "num_threads": 1, "seed": seed * 1_000 + member,
        }  # fmt: skip
        rows = library.Dataset(
            matrix, irregular, init_score=on_top_of, feature_name=list(names), categorical_feature=list(categories),
            params={"verbose": -1, "num_threads": 1},
        )  # fmt: skip
        members.append(library.train(options, rows, num_boost_round=recipe.trees))
    return Boosters(tuple(members), names)


def lightgbm_loaded() -> Any:
    """The library, loaded when it is first needed: it takes a process half a second."""
    try:
        import lightgbm
    except OSError as error:  # its wheel brings no OpenMP
        raise BadInput(f"LightGBM cannot be loaded: {error}. Install OpenMP (Debian: apt install libgomp1).") from error
    return lightgbm
