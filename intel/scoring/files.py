"""Files in, a file out: trained on some, the rows of another scored. What is written is written whole or not at all."""

from __future__ import annotations

import csv
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TextIO

from intel.scoring.explain import tell
from intel.scoring.model import train
from intel.scoring.reading import read
from intel.scoring.records import BadInput, Declarations

HEADER = ("declaration_id", "probability")


def score_files(
    trained_on: Sequence[Path],
    scored: Path,
    out: Path,
    *,
    seed: int = 0,
    without: Iterable[str] = (),
    reasons_in: str | None = None,
) -> None:
    """Write `out`: a row for each row of `scored`, in its order; with `reasons_in`, "en" or "es", why, in a third column.

    Raises BadInput, and then writes nothing.
    """
    began = time.monotonic()
    known = read(trained_on, outcomes=True, without=without)
    asked = read([scored], outcomes=False, without=without)
    _check_apart(known, asked)
    model = train(known, seed=seed)
    _say(f"Trained on {int((known.irregular >= 0).sum()):,} inspected declarations until {_day(model.last_day)} "
         f"in {time.monotonic() - began:.1f} s.")
    began = time.monotonic()
    probabilities = model.probabilities(asked)
    cells = [[number, f"{one:.6f}"] for number, one in zip(asked.ids, probabilities.tolist(), strict=True)]
    if reasons_in:
        for row, score in zip(cells, model.scores(asked), strict=True):
            row.append(tell(score.reasons, reasons_in))
    with written_whole(out) as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow((*HEADER, "reasons") if reasons_in else HEADER)
        rows.writerows(cells)
    early = int((asked.days <= model.last_day).sum())
    if early:
        _say(f"Mind: {early:,} of them are dated on or before {_day(model.last_day)}; of these it knew outcomes that came later.")
    _say(f"{len(asked):,} declarations scored in {time.monotonic() - began:.1f} s; {int((probabilities >= 0.5).sum()):,} have "
         f"a probability of .5 or more. Written to {out}.")


def _check_apart(known: Declarations, asked: Declarations) -> None:
    """Raises BadInput where a declaration to be scored is one of those trained on: its own outcome would score it."""
    places = dict(zip(known.ids, known.places, strict=True))
    for number, (file, line) in zip(asked.ids, asked.places, strict=True):
        if number in places:
            first, at = places[number]
            raise BadInput(f"{file}, line {line}, Declaration ID: {number!r} is trained on, too ({first}, line {at}); its own "
                           "outcome would score it. Leave it out of one of the two.")


@contextmanager
def written_whole(path: Path) -> Iterator[TextIO]:
    """A file that takes the place of `path` when all of it is written; before that, and after an error, nothing is changed."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}.") from error
    try:
        with open(handle, "w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)  # still there after an error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _day(days: int) -> str:
    return (date(1970, 1, 1) + timedelta(days=int(days))).isoformat()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
