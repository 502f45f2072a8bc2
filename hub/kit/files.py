"""Lines of a delivered file, whatever it is wrapped in: gzip or plain, UTF-8 or Windows Latin, with or without a byte order mark.

Nothing here knows a format. A file is read once, as a stream; a gzip that ends early or is damaged gives the lines before the
damage and then raises `DamagedFile`, so that a reader can keep what was good and say where it stopped.
"""

from __future__ import annotations

import csv
import gzip
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

GZIP_MAGIC = b"\x1f\x8b"
LONGEST_LINE = 1 << 20  # bytes; a longer line is cut into pieces, which then fail as rows

csv.field_size_limit(LONGEST_LINE)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may ask of who reads it: against archives made to fill a disk, memory or a day."""

    unpacked_bytes: int = 4 << 30
    lines: int = 1 << 62
    seconds: float = float("inf")


NO_LIMITS = Limits()


class UnreadableFile(ValueError):
    """The file as a whole cannot be read (not the format, too large, not text); says why."""


class TooMuch(UnreadableFile):
    """The file goes beyond a limit; the message says which, where, and what to do."""


class DamagedFile(UnreadableFile):
    """The file could be read up to a point, and no further."""


def open_bytes(path: Path, limits: Limits = NO_LIMITS) -> BoundedFile:
    """The unpacked bytes of a file; gzip is recognised by its content, not by its name. Raises UnreadableFile.

    Reading raises TooMuch beyond the limits.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror}.") from error
    packed = stream.read(2) == GZIP_MAGIC
    stream.seek(0)
    return BoundedFile(gzip.GzipFile(fileobj=stream) if packed else stream, path.name, limits)  # type: ignore[arg-type]


class BoundedFile:
    """The bytes of a file, as long as it keeps within its limits."""

    def __init__(self, stream: IO[bytes], name: str, limits: Limits) -> None:
        self._stream, self._name, self._limits = stream, name, limits
        self._read, self._lines, self._until = 0, 0, time.monotonic() + limits.seconds

    def __enter__(self) -> BoundedFile:
        return self

    def __exit__(self, *_error: object) -> None:
        self._stream.close()

    def read(self, size: int = -1) -> bytes:
        """As of any file."""
        return self._counted(self._stream.read(size))

    def readline(self, size: int = -1) -> bytes:
        """As of any file."""
        self._lines += 1
        if self._lines > self._limits.lines:
            raise TooMuch(f"{self._name} has more than {self._limits.lines:,} lines; split it.")
        return self._counted(self._stream.readline(size))

    def _counted(self, data: bytes) -> bytes:
        self._read += len(data)
        place = f" (line {self._lines:,})" if self._lines else ""
        if self._read > self._limits.unpacked_bytes:
            size = f"{self._limits.unpacked_bytes >> 20:,} MiB"
            raise TooMuch(f"{self._name} is larger than {size} when unpacked{place}; split it.")
        if time.monotonic() > self._until:
            raise TooMuch(f"{self._name} was not read within {self._limits.seconds:.0f} seconds{place}; split it.")
        return data


def lines(path: Path, limits: Limits = NO_LIMITS) -> Iterator[str]:
    """The lines of a text file with their line ends. Raises UnreadableFile at once, DamagedFile and TooMuch on the way."""
    first = True
    with open_bytes(path, limits) as stream:
        while line := _next_line(stream, path.name):
            yield _text(line).removeprefix("\ufeff") if first else _text(line)
            first = False


def records(path: Path, limits: Limits = NO_LIMITS, *, delimiter: str = ",") -> Iterator[tuple[int, list[str] | str]]:
    """Rows of a CSV file as (line on which the row ends, cells); for a row that is no CSV, the reason instead of the cells.

    A damaged file gives its good rows, then one last reason; one beyond its limits raises TooMuch.
    """
    reader = csv.reader(lines(path, limits), delimiter=delimiter)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield reader.line_num, f"Not a CSV row ({error})."
        except DamagedFile as error:
            yield reader.line_num, str(error)
            return
        else:
            yield reader.line_num, cells


def _next_line(stream: BoundedFile, name: str) -> bytes:
    try:
        return stream.readline(LONGEST_LINE)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DamagedFile(f"{name} is damaged or incomplete ({error}); ask for it again.") from error


def _text(line: bytes) -> str:
    """UTF-8, else Windows-1252 with the five bytes it leaves undefined taken as Latin-1. Decided line by line."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")
