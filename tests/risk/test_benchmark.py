"""The benchmark of risk counts what it says, and runs on a folder of declarations."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from intel.scoring.reading import read
from tests.bench.risk import TRAIN, VALID, main, without_twins
from tests.bench.risk_figures import macro_f1, ranked
from tests.risk.samples import declarations, write

SAID = np.array([0.9, 0.8, 0.7, 0.6, 0.4, 0.3, 0.2, 0.1, 0.05, 0.01])
IRREGULAR = np.array([1, 1, 0, 1, 0, 0, 0, 0, 0, 0])


def test_figures_are_those_counted_by_hand() -> None:
    figures = ranked(SAID, IRREGULAR, np.full(10, 7.0))
    assert figures.auc == pytest.approx(20 / 21)  # one regular row stands before one irregular one
    assert figures.macro_f1 == pytest.approx((2 * 3 / 7 + 2 * 6 / 13) / 2)
    assert (figures.at[-1].precision, figures.at[-1].recall, figures.at[-1].revenue) == (1.0, 1 / 3, 1 / 3)


def test_ties_count_half() -> None:
    assert ranked(np.zeros(10), IRREGULAR, np.ones(10)).auc == 0.5


def test_who_decides_nothing_gets_half_of_the_regular_ones_f1() -> None:
    assert macro_f1(np.zeros(10, dtype=bool), IRREGULAR) == pytest.approx((2 * 7 / 17) / 2)


def test_rows_with_a_twin_are_told(tmp_path: Path) -> None:
    past = declarations(50)
    again = [dict(past[3], **{"Declaration ID": "again", "Importer ID": "other"}), *declarations(5, seed=9)]
    known, asked = read([write(tmp_path / "a.csv", past)], outcomes=True), read([write(tmp_path / "b.csv", again)], outcomes=True)
    assert without_twins(known, asked).tolist() == [False, True, True, True, True, True]


def test_it_says_how_to_get_the_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path), "--out", str(tmp_path / "page.md")]) == 0
    assert "Seondong/Customs-Declaration-Datasets" in capsys.readouterr().out
    assert not (tmp_path / "page.md").exists()


@pytest.mark.slow
def test_it_writes_a_page_with_a_line_for_each_method(tmp_path: Path) -> None:
    write(tmp_path / TRAIN, declarations(1_500))
    write(tmp_path / VALID, declarations(400, seed=2, first=date(2025, 12, 1), days=60))
    assert main(["--data", str(tmp_path), "--out", str(tmp_path / "page.md")]) == 0
    page = (tmp_path / "page.md").read_text()
    assert page.count("| **this one** |") == 2
    assert page.count("| random |") == 2
