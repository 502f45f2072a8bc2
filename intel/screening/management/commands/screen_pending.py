"""`manage.py screen_pending`: match what is pending here and now, or watch the workers do it."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from agencies.access import as_service
from agencies.work.selectors import Backlog, backlog
from intel.screening import selectors, services
from intel.screening.kept import building
from intel.screening.kinds import KINDS


class Command(BaseCommand):
    help = "Match what is pending, with a progress bar; with --watch, only show how the workers get on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--watch", action="store_true", help="leave the matching to the workers")
        parser.add_argument("--timeout", type=float, default=3600, metavar="SECONDS", help="give up after (default 3600)")

    def handle(self, *args: Any, watch: bool, timeout: float, **options: Any) -> None:
        """Screen what waits, or watch it being screened, until nothing waits; fails after `timeout` seconds."""
        began = time.monotonic()
        left = _backlog()
        columns = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
                   TimeRemainingColumn()]
        with Progress(*columns, transient=not self.stdout.isatty()) as progress:
            bar = progress.add_task("Screening", total=left.waiting)
            while left.waiting > left.put_off:
                if time.monotonic() - began > timeout:
                    raise CommandError(f"{left.waiting} rows of work are still waiting after {timeout:.0f} s. "
                                       "Is a worker running? `manage.py up` starts one.")
                if watch:
                    time.sleep(0.5)
                else:
                    services.screen_pending(batches=1)
                left = _backlog()
                total = max(progress.tasks[0].total or 0, left.waiting)
                progress.update(bar, total=total, completed=total - left.waiting, description=_stage())
        with as_service("screening") as _service:
            matches = selectors.matches_that_hold()
        self.stdout.write(f"Screened in {time.monotonic() - began:.1f} s; {matches} matches hold.")
        if left.put_off:
            self.stderr.write(f"{left.put_off} rows of work failed and will be tried again; the log says why.")
        if left.failed:
            self.stderr.write(f"{left.failed} rows of work were given up; `manage.py work --failed` lists them.")


def _stage() -> str:
    """What takes long at this moment: an index that is built, a round over all traders."""
    told = [f"index of {name}: {percent} %" for name, percent in building().items()]
    with as_service("screening"):
        if under_way := selectors.round_under_way():
            told.append("round: {:,} of {:,} traders".format(*under_way))
    return f"Screening ({', '.join(told)})" if told else "Screening"


def _backlog() -> Backlog:
    with as_service("screening"):
        return backlog(KINDS)
