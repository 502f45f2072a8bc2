"""Reads files of declarations; what cannot be used is told by file, line, column and what to do about it."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from intel.scoring.records import (
    DATE,
    HS,
    ID,
    MASS,
    NUMBERS,
    OUTCOME,
    OUTCOMES,
    PRICE,
    TAX_RATE,
    TEXTS,
    Array,
    BadInput,
    Declarations,
)

REQUIRED = (ID, DATE, HS)
MOST_TOLD = 10
EPOCH = date(1970, 1, 1).toordinal()
FIRST_DAY = date(1990, 1, 1).toordinal() - EPOCH
#: Above these a number is a slip of the keyboard or of the unit: kg, the file's currency, per cent.
LARGEST = {MASS: 1e10, PRICE: 1e15, TAX_RATE: 1e5}
#: Signs that a code or a number of a declaration may have, and a line of a file.
LONGEST_TEXT, LONGEST_LINE = 100, 65_536
#: With these a cell begins that a spreadsheet would carry out.
FORMULA = ("=", "+", "-", "@")
MISSING = ("", "NA", "N/A", "NaN", "nan", "null", "NULL", "None")


def read(paths: Sequence[Path], *, outcomes: bool, without: Iterable[str] = (), today: date | None = None) -> Declarations:
    """The declarations of all files, one after the other. Columns in `without` are read as if they were not there.

    With `outcomes` the column of the outcome must be there; an empty outcome means not inspected. Without, it is not looked at.
    Raises BadInput with up to ten faults, a line each.
    """
    found = _Rows((today or date.today()).toordinal() - EPOCH, outcomes, frozenset(without))
    for path in paths:
        found.read(path)
    if found.faults:
        raise BadInput("\n".join((*found.faults, *found.more())))
    return found.declarations()


class _Rows:
    """Columns that grow as files are read, and the faults met."""

    def __init__(self, today: int, outcomes: bool, without: frozenset[str]) -> None:
        self.today, self.outcomes, self.without = today, outcomes, without
        self.faults: list[str] = []
        self.untold = 0
        self.lines: dict[str, tuple[str, int]] = {}
        self.days: list[int] = []
        self.irregular: list[int] = []
        self.texts: dict[str, list[str]] = {name: [] for name in TEXTS}
        self.numbers: dict[str, list[float]] = {name: [] for name in NUMBERS}
        self.others: dict[str, list[str]] = {}
        self._known_days: dict[str, int | None] = {}

    def read(self, path: Path) -> None:
        """Add the rows of a file."""
        lines = csv.reader(_lines(path))
        try:
            header = self._header(next(lines, []), path.name)
            width = len(header)
            self._prepare_others(header)
            before = len(self.lines)
            for cells in lines:
                if len(cells) == width:
                    self._add(dict(zip(header, cells, strict=True)), path.name, lines.line_num)
                elif any(cells):
                    told = f"has {len(cells)} cells, the header {width}; check quotes and commas."
                    self._fault(path.name, lines.line_num, "", told)
        except csv.Error as error:
            raise BadInput(f"{path.name}, line {lines.line_num}: {error}; check quotes and commas.") from error
        if len(self.lines) == before and not self.faults:
            raise BadInput(f"{path.name} has a header and no rows; give a file with declarations.")

    def _header(self, cells: list[str], file: str) -> list[str]:
        header = [cell.strip() for cell in cells]
        if not any(header):
            raise BadInput(f"{file} is empty; give a CSV file with a header and declarations.")
        needed = [*REQUIRED, *((OUTCOME,) if self.outcomes else ())]
        if lacking := [name for name in needed if name not in header or name in self.without]:
            raise BadInput(f"{file}: the header lacks {', '.join(lacking)}; it has {', '.join(header[:30])}. Name the columns "
                           "as the published customs declarations do.")
        if twice := sorted({name for name in header if header.count(name) > 1}):
            raise BadInput(f"{file}: the header has twice: {', '.join(twice)}. Take one of each out.")
        return header

    def _prepare_others(self, header: list[str]) -> None:
        """Columns that are not known are kept where outcomes are: one of them may tell them (`leaks`)."""
        if self.outcomes:
            known = {ID, DATE, *self.texts, *self.numbers, *OUTCOMES, *self.without}
            for name in header:
                if name not in known:
                    self.others.setdefault(name, [""] * len(self.days))

    def _add(self, row: dict[str, str], file: str, line: int) -> None:
        for name in (ID, *self.texts):
            if len(row.get(name, "")) > LONGEST_TEXT:
                self._fault(file, line, name, f"has more than {LONGEST_TEXT} signs; correct it.")
                return
        number = row[ID].strip()
        if not number:
            self._fault(file, line, ID, "is empty; every declaration needs its number.")
        elif not number.isprintable() or number.startswith(FORMULA):
            self._fault(file, line, ID, f"{number!r} has a sign that is not printed, or begins as a formula; correct it.")
        elif number in self.lines:
            first, at = self.lines[number]
            self._fault(file, line, ID, f"{number!r} is also in {first}, line {at}; leave one of the two out.")
        self.lines[number] = (file, line)
        self.days.append(self._day(row[DATE].strip(), file, line))
        for name, column in self.texts.items():
            column.append("" if name in self.without else row.get(name, "").strip())
        if not _is_hs(self.texts[HS][-1]):
            told = f"{self.texts[HS][-1]!r} is not a code of the Harmonized System: six digits, chapter 01 to 99."
            self._fault(file, line, HS, told)
        for name, amounts in self.numbers.items():
            amounts.append(float("nan") if name in self.without else self._number(row.get(name, ""), name, file, line))
        for name, column in self.others.items():
            column.append(row.get(name, "").strip())
        if self.outcomes:
            self.irregular.append(self._outcome(row[OUTCOME].strip(), file, line))

    def _day(self, text: str, file: str, line: int) -> int:
        if text not in self._known_days:
            self._known_days[text] = _day_of(text)
        day = self._known_days[text]
        if day is None:
            self._fault(file, line, DATE, f"{text!r} is not a day; write it as 2026-05-03.")
        elif day > self.today:
            self._fault(file, line, DATE, f"{text} is after today; correct it.")
        elif day < FIRST_DAY:
            self._fault(file, line, DATE, f"{text} is before 1990; correct it.")
        return day or 0

    def _number(self, text: str, name: str, file: str, line: int) -> float:
        text = text.strip()
        if text in MISSING:
            return float("nan")
        try:
            value = float(text)
        except ValueError:
            self._fault(file, line, name, f"{text!r} is not a number; write digits with a point, or leave it empty.")
            return float("nan")
        if value < 0:
            self._fault(file, line, name, f"{text} is negative; correct it, or leave it empty.")
        elif not value < LARGEST[name]:
            self._fault(file, line, name, f"{text} is larger than any real one; correct it, or leave it empty.")
        return value

    def _outcome(self, text: str, file: str, line: int) -> int:
        if text in MISSING:
            return -1
        if text not in ("0", "1", "0.0", "1.0"):
            self._fault(file, line, OUTCOME, f"{text!r} is not an outcome: 1 irregular, 0 regular, empty not inspected.")
            return -1
        return int(text[0])

    def _fault(self, file: str, line: int, column: str, reason: str) -> None:
        if len(self.faults) < MOST_TOLD:
            self.faults.append(f"{file}, line {line}{f', {column}' if column else ''}: {reason}")
        else:
            self.untold += 1

    def more(self) -> Iterator[str]:
        """How many faults are not told."""
        if self.untold:
            yield f"... and {self.untold:,} more."

    def declarations(self) -> Declarations:
        """All that was read."""
        n = len(self.days)
        irregular: Array = np.array(self.irregular if self.outcomes else np.full(n, -1), dtype=np.int8)
        return Declarations(
            ids=list(self.lines),
            days=np.array(self.days, dtype=np.int32),
            texts=self.texts,
            numbers={name: np.array(column, dtype=np.float64) for name, column in self.numbers.items()},
            irregular=irregular,
            places=list(self.lines.values()),
            others=self.others,
        )


def _lines(path: Path) -> Iterator[str]:
    """The lines of a file, plain or gzipped. Raises BadInput where it cannot be read to its end."""
    try:
        with path.open("rb") as stream:
            packed = stream.read(2) == b"\x1f\x8b"
            stream.seek(0)
            unpacked = gzip.GzipFile(fileobj=stream) if packed else stream
            text = io.TextIOWrapper(unpacked, encoding="utf-8-sig", newline="")
            while line := text.readline(LONGEST_LINE):
                if len(line) == LONGEST_LINE and not line.endswith("\n"):
                    raise BadInput(f"{path.name} has a line of more than {LONGEST_LINE:,} signs; check quotes and line ends.")
                yield line
    except UnicodeDecodeError as error:
        raise BadInput(f"{path.name} is not text in UTF-8; save it as CSV in UTF-8.") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadInput(f"{path.name} is a damaged gzip file; fetch it again.") from error
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}.") from error


def _day_of(text: str) -> int | None:
    try:
        return date.fromisoformat(text[:10]).toordinal() - EPOCH if len(text) in (10, 19) else None
    except ValueError:
        return None


def _is_hs(code: str) -> bool:
    return len(code) == 6 and code.isascii() and code.isdigit() and code[:2] != "00"
