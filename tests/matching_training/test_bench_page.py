"""The page of figures: a miss is shown as a miss, a missing peer says why."""

from __future__ import annotations

from tests.bench.figures import NAN, Run, Size, rate
from tests.bench.goals import goals
from tests.bench.report import markdown
from tests.bench.running import Answers
from tests.bench.score import Quality

MADE: dict[str, int | str] = {"names": 25_000, "invented subjects": 0, "seed": 1}


def quality(**changed: float) -> Quality:
    """Figures that reach every goal, but for those given."""
    figures = {
        "f1": 0.97, "threshold": 1.0, "precision_at_f1": 0.97, "recall_at_f1": 0.97, "f1_best_only": 0.98,
        "precision_at_recall": 0.96, "false_per_1000_clean": 3.0, "found_in_20": 0.999, "queries": 100,
    } | changed  # fmt: skip
    return Quality(**figures)  # type: ignore[arg-type]


def run(**changed: float) -> Run:
    size = Size(20_000, MADE, speeds={1: (9_000.0, 26_000.0)}, sum_error_bits=0.0)
    size.waiting = {"p50": 0.2, "p95": 0.5, "p99": 3.0, "processor_p99": 1.0}
    size.classes = {"cut": (40, 0.91, 0.99, 1.5), "clean.trader": (60, 0.0, 0.0, 0.7)}
    size.methods.append((Answers("this engine", [], []), quality(**changed)))
    size.methods.append((Answers("nomenklatura", [], [], missing="it needs a compiler"), None))
    return Run([size], data="test names")


def test_it_shows_goals_reached_and_missed() -> None:
    reached = {goal.measure: goal.reached for goal in goals(run(f1=0.90))}
    assert reached["F1 at 20,000 subjects, all pairs"] is False
    assert reached["F1 at 20,000 subjects, best answer only"] is True
    assert reached["a name cut at 35 characters, found at best F1"] is False
    assert reached["names a second, 1 worker, 20,000 subjects"] is True
    assert "| F1 at 20,000 subjects, all pairs | >= .955 | .900 | **missed** |" in markdown(run(f1=0.90))


def test_it_counts_a_recall_never_reached_as_missed() -> None:
    found = {goal.measure: goal for goal in goals(run(precision_at_recall=NAN, false_per_1000_clean=NAN))}
    assert not found["precision at recall .95"].reached
    assert found["false alerts per 1,000 clean names at recall .95"].shown == "recall .95 not reached"


def test_it_says_why_a_peer_is_missing() -> None:
    page = markdown(run())
    assert "| nomenklatura | not run: it needs a compiler |" in page
    assert page.count("\n## ") == 6


def test_every_row_of_a_table_has_as_many_cells_as_its_head() -> None:
    width = 0
    for line in markdown(run()).splitlines():
        cells = line.count("|")
        if line.startswith("| ---"):
            assert cells == width
        if line.startswith("|") and width:
            assert cells == width
        width = cells


def test_it_prints_shares_without_the_zero() -> None:
    assert [rate(0.955), rate(1.0), rate(NAN), rate(0.9984, 4)] == [".955", "1.000", "-", ".9984"]
