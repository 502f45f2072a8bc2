"""Finds a column that tells the outcome: what was written after the inspection must not be learned from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from intel.scoring.history import first_of_their_goods
from intel.scoring.keys import TWIN, keys_of
from intel.scoring.records import Array, BadInput, Declarations

#: Above this a single column says more than any known before an inspection does; on the published data the best says .62.
MOST = 0.9
BINS = 32
LEAST_OF_EACH = 10


def refuse_leaks(found: Declarations) -> None:
    """Raises BadInput with the columns that alone put more than nine of ten pairs of outcomes in the right order.

    Each value's share of irregular declarations is counted in the earlier half and asked of the later one; of copies of the
    same goods only the first is looked at, as otherwise any column that tells goods apart would tell the outcome. Needs rows
    in order of time, all inspected.
    """
    rows = first_of_their_goods(keys_of(found)[TWIN])
    later = found.irregular[rows[len(rows) // 2 :]]
    if min(later.sum(), len(later) - later.sum()) < LEAST_OF_EACH:
        return
    told = [(name, auc) for name, values in _columns(found, rows) if (auc := _alone(values, found.irregular[rows])) > MOST]
    if told:
        files = ", ".join(dict.fromkeys(file for file, _ in found.places))
        named = ", ".join(f"{name!r} (AUC {auc:.2f})" for name, auc in told)
        options = " ".join(f"--without '{name}'" for name, _ in told)
        raise BadInput(f"{files}: a column tells the outcome, and must have been written after the inspection: {named}. Take it "
                       f"out of the files, or leave it unread: {options}.")


def area_under_curve(said: Array, irregular: Array) -> float:
    """How often an irregular one is said to be likelier than a regular one, ties half: said (n,), irregular (n,) 0 or 1."""
    _, place, count = np.unique(said, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(count) - (count - 1) / 2)[place]
    positive = int(irregular.sum())
    above = ranks[irregular == 1].sum() - positive * (positive + 1) / 2
    return float(above / (positive * (len(said) - positive)))


def _columns(found: Declarations, rows: Array) -> Iterator[tuple[str, Sequence[object]]]:
    chosen = rows.tolist()
    for name, column in (found.texts | found.others).items():
        values = [column[row] for row in chosen]
        yield name, values
        if (numbers := _numbers(values)) is not None:
            yield name, _binned(numbers)
    for name, amounts in found.numbers.items():
        yield name, _binned(amounts[rows])


def _numbers(values: list[str]) -> Array | None:
    try:
        return np.array([float(value) if value else np.nan for value in values])
    except ValueError:
        return None


def _binned(amounts: Array) -> list[int]:
    stated = amounts[np.isfinite(amounts)]
    if not len(stated):
        return [0] * len(amounts)
    edges = np.unique(np.quantile(stated, np.linspace(0, 1, BINS)))
    places: list[int] = np.where(np.isfinite(amounts), np.searchsorted(edges, amounts, side="right"), -1).tolist()
    return places


def _alone(values: Sequence[object], irregular: Array) -> float:
    half = len(values) // 2
    base = irregular[:half].mean()
    seen: dict[object, tuple[int, int]] = {}
    for value, outcome in zip(values[:half], irregular[:half].tolist(), strict=True):
        count, bad = seen.get(value, (0, 0))
        seen[value] = count + 1, bad + outcome
    said = np.array([(bad + base) / (count + 1) for count, bad in (seen.get(value, (0, 0)) for value in values[half:])])
    return area_under_curve(said, irregular[half:])
