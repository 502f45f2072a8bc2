"""Bad rows on their way back: the columns as they came, with the place and the reason beside them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TextIO

#: What spreadsheets take for the beginning of a formula, the full-width signs of East Asian ones included.
_BEGINS = ("=", "+", "@", "\uff1d", "\uff0b", "\uff20", "\uff0d")
_NUMBER = re.compile(r"-\d+([.,]\d+)*", re.ASCII)

PLACE = ("error_line", "error_where", "error")


@dataclass(frozen=True, slots=True)
class BadRow:
    """Something that could not be read. The rest of the file was."""

    line: int  # line of the file, or 0 when the place is named in `where`
    row: tuple[tuple[str, str], ...]  # column and value as read, so that it can be written back with its error
    reason: str  # what is wrong, where, and what to do
    where: str = ""  # file name or element path


def write_bad_rows(bad: Iterable[BadRow], file: TextIO) -> int:
    """Write bad rows as CSV with the columns they had, `error` last; how many there were.

    Correct the rows, delete the three error columns or leave them, and import the file again: readers pass over columns
    they do not know. A cell that a spreadsheet would run as a formula is written with an apostrophe before it.
    """
    rows = list(bad)
    columns = list(dict.fromkeys(name for row in rows for name, _ in row.row))
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([*map(inert, columns), *PLACE])
    for row in rows:
        values = dict(row.row)
        cells = [values.get(name, "") for name in columns]
        writer.writerow([inert(cell) for cell in [*cells, row.line or "", row.where, row.reason]])
    return len(rows)


def inert(cell: object) -> str:
    """CSV injection: a spreadsheet takes a cell that begins so for a formula. Numbers stay numbers.

    It also begins a new row at a line end inside a cell whose quotes it does not heed, and `csv` does not quote a lone CR:
    line ends become blanks, so that no part of a cell begins anything.
    """
    text = " ".join(re.split(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+", str(cell)))
    begins = text.lstrip()
    if begins[:1] in _BEGINS or (begins[:1] in ("-", "\u2212") and not _NUMBER.fullmatch(begins)):
        return "'" + text
    return text
