"""How far a command is: done, total, rate, time left; on a terminal a line drawn over, elsewhere a plain line now and then."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn
from rich.text import Text

#: Seconds between lines where none can be drawn over.
SAY_EVERY = 10.0

#: Called with how many are done.
Tell = Callable[[int], None]


@contextmanager
def progress(out: IO[str], what: str, total: int | None, *, every: float = SAY_EVERY) -> Iterator[Tell]:
    """Tell on `out` how far it is with `what` ("declarations.csv"): call what is given with how many rows are done."""
    if not out.isatty():
        yield _Lines(out, what, total, every)
        return
    console = Console(file=out, highlight=False)
    with Progress(TextColumn("{task.description}", markup=False), BarColumn(), _Far(), TimeElapsedColumn(),
                  console=console) as drawn:
        bar = drawn.add_task(what, total=total)
        yield lambda done: drawn.update(bar, completed=done, total=None if total is None else max(total, done))


class _Far(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(far(int(task.completed), None if task.total is None else int(task.total), task.elapsed or 0))


class _Lines:
    """Plain lines, not more often than every so many seconds."""

    def __init__(self, out: IO[str], what: str, total: int | None, every: float) -> None:
        self._out, self._what, self._total, self._every = out, what, total, every
        self._began = self._said = time.monotonic()

    def __call__(self, done: int) -> None:
        now = time.monotonic()
        if now - self._said >= self._every:
            self._said = now
            self._out.write(f"{self._what}: {far(done, self._total, now - self._began)}\n")
            self._out.flush()


def far(done: int, total: int | None, elapsed: float) -> str:
    """How far it is after so many seconds, such as "12,000 of 37,385 rows, 312 a second, 1 min 21 s left"."""
    parts = [f"{done:,} rows" if total is None else f"{done:,} of {max(total, done):,} rows"]
    if done and elapsed > 0:
        rate = done / elapsed
        parts.append(f"{rate:,.0f} a second")
        if total is not None and total > done:
            parts.append(f"{duration((total - done) / rate)} left")
    return ", ".join(parts)


def duration(seconds: float) -> str:
    """Such as "8 s", "1 min 21 s", "2 h 5 min"."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min {whole % 60} s" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60} min"
