"""A table as a file: CSV, and XLSX with a sheet for its markings. No cell of either is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.kit.error_file import inert
from hub.kit.pages import as_download

if TYPE_CHECKING:
    from xlsxwriter import Workbook

Cell = str | int | float

#: So many signs a cell of a spreadsheet holds at most, and a header of a printed page.
MOST_IN_CELL, MOST_IN_HEADER = 32_767, 240


class Format(TextChoices):
    """What the file is."""

    CSV = "csv", gettext_lazy("Table (CSV)")
    XLSX = "xlsx", gettext_lazy("Spreadsheet (XLSX)")


KINDS = {Format.CSV: "text/csv; charset=utf-8",
         Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a file under their heading, and what stands above them: the marking of the whole, and what it is.

    `names` are the same in all languages, `words` in that of who takes it, and so `codes`, by the number of the column: what
    its codes mean.
    """

    title: str
    marking: str
    facts: Sequence[tuple[str, str]]
    names: Sequence[str]
    words: Sequence[str]
    codes: dict[int, dict[str, str]]
    lines: Iterable[Sequence[Cell]]

    @property
    def above(self) -> str:
        """Marking and facts in one line."""
        return " · ".join([self.marking, *(f"{name}: {value}" for name, value in self.facts if value)])


def written(of: Table, format: str) -> bytes:
    """The file."""
    return _xlsx(of) if format == Format.XLSX else _csv(of)


def handed_out(name: str, content: bytes, format: str) -> HttpResponse:
    """The file, to be kept by who takes it."""
    return as_download(f"{name}.{format}", content, KINDS[Format(format)])


def _csv(of: Table) -> bytes:
    """The marking in the first line, the names of the columns in the second: for programs, with codes as they are."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    above: Iterable[Sequence[Cell]] = ([of.above], of.names)
    for lines in (above, of.lines):
        writer.writerows([cell if isinstance(cell, int | float) else inert(cell) for cell in line] for line in lines)
    return ("\ufeff" + out.getvalue()).encode()


def _xlsx(of: Table) -> bytes:
    """For people, in words: the marking above the rows and on each printed page; what it is on a sheet of its own."""
    from xlsxwriter import Workbook  # a quarter of a second, of a process that writes one

    out = io.BytesIO()
    book = Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False,
                          "strings_to_urls": False})
    book.set_properties({"title": of.title, "status": of.marking})
    bold = book.add_format({"bold": True})
    sheet = _sheet(book, of, of.title)
    sheet.write_string(0, 0, _cut(of.above), bold)
    for place, name in enumerate(of.words):
        sheet.write_string(1, place, _cut(name), bold)
    sheet.freeze_panes(2, 1)
    sheet.set_column(0, max(len(of.words) - 1, 0), 20)
    for number, line in enumerate(of.lines, 2):
        for place, cell in enumerate(line):
            _put(sheet, number, place, of.codes.get(place, {}).get(str(cell), cell))
    about = _sheet(book, of, _("Marking"))
    about.set_column(0, 1, 40)
    for number, (name, value) in enumerate([(_("Marking"), of.marking), *of.facts]):
        about.write_string(number, 0, _cut(name), bold)
        about.write_string(number, 1, _cut(value))
    book.close()
    return out.getvalue()


def _sheet(book: "Workbook", of: Table, name: str) -> Any:
    """A sheet whose printed pages bear the marking."""
    sheet = book.add_worksheet("".join(sign for sign in name if sign not in "[]:*?/\\'")[:31])
    sheet.set_header("&C" + of.marking.replace("&", "&&")[:MOST_IN_HEADER])
    sheet.set_footer("&C" + of.marking.replace("&", "&&")[:MOST_IN_HEADER - 20] + "  &P/&N")
    return sheet


def _put(sheet: Any, row: int, column: int, cell: Cell) -> None:
    """A number as a number, everything else as text, whatever it begins with."""
    if isinstance(cell, int | float) and abs(cell) < 2**53:
        sheet.write_number(row, column, cell)
    elif cell != "":
        sheet.write_string(row, column, _cut(str(cell)))


def _cut(text: str) -> str:
    return text if len(text) <= MOST_IN_CELL else text[:MOST_IN_CELL - 1] + "…"
