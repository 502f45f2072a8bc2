"""Declarations and their past as numbers: one matrix of the goods, one of what was seen before of the same and of the parties."""

from __future__ import annotations

import numpy as np

from intel.scoring.history import Past
from intel.scoring.keys import NEAR, PARTIES, SAME_TERMS, TWIN
from intel.scoring.prices import log_price_per_kg
from intel.scoring.records import DEPARTURE, HS, MASS, ORIGIN, PRICE, TAX_RATE, TAX_TYPE, Array, Declarations

#: Columns of the matrix of goods, numbers first, then places of categories.
GOODS_NUMBERS = ("mass", "price", "price_per_kg", "duty_rate", "duty", "price_deviation", "by_way_of_another")
GOODS_CATEGORIES = ("heading", "chapter", "departure", "origin", "duty_kind")
GOODS = (*GOODS_NUMBERS, *GOODS_CATEGORIES)
_PRIOR_WEIGHT = {TWIN: 0.5, SAME_TERMS: 0.5} | dict.fromkeys((*NEAR, *PARTIES), 10.0)
_MOST = 200.0


class Categories:
    """The values of each categorical column that were trained on, by place; others are missing."""

    def __init__(self, found: Declarations) -> None:
        self.places = {name: _places(values) for name, values in _categories(found).items()}

    def of(self, found: Declarations) -> Array:
        """(n, 5) float64, -1 for what is new: LightGBM reads that as missing."""
        columns = [
            [float(self.places[name].get(value, -1)) for value in values] for name, values in _categories(found).items()
        ]
        return np.array(columns, dtype=np.float64).T.reshape(-1, len(GOODS_CATEGORIES))


def _categories(found: Declarations) -> dict[str, list[str]]:
    codes = found.texts[HS]
    columns = ([code[:4] for code in codes], [code[:2] for code in codes], found.texts[DEPARTURE], found.texts[ORIGIN],
               found.texts[TAX_TYPE])  # fmt: skip
    return dict(zip(GOODS_CATEGORIES, columns, strict=True))


def _places(values: list[str]) -> dict[str, int]:
    return {value: place for place, value in enumerate(sorted(set(values)))}


def goods_matrix(found: Declarations, past: Past, categories: Categories) -> Array:
    """(n, 12) float64, columns as `GOODS`."""
    mass, price, rate = (found.numbers[name] for name in (MASS, PRICE, TAX_RATE))
    numbers = (np.log1p(mass), np.log1p(price), log_price_per_kg(found), rate, np.log1p(price * rate / 100), past.price_deviation)
    return np.column_stack([*numbers, _by_way_of_another(found), categories.of(found)])


def _by_way_of_another(found: Declarations) -> Array:
    """(n,) whether goods depart from another country than that of their origin; trees do not compare two categories."""
    departure, origin = np.array(found.texts[DEPARTURE]), np.array(found.texts[ORIGIN])
    return np.where((departure == "") | (origin == ""), np.nan, departure != origin)


def history_names(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Columns of `history_matrix`."""
    return tuple(f"{kind}.{what}" for kind in kinds for what in ("count", "rate"))


def history_matrix(past: Past, kinds: tuple[str, ...], base: float) -> Array:
    """(n, 2 * kinds) float64: how many there were, and which share was irregular, drawn to `base`; NaN where none."""
    columns = []
    for kind in kinds:
        count, irregular = past.counts[kind], past.irregular[kind]
        weight = _PRIOR_WEIGHT[kind]
        columns += [np.minimum(count, _MOST), np.where(count > 0, (irregular + weight * base) / (count + weight), np.nan)]
    return np.column_stack(columns)
