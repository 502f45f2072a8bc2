"""Bringing declarations in: reader and service joined, a batch at a time, with what came back."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from django.conf import settings

from agencies.access import Viewer, looking_as
from agencies.work.states import State
from agencies.work.uploads import finish
from hub.kit.files import NO_LIMITS, Limits, TooMuch, open_bytes
from intel.exchange.declarations_csv import read_declarations
from intel.exchange.models import ImportRun
from intel.exchange.traders_csv import TraderNames, read_register
from intel.exchange.values import BadRow, Declaration, UnreadableFile
from intel.exchange.wco_xml import read_wco
from intel.trade.models import Feed, TraderIdentifier
from intel.trade.services import BATCH, Received, receive_declarations


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


def import_declarations(
    *, by: Viewer, run: ImportRun, found: Iterable[Declaration | BadRow], most_rows: int | None = None,
    on_progress: Callable[[int], None] | None = None
) -> Received:
    """Receive all that was found into the feed of `run`, BATCH in a transaction, and note on `run` how it goes.

    Of the bad rows the first HUB_IMPORT_MOST_BAD_ROWS are kept, all are counted.

    Killed in the middle and begun again it goes on without harm: what was received is known. `on_progress` is told how
    many rows were read so far. Raises UnreadableFile when the file turns out to be none, TooMuch beyond `most_rows`; what
    came before is kept.
    """
    total, bad, bad_rows = Received(), list[BadRow](), 0
    rows, batch = iter(found), list[Declaration | BadRow]()
    read, most_bad = 0, settings.CONFIGURATION.import_most_bad_rows
    while batch := list(islice(rows, BATCH)):
        read += len(batch)
        if most_rows is not None and read > most_rows:
            raise TooMuch(f"{run.file_name} has more than {most_rows:,} rows; split it.")
        with looking_as(by):
            received = receive_declarations(
                by=by, feed=run.feed, declarations=[row for row in batch if isinstance(row, Declaration)])
            faulty = [row for row in batch if isinstance(row, BadRow)]
            faulty += [BadRow(0, (("Declaration ID", refused.declaration.number),), refused.reason)
                       for refused in received.refused]
            bad_rows += len(faulty)
            bad += faulty[: most_bad - len(bad)]
            total.add(received)
            run.move(to=State.RUNNING, rows_read=read, rows_new=total.new, rows_amended=total.amended,
                     rows_same=total.same, rows_bad=bad_rows)
        if on_progress is not None:
            on_progress(read)
    finish(by=by, run=run, bad=bad)
    return total
