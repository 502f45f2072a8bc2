"""Lines of a delivered file, whatever it is wrapped in: gzip or plain, UTF-8 or Windows Latin, with or without a byte order mark.

Nothing here knows a format. A file is read once, as a stream; a gzip that ends early or is damaged gives the lines before the
damage and then raises `DamagedFile`, so that a reader can keep what was good and say where it stopped.
"""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from intel.exchange.values import UnreadableFile

GZIP_MAGIC = b"\x1f\x8b"
LONGEST_LINE = 1 << 20  # bytes; a longer line is cut into pieces, which then fail as rows
LARGEST_FILE = 4 << 30  # bytes after unpacking: a bound against archives made to fill a disk or memory

csv.field_size_limit(LONGEST_LINE)


class DamagedFile(UnreadableFile):
    """The file could be read up to a point, and no further."""


def open_bytes(path: Path) -> IO[bytes]:
    """The unpacked bytes of a file; gzip is recognised by its content, not by its name. Raises UnreadableFile."""
    try:
        stream = path.open("rb")
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror}.") from error
    packed = stream.read(2) == GZIP_MAGIC
    stream.seek(0)
    return gzip.GzipFile(fileobj=stream) if packed else stream  # type: ignore[return-value]


def lines(path: Path) -> Iterator[str]:
    """The lines of a text file with their line ends. Raises UnreadableFile at once, DamagedFile on the way."""
    read = 0
    with open_bytes(path) as stream:
        while line := _next_line(stream, path.name):
            read += len(line)
            if read > LARGEST_FILE:
                raise DamagedFile(f"{path.name} is larger than {LARGEST_FILE >> 30} GiB when unpacked; split it.")
            yield _text(line).removeprefix("\ufeff") if read == len(line) else _text(line)


def records(path: Path) -> Iterator[tuple[int, list[str] | str]]:
    """Rows of a CSV file as (line on which the row ends, cells); for a row that is no CSV, the reason instead of the cells.

    A damaged file gives its good rows, then one last reason.
    """
    reader = csv.reader(lines(path))
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


def _next_line(stream: IO[bytes], name: str) -> bytes:
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
