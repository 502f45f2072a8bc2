"""What is known of a declaration was known before it: strict order of time."""

import random
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intel.scoring.features import Categories, goods_matrix, history_matrix
from intel.scoring.history import History, in_order
from intel.scoring.model import KINDS
from intel.scoring.reading import read
from intel.scoring.records import Array, Declarations
from intel.scoring.time import blocks_of
from tests.risk.samples import declarations, write

ROWS = declarations(400, days=200)
# Copies of the same goods, so that there are twins whose outcomes disagree.
ROWS += [dict(row, **{"Declaration ID": f"copy{at}", "Date": "2025-05-20", "Fraud": str(at % 2)})
         for at, row in enumerate(ROWS[:80])]
ROWS.sort(key=lambda row: row["Date"])


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Declarations:
    return read([write(tmp_path_factory.mktemp("past") / "past.csv", ROWS)], outcomes=True)


def matrices(found: Declarations) -> Array:
    """Every feature of every declaration, as in training."""
    parts = []
    categories = Categories(found)
    for rows, past, _history in in_order(found, blocks_of(found.days)):
        parts.append(np.column_stack([goods_matrix(found.take(rows), past, categories), history_matrix(past, KINDS, 0.2)]))
    return np.concatenate(parts)


@settings(max_examples=25)
@given(block=st.integers(0, 6), seed=st.integers(0, 1_000))
def test_outcomes_of_its_own_block_and_later_ones_change_nothing(found: Declarations, block: int, seed: int) -> None:
    blocks = blocks_of(found.days)
    turned = found.irregular.copy()
    late = np.flatnonzero(blocks >= block)
    turned[late] = np.random.default_rng(seed).integers(0, 2, len(late))
    changed = Declarations(found.ids, found.days, found.texts, found.numbers, turned, found.places)
    as_it_was, as_changed = matrices(found), matrices(changed)
    np.testing.assert_array_equal(as_it_was[blocks <= block], as_changed[blocks <= block])


def test_outcomes_of_earlier_blocks_do_change_something(found: Declarations) -> None:
    turned = np.where(blocks_of(found.days) == 0, 1 - found.irregular, found.irregular).astype(np.int8)
    changed = Declarations(found.ids, found.days, found.texts, found.numbers, turned, found.places)
    assert not np.array_equal(matrices(found), matrices(changed), equal_nan=True)


def test_later_declarations_change_nothing_of_earlier_ones(found: Declarations) -> None:
    rows = np.flatnonzero(blocks_of(found.days) <= 3)
    categories = slice(-5 - 2 * len(KINDS), -2 * len(KINDS))  # places among all values: names, not measures
    some, all_of_them = matrices(found.take(rows)), matrices(found)[rows]
    np.testing.assert_array_equal(np.delete(some, np.r_[categories], 1), np.delete(all_of_them, np.r_[categories], 1))


def test_training_asks_what_scoring_asks(found: Declarations) -> None:
    """The features of the last block, as trained on, are those that it gets when it is scored by the blocks before."""
    blocks = blocks_of(found.days)
    last = np.flatnonzero(blocks == blocks[-1])
    history = History()
    history.learn(found.take(np.flatnonzero(blocks < blocks[-1])))
    trained = list(in_order(found, blocks))[-1][1]
    np.testing.assert_array_equal(
        history_matrix(history.ask(found.take(last)), KINDS, 0.2), history_matrix(trained, KINDS, 0.2))


def test_the_order_of_rows_within_a_block_changes_no_count(found: Declarations) -> None:
    """Which of several copies counts for what resembles them may change; how often the same was seen may not."""
    mixed = list(range(len(found)))
    random.Random(3).shuffle(mixed)
    one, other = History(), History()
    one.learn(found)
    other.learn(found.take(np.array(mixed)))
    for kind in ("twin", "same_terms", "importer", "declarant", "seller", "office"):
        np.testing.assert_array_equal(one.ask(found).counts[kind], other.ask(found).counts[kind])
        np.testing.assert_array_equal(one.ask(found).irregular[kind], other.ask(found).irregular[kind])


@pytest.mark.parametrize(("months", "blocks"), [(1, 8), (3, 8), (4, 4), (24, 24), (60, 24)])
def test_blocks_are_months_or_what_is_nearest_to_them(months: int, blocks: int) -> None:
    first = date(2020, 1, 1).toordinal() - date(1970, 1, 1).toordinal()
    days = np.arange(first, first + int(months * 30.4))
    found = blocks_of(days)
    assert found[0] == 0
    assert set(np.diff(found)) == {0, 1}
    assert found[-1] + 1 == blocks


def test_a_day_is_never_cut() -> None:
    days = np.repeat([10, 11, 12, 13], 50)
    assert np.array_equal(blocks_of(days), np.repeat([0, 1, 2, 3], 50))


def test_what_lacks_a_value_has_no_twin(tmp_path: Path) -> None:
    rows = [dict(row, **{"Net Mass": ""}) for row in ROWS]
    history = History()
    without = read([write(tmp_path / "past.csv", rows)], outcomes=True)
    history.learn(without)
    assert history.ask(without).counts["twin"].max() == 0
    assert history.ask(without).counts["importer"].min() > 0
