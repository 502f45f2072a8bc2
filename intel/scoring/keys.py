"""By what the past of a declaration is looked up: the goods, what resembles them, and the parties."""

from __future__ import annotations

from collections.abc import Hashable
from math import isnan

import numpy as np

from intel.scoring.records import (
    DEPARTURE,
    HS,
    MASS,
    ORIGIN,
    PRICE,
    TAX_RATE,
    TAX_TYPE,
    Declarations,
)

#: The same goods again: HS code, origin, mass and price; SAME_TERMS: and departure, kind and rate of duty.
TWIN, SAME_TERMS = "twin", "same_terms"
NEAR = ("price_per_kg", "price", "mass")
PARTIES = {"importer": "Importer ID", "declarant": "Declarant ID", "seller": "Seller ID", "office": "Office ID"}

Keys = list[Hashable | None]


def keys_of(found: Declarations) -> dict[str, Keys]:
    """By kind, the key of each declaration; None where it lacks something that the key is made of."""
    hs, origin = found.texts[HS], found.texts[ORIGIN]
    mass, price, rate = (found.numbers[name].tolist() for name in (MASS, PRICE, TAX_RATE))
    departure, kind = found.texts[DEPARTURE], found.texts[TAX_TYPE]
    twins = _joined(hs, origin, mass, price)
    terms = zip(twins, departure, kind, rate, strict=True)
    keys: dict[str, Keys] = {
        TWIN: twins,
        SAME_TERMS: [None if one[0] is None else (*one[:3], None if isnan(one[3]) else one[3]) for one in terms],
        "price_per_kg": _joined(hs, origin, _rounded(found)),
        "price": _joined(hs, price),
        "mass": _joined(hs, mass),
    }
    return keys | {name: [value or None for value in found.texts[column]] for name, column in PARTIES.items()}


def _joined(*columns: list[str] | list[float]) -> Keys:
    return [None if any(part == "" or part != part for part in parts) else parts for parts in zip(*columns, strict=True)]


def _rounded(found: Declarations) -> list[float]:
    """Price per kilogram to four figures; NaN without a mass."""
    mass, price = found.numbers[MASS], found.numbers[PRICE]
    with np.errstate(divide="ignore", invalid="ignore"):
        per_kg = np.where((mass > 0) & (price > 0), price / mass, np.nan)
        scale = 10.0 ** (3 - np.floor(np.log10(per_kg)))
        rounded: list[float] = (np.round(per_kg * scale) / scale).tolist()
    return rounded
