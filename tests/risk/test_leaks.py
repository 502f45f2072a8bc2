"""A column that tells the outcome is found and refused."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.risk.samples import Row, declarations
from tests.risk.test_score_declarations import LATER, PAST, run

draw = random.Random(5)


@pytest.mark.parametrize(("column", "told"), [
    ("Inspection Result", lambda row: "seized" if row["Fraud"] == "1" else "released"),
    ("Amount Adjusted", lambda row: str(draw.uniform(1, 9_000)) if row["Fraud"] == "1" else "0"),
    ("Amount Adjusted", lambda row: str(draw.uniform(1, 9_000)) if row["Fraud"] == "1" else ""),
    ("Remark", lambda row: f"see file {draw.random()}" if row["Fraud"] == "0" else ""),
    ("Payment Type", lambda row: "99" if row["Fraud"] == "1" else row["Payment Type"]),
    ("Tax Rate", lambda row: "8.0" if row["Fraud"] == "0" else "16.0"),
    ("Inspection Result", lambda row: row["Fraud"] if draw.random() < 0.97 else "0"),
])  # fmt: skip
def test_it_is_refused_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], column: str, told: Callable[[Row], str]
) -> None:
    assert run(tmp_path, [dict(row, **{column: told(row)}) for row in PAST]) == (1, [])
    error = capsys.readouterr().err
    assert f"past.csv: a column tells the outcome, and must have been written after the inspection: '{column}'" in error
    assert f"--without '{column}'" in error


def test_left_unread_it_changes_nothing(tmp_path: Path) -> None:
    leaked = [dict(row, **{"Inspection Result": row["Fraud"]}) for row in PAST]
    _, expected = run(tmp_path)
    assert run(tmp_path, leaked, LATER, "--without", "Inspection Result") == (0, expected)


def test_a_column_that_only_tells_goods_apart_is_none(tmp_path: Path) -> None:
    """Of copies with the same outcome a description says everything, and is known before the inspection all the same."""
    goods = [dict(row, Description=f"lot {at}") for at, row in enumerate(declarations(600, days=100))]
    copies = [dict(row, **{"Declaration ID": f"copy{at}", "Date": f"2025-0{5 + at % 3}-01"}) for at, row in enumerate(goods * 2)]
    assert run(tmp_path, goods + copies)[0] == 0
