"""Why: the SHAP values of the boosters, put together by what they are about, with the values they rest on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from intel.scoring.history import Past, Sighting
from intel.scoring.keys import NEAR, PARTIES, SAME_TERMS, TWIN
from intel.scoring.records import DEPARTURE, HS, MASS, ORIGIN, PRICE, TAX_RATE, TAX_TYPE, Array, Declarations, Reason

Values = dict[str, Any]

#: What each column of the two matrices is about.
ABOUT = {
    "heading": "goods", "chapter": "goods", "departure": "route", "origin": "route",
    "by_way_of_another": "route", "duty_rate": "duty", "duty": "duty",
    "duty_kind": "duty", "price": "price", "price_per_kg": "price", "price_deviation": "price", "mass": "mass",
}  # fmt: skip
KINDS_OF_PAST = {TWIN: TWIN, SAME_TERMS: TWIN} | {kind: f"near.{kind}" for kind in NEAR} | {kind: kind for kind in PARTIES}
CODES = (*dict.fromkeys((*ABOUT.values(), *KINDS_OF_PAST.values())),)
LEAST = 0.05  # log-odds: what moves a probability by less than about one point in a hundred is no reason


def grouped(goods_names: Sequence[str], goods: Array, seen_names: Sequence[str], seen: Array) -> tuple[Array, Array]:
    """(n, len(CODES)) float64 log-odds by what they are about, and (n,) what stands before all reasons.

    goods (n, F + 1) and seen (n, G + 1) are contributions as `Boosters.contributions` gives them.
    """
    parts = np.zeros((len(goods), len(CODES)))
    for column, name in enumerate(goods_names):
        parts[:, CODES.index(ABOUT[name])] += goods[:, column]
    for column, name in enumerate(seen_names):
        parts[:, CODES.index(KINDS_OF_PAST[name.rpartition(".")[0]])] += seen[:, column]
    return parts, goods[:, -1] + seen[:, -1]


def reasons_of(
    row: int, parts: Array, found: Declarations, past: Past, sighting: Sighting | None, most: int
) -> tuple[Reason, ...]:
    """The strongest reasons of one row, strongest first: parts (len(CODES),) log-odds."""
    order = np.argsort(-np.abs(parts), kind="stable")[:most]
    return tuple(
        Reason(CODES[at], float(parts[at]), _values(CODES[at], row, found, past, sighting))
        for at in order.tolist()
        if abs(parts[at]) >= LEAST
    )


def _values(code: str, row: int, found: Declarations, past: Past, sighting: Sighting | None) -> Values:
    if code in PARTIES:
        return {"id": found.texts[PARTIES[code]][row], **_counted(code, row, past)}
    if code == TWIN:
        return _goods(row, found) | _counted(TWIN, row, past) | _seen(sighting)
    if code.startswith("near."):
        return {"hs": found.texts[HS][row], **_counted(code.removeprefix("near."), row, past)}
    return _OF_DECLARATION[code](row, found, past)


def _counted(kind: str, row: int, past: Past) -> Values:
    return {"count": int(past.counts[kind][row]), "irregular": int(past.irregular[kind][row])}


def _goods(row: int, found: Declarations) -> Values:
    return {"hs": found.texts[HS][row], "origin": found.texts[ORIGIN][row], "mass": found.numbers[MASS][row].item(),
            "price": found.numbers[PRICE][row].item()}  # fmt: skip


def _seen(sighting: Sighting | None) -> Values:
    return {"day": date(1970, 1, 1) + timedelta(sighting.day), "declaration": sighting.declaration} if sighting else {}


def _price(row: int, found: Declarations, past: Past) -> Values:
    mass = found.numbers[MASS][row].item()
    per_kg = found.numbers[PRICE][row].item() / mass if mass else float("nan")
    return {"hs": found.texts[HS][row], "per_kg": per_kg, "deviation": past.price_deviation[row].item()}


_OF_DECLARATION: dict[str, Callable[[int, Declarations, Past], Values]] = {
    "goods": lambda row, found, past: {"heading": found.texts[HS][row][:4]},
    "route": lambda row, found, past: {"departure": found.texts[DEPARTURE][row], "origin": found.texts[ORIGIN][row]},
    "duty": lambda row, found, past: {"rate": found.numbers[TAX_RATE][row].item(), "kind": found.texts[TAX_TYPE][row]},
    "mass": lambda row, found, past: {"mass": found.numbers[MASS][row].item()},
    "price": _price,
}
