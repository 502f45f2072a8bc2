"""The figures of the benchmark, on answers small enough to count by hand."""

from __future__ import annotations

import math

from intel.matching.records import Profile
from intel.matching.training.pairs import Query
from tests.bench.score import by_class, calibration_error, measure, reliability


def query(truth: str | None, variation: str = "slip", also: tuple[str, ...] = ()) -> Query:
    return Query(Profile("q", ("name",)), truth, variation, "made", also=also)


def test_it_counts_every_wrong_subject_not_the_first_alone() -> None:
    quality = measure([query("a"), query("b")], [[("a", 9.0), ("x", 8.0)], [("b", 7.0)]])
    assert math.isclose(quality.f1, 4 / 5)  # threshold 7: two right, one wrong
    assert quality.f1_best_only == 1.0
    assert quality.found_in_20 == 1.0


def test_it_counts_alarmed_clean_names_at_the_recall() -> None:
    queries = [query("a"), query(None, "clean.trader"), query(None, "clean.trader")]
    quality = measure(queries, [[("a", 5.0)], [("x", 6.0), ("y", 5.5)], [("z", 1.0)]])
    assert math.isclose(quality.precision_at_recall, 1 / 3)
    assert math.isclose(quality.false_per_1000_clean, 500)


def test_it_says_when_the_recall_is_not_reached() -> None:
    quality = measure([query("a"), query("b")], [[("a", 5.0)], []])
    assert math.isnan(quality.precision_at_recall)
    assert math.isclose(quality.recall_at_f1, 0.5)


def test_it_leaves_homonyms_and_unrelated_aliases_out() -> None:
    queries = [query("a", also=("twin",)), query("b", "alias_unrelated")]
    quality = measure(queries, [[("twin", 9.0), ("a", 9.0)], []])
    assert quality.f1 == quality.f1_best_only == 1.0


def test_it_gives_no_figure_for_no_answer() -> None:
    assert measure([query("a")], [[]]).f1 == 0.0


def test_it_breaks_down_by_class() -> None:
    table = by_class(
        [query("a"), query("b"), query(None, "clean.trader")], [[("a", 5.0)], [("b", 1.0)], [("x", 9.0)]], threshold=2.0
    )
    assert table == {"clean.trader": (1, 0.0, 0.0, 100.0), "slip": (2, 0.5, 1.0, 0.0)}


def test_it_compares_said_and_true() -> None:
    rows = reliability([query("a"), query("b")], [[("a", 0.95)], [("x", 0.95)]])
    assert [(row[2], row[4]) for row in rows] == [(2, 0.5)]
    assert math.isclose(calibration_error(rows), 0.45)
