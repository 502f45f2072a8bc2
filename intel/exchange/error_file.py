"""Bad rows on their way back: the columns as they came, with the place and the reason beside them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from intel.exchange.values import BadRow

PLACE = ("error_line", "error_where", "error")


def write_bad_rows(bad: Iterable[BadRow], file: TextIO) -> int:
    """Write bad rows as CSV with the columns they had, `error` last; how many there were.

    Correct the rows, delete the three error columns or leave them, and import the file again: readers pass over columns
    they do not know. A cell that a spreadsheet would run as a formula is written with an apostrophe before it.
    """
    rows = list(bad)
    columns = list(dict.fromkeys(name for row in rows for name, _ in row.row))
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([*columns, *PLACE])
    for row in rows:
        values = dict(row.row)
        cells = [values.get(name, "") for name in columns]
        writer.writerow([_inert(cell) for cell in [*cells, row.line or "", row.where, row.reason]])
    return len(rows)


def _inert(cell: object) -> str:
    """CSV injection: a spreadsheet takes a cell that begins so for a formula. Numbers stay numbers."""
    text = str(cell)
    if text[:1] in ("=", "+", "@", "\t", "\r") or (text[:1] == "-" and not text[1:].replace(".", "", 1).isdigit()):
        return "'" + text
    return text
