"""The methods of the benchmark of risk: each gets the declarations trained on and those to score, and gives these a number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from intel.scoring.history import History
from intel.scoring.keys import TWIN
from intel.scoring.model import train
from intel.scoring.records import MASS, PRICE, TAX_RATE, TEXTS, Array, Declarations

Method = Callable[[Declarations, Declarations], Array]
MOST_VALUES = 300  # of a column that is written out as one column each, for the linear model


def ours(known: Declarations, asked: Declarations) -> Array:
    """As `manage.py score_declarations`."""
    return train(known).probabilities(asked)


def ours_times_duty(known: Declarations, asked: Declarations) -> Array:
    """The same, by what is to be expected: probability times the duty on the declared price."""
    return ours(known, asked) * np.nan_to_num(asked.numbers[PRICE] * asked.numbers[TAX_RATE])


def twins_alone(known: Declarations, asked: Declarations) -> Array:
    """A rule: the share of irregular ones among earlier rows of the same HS code, origin, mass and price; else the base."""
    history = History()
    history.learn(known)
    past = history.ask(asked)
    base = known.irregular.mean()
    return np.asarray((past.irregular[TWIN] + 0.5 * base) / (past.counts[TWIN] + 0.5))


def at_random(known: Declarations, asked: Declarations) -> Array:
    """Drawn, seed 1."""
    return np.random.default_rng(1).random(len(asked))


def logistic_regression(known: Declarations, asked: Declarations) -> Array:
    """scikit-learn; codes with up to 300 values written out, numbers as logarithms."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import MaxAbsScaler

    one, other = _written_out(known, asked)
    return _fitted(make_pipeline(MaxAbsScaler(), LogisticRegression(max_iter=300)), one, known, other)


def decision_tree(known: Declarations, asked: Declarations) -> Array:
    """scikit-learn, with its defaults but a leaf of 20 rows at least: without, it repeats outcomes row by row."""
    from sklearn.tree import DecisionTreeClassifier

    return _fitted(DecisionTreeClassifier(min_samples_leaf=20, random_state=1), *_as_places(known, asked))


def histogram_boosting(known: Declarations, asked: Declarations) -> Array:
    """scikit-learn's HistGradientBoosting with its defaults."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # its threads spin, and beside other work wait for each other
        return _fitted(HistGradientBoostingClassifier(random_state=1), *_as_places(known, asked))


def xgboost(known: Declarations, asked: Declarations) -> Array:
    """XGBoost with its defaults."""
    from xgboost import XGBClassifier

    return _fitted(XGBClassifier(n_jobs=1, random_state=1), *_as_places(known, asked))


METHODS: dict[str, Method] = {
    "**this one**": ours,
    "this one, times duty": ours_times_duty,
    "twins alone, a rule": twins_alone,
    "XGBoost, its defaults": xgboost,
    "HistGradientBoosting, its defaults": histogram_boosting,
    "one decision tree": decision_tree,
    "logistic regression": logistic_regression,
    "random": at_random,
}
#: Methods whose numbers are no probabilities.
RANK_ONLY = ("this one, times duty", "random")


def _fitted(learner: Any, matrix: Any, known: Declarations, asked: Any) -> Array:
    return np.asarray(learner.fit(matrix, known.irregular).predict_proba(asked)[:, 1])


def _numbers(found: Declarations) -> list[Array]:
    return [found.numbers[name] for name in (MASS, PRICE, TAX_RATE)]


def _as_places(known: Declarations, asked: Declarations) -> tuple[Array, Declarations, Array]:
    """Every column as a number: codes by their place in the alphabet, as the published baselines do."""
    columns: tuple[list[Array], list[Array]] = (_numbers(known), _numbers(asked))
    for name in TEXTS:
        places = {value: place for place, value in enumerate(sorted(set(known.texts[name])))}
        for into, found in zip(columns, (known, asked), strict=True):
            into.append(np.array([places.get(value, -1) for value in found.texts[name]], dtype=np.float64))
    return np.column_stack(columns[0]), known, np.column_stack(columns[1])


def _written_out(known: Declarations, asked: Declarations) -> tuple[Any, Any]:
    from scipy.sparse import csr_matrix, hstack
    from sklearn.preprocessing import OneHotEncoder

    names = [name for name in TEXTS if len(set(known.texts[name])) <= MOST_VALUES]
    encoder = OneHotEncoder(handle_unknown="ignore")
    encoder.fit(_cells(known, names))
    return tuple(
        hstack([encoder.transform(_cells(found, names)), csr_matrix(np.nan_to_num(np.log1p(np.column_stack(_numbers(found)))))])
        for found in (known, asked)
    )  # type: ignore[return-value]


def _cells(found: Declarations, names: list[str]) -> Array:
    return np.array([found.texts[name] for name in names], dtype=object).T
