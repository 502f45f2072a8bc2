"""A list as a spreadsheet: text is text whatever it begins with, and the marking stands on every sheet and printed page."""

import io
import zipfile
from typing import Any
from xml.etree import ElementTree

import pytest
from django.utils import translation

from agencies.lists.formats import Table, written
from tests.reports import writing as reports
from tests.screening import making

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheets(content: bytes) -> list[tuple[list[list[str]], str, str]]:
    """Of each sheet its cells as text, the header of its printed page, and its XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        found = []
        for name in sorted(name for name in book.namelist() if name.startswith("xl/worksheets/sheet")):
            text = book.read(name).decode()
            root = ElementTree.fromstring(text)
            cells = [_placed(row) for row in root.iter(f"{MAIN}row")]
            found.append((cells, root.findtext(f".//{MAIN}oddHeader") or "", text))
        return found


def _placed(row: ElementTree.Element) -> list[str]:
    """By the letters of each cell: what is empty is not in the file."""
    found = {cell.attrib["r"].rstrip("0123456789"): "".join(cell.itertext()) for cell in row}
    letters = [chr(ord("A") + number) for number in range(ord(max(found)) - ord("A") + 1)]
    return [found.get(letter, "") for letter in letters]


def taken(world: Any, who: str, name: str) -> list[tuple[list[list[str]], str, str]]:
    answer = world.client(world.viewers[who]).post(f"/lists/{name}/export/", {"format": "xlsx"})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith('.xlsx"')
    return sheets(answer.content)


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1+1", "@SUM(1)", "\t=1", "=HYPERLINK(\"http://x\")", "http://x.test/"])
def test_no_cell_is_a_formula_or_a_link(world: Any, formula: str) -> None:
    making.trader(world.ana, making.feed(world.ana), formula)
    [(cells, _header, text), _about] = taken(world, "ana", "traders")
    assert "<f>" not in text and "hyperlink" not in text.lower().replace("=hyperlink(", "")
    assert cells[2][0].strip() == formula.strip()


def test_the_marking_stands_above_on_each_printed_page_and_on_a_sheet_of_its_own(world: Any) -> None:
    reports.draft(world, title="Fuente", classification="CONFIDENTIAL", handling_codes=["SRC"], tlp="RED")
    rows, about = taken(world, "ana", "reports")
    marking = "CONFIDENTIAL · TLP:RED · SRC"
    assert rows[0][0][0].startswith(marking)
    assert rows[1] == about[1] == f"&C{marking}"
    assert about[0][0] == ["Marking", marking]
    assert ["Rows", "1"] in about[0]


def test_codes_and_headings_are_words_in_the_language_of_who_takes_it(world: Any) -> None:
    reports.draft(world, title="Textiles")
    [(cells, *_more), _about] = taken(world, "ana", "reports")
    shown = dict(zip(cells[1], cells[2], strict=False))
    assert shown["Risk area"] == "Smuggling" and shown["State"] == "Draft" and shown["Classification"] == "Restricted"
    client = world.client(world.ana)
    client.cookies["django_language"] = "es"
    with translation.override("en"):  # what the request sets, not to be left to other tests
        [(cells, *_more), about] = sheets(client.post("/lists/reports/export/", {"format": "xlsx"}).content)
    shown = dict(zip(cells[1], cells[2], strict=False))
    assert shown["Estado"] == "Borrador" and "Marca" in str(about[0])


def test_numbers_are_numbers_and_what_is_too_long_is_cut() -> None:
    lines = [[1.5, "a" * 40_000, 10**17]]
    [(cells, _header, text), _about] = sheets(written(Table("x", "x", [], ["n", "t", "i"], ["n", "t", "i"], {}, lines), "xlsx"))
    assert cells[2][0] == "1.5" and '<c r="A3"><v>1.5</v>' in text
    assert len(cells[2][1]) == 32_767
    assert cells[2][2] == "100000000000000000"  # beyond what a spreadsheet counts exactly: as text
