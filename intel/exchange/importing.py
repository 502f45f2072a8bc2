"""Bringing declarations in: reader and service joined, a batch at a time, with what came back."""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from agencies.access import Viewer, looking_as
from agencies.work.states import State
from agencies.work.uploads import finish
from hub.kit.ahead import ahead
from hub.kit.files import NO_LIMITS, Limits, TooMuch, open_bytes, records
from intel.exchange.declarations_csv import read_declarations
from intel.exchange.models import ImportRun
from intel.exchange.traders_csv import TraderNames, read_register
from intel.exchange.values import BadRow, Declaration, UnreadableFile
from intel.exchange.wco_xml import read_wco
from intel.trade.models import Feed, TraderIdentifier
from intel.trade.services import BATCH, Prepared, Received, Refused, prepare, receive

#: Where an element begins that is a declaration, in any namespace, and how many bytes that takes at most.
_BEGINS, _MARK = re.compile(rb"<(?:[\w.-]{1,40}:)?Declaration[\s/>]"), 64


def read_file(
    path: Path, *, names: TraderNames | None = None, limits: Limits = NO_LIMITS
) -> Iterator[Declaration | BadRow]:
    """The declarations of a CSV or WCO XML file, plain or gzipped: which it is shows in its content, not in its name.

    Raises UnreadableFile, TooMuch among them.
    """
    with open_bytes(path) as file:
        start = file.read(2048).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise UnreadableFile(f"{path.name} is empty.")
    if start.startswith(b"<"):
        return read_wco(path, limits=limits)
    return read_declarations(path, names=names, limits=limits)


def lend_names(register: Path, feed: Feed) -> TraderNames:
    """The register's names for the anonymous parties of a feed; those lent in earlier imports stay lent.

    `register` is a file, or a folder with `legal_entities.csv.gz`. Must run as somebody who sees the feed.
    """
    file = register / "legal_entities.csv.gz" if register.is_dir() else register
    lent = TraderIdentifier.objects.filter(trader__feed=feed, kind="lei").order_by("id")
    return TraderNames(list(read_register(file)), dict(lent.values_list("trader__external_ref", "value")))


def rows_in(path: Path, limits: Limits = NO_LIMITS) -> int | None:
    """How many declarations a file seems to hold, for whoever waits; None where that cannot be told."""
    try:
        with open_bytes(path) as file:
            is_xml = file.read(2048).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
        if is_xml:
            return _declarations_in(path, limits)
        return max(sum(any(cell.strip() for cell in cells) for _line, cells in records(path, limits)) - 1, 0)
    except (UnreadableFile, OSError, EOFError, zlib.error):
        return None


def _declarations_in(path: Path, limits: Limits) -> int:
    found, rest = 0, b""
    with open_bytes(path, limits) as file:
        while piece := file.read(1 << 20):
            found += len(_BEGINS.findall(rest + piece))
            rest = (rest + piece)[-_MARK:]
            found -= len(_BEGINS.findall(rest))
    return found + len(_BEGINS.findall(rest))


def import_declarations(
    *, by: Viewer, run: ImportRun, found: Iterable[Declaration | BadRow], most_rows: int | None = None,
    total: int | None = None, on_progress: Callable[[int], None] | None = None
) -> Received:
    """Receive all that was found into the feed of `run`, BATCH in a transaction, and note on `run` how it goes.

    Of the bad rows the first HUB_IMPORT_MOST_BAD_ROWS are kept, all are counted. `found` is read, and prepared, a batch ahead
    of what is kept, by a thread that has no database.

    Begun again after it was stopped in the middle it passes over the `run.rows_read` rows that were kept, and counts on.
    `on_progress` is told how many rows were read so far, of `total`. Raises UnreadableFile when the file turns out to be
    none, TooMuch beyond `most_rows`; what came before is kept.
    """
    before = run.rows_read
    received = Received(new=run.rows_new, amended=run.rows_amended, same=run.rows_same)
    read, bad, bad_rows, most_bad = 0, list[BadRow](), 0, settings.CONFIGURATION.import_most_bad_rows
    with looking_as(by):
        run.move(to=State.RUNNING, rows_total=total, rows_before=before, reading_since=timezone.now())
    for batch in ahead(_batches(found, run.file_name, most_rows)):
        read += len(batch)
        prepared = [row for row in batch if not isinstance(row, BadRow)]
        faulty = [row for row in batch if isinstance(row, BadRow)]
        if read <= before:
            refused = [row for row in prepared if isinstance(row, Refused)]
        else:
            with looking_as(by):
                part = receive(by=by, feed=run.feed, prepared=prepared)
                refused = part.refused
                received.add(part)
                run.move(to=State.RUNNING, rows_read=read, rows_new=received.new, rows_amended=received.amended,
                         rows_same=received.same, rows_bad=bad_rows + len(faulty) + len(refused))
        faulty += [BadRow(0, (("Declaration ID", one.declaration.number),), one.reason) for one in refused]
        bad_rows += len(faulty)
        bad += faulty[: most_bad - len(bad)]
        if on_progress is not None:
            on_progress(read)
    finish(by=by, run=run, bad=bad)
    return received


def _batches(found: Iterable[Declaration | BadRow], name: str, most: int | None) -> Iterator[list[Prepared | Refused | BadRow]]:
    """What was found, prepared, BATCH at a time. Raises TooMuch."""
    rows, read = iter(found), 0
    while batch := list(islice(rows, BATCH)):
        read += len(batch)
        if most is not None and read > most:
            raise TooMuch(f"{name} has more than {most:,} rows; split it.")
        yield [row if isinstance(row, BadRow) else prepare(row) for row in batch]
