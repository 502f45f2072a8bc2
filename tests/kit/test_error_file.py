"""Bad rows go back as CSV in which nothing that was sent is a formula, wherever a spreadsheet sees a cell begin."""

import csv
import io
import re

import pytest

from hub.kit.error_file import BadRow, write_bad_rows

FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", "x\r=1+1", "x\n=1+1", "x\r\n@A1", "\u2028=1+1",
            " =1+1", "\uff1d1+1", "\u22121+1", '"=1+1', "x\v=1+1", "-2+3+cmd|' /C calc'!A0"]
BEGINS = re.compile(r"^[\s\"]*[=+@\uff1d\uff0b\uff20\uff0d\u2212]|^[\s\"]*-(?!\d+([.,]\d+)*$)")


def written(*cells: tuple[str, str]) -> str:
    file = io.StringIO(newline="")
    write_bad_rows([BadRow(line=2, where="x", reason="wrong", row=tuple(cells))], file)
    return file.getvalue()


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_begins_a_formula_neither_in_the_heading_nor_below(formula):
    text = written((formula, formula), ("x", f"a{formula}"), ("y", formula))
    assert len(text.splitlines()) == 2, "a line end inside a cell begins a row for a reader that heeds no quotes"
    for line in text.split("\n")[:2]:
        for cell in next(csv.reader([line])):
            assert cell.startswith('"') or not BEGINS.match(cell), cell


@pytest.mark.parametrize("number", ["-1", "-12.50", "-1,234.5", "0", "12"])
def test_a_number_stays_one(number):
    assert f"{number}," in written(("n", number)).replace('"', "")
