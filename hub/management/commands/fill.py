"""`manage.py fill`: a hub at volume, to look how it gets on and to measure it."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from agencies.models import Agency
from hub.filling.amounts import Amounts
from hub.filling.running import fill, own_rows, rows_of

#: Seconds between two lines of progress where no bar can be drawn.
SAY_AGAIN = 10.0


class Command(BaseCommand):
    help = ("Fill the hub with invented rows by the million: traders, consignments, subjects, reports, alerts, hits. "
            "Needs HUB_DATABASE_ROLE=owner; what others ask of the database waits until it is done.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", type=int, default=1_000_000, metavar="N",
                            help="traders and consignments; the rest in proportion (default 1,000,000; a multiple of 1,000)")
        parser.add_argument("--seed", type=int, default=1825, help="another seed makes other rows (default 1825)")

    def handle(self, *args: Any, size: int, seed: int, **options: Any) -> None:
        """Write everything or, when it is stopped, nothing."""
        try:
            amounts = Amounts(size)
        except ValueError as error:
            raise CommandError(str(error)) from None
        self._require_owner()
        if Agency.objects.exists():
            self._require_leave()
        else:
            call_command("example_world", stdout=self.stdout)
        began = time.monotonic()
        columns = [TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn(),
                   TimeRemainingColumn()]
        with Progress(*columns, transient=True, disable=not self.stdout.isatty()) as progress:
            told = _Told(self, progress, rows_of(amounts))
            try:
                fill(amounts, seed=seed, tell=told)
            except LookupError as error:
                raise CommandError(str(error.args[0])) from None
            except OperationalError as error:
                raise CommandError(f"Nothing was written: {str(error).strip().splitlines()[0]}") from None
        self.stdout.write(f"{told.written:,.0f} rows in {time.monotonic() - began:.0f} s.")
        self.stdout.write("The search does not know them yet: `manage.py migrate` writes their words.")

    def _require_owner(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select current_user = 'hub_owner'")
            if cursor.fetchone() != (True,):
                raise CommandError("Only the owner of the tables fills them: set HUB_DATABASE_ROLE=owner.")

    def _require_leave(self) -> None:
        """Invented rows are put beside those of an installation only where it is the embedded one."""
        found = own_rows()
        if not found:
            return
        if not _embedded():
            raise CommandError(f"This hub has rows of its own ({', '.join(found)}): invented ones could not be told from them.")
        self.stdout.write(f"There are rows already ({', '.join(found)}), on the embedded database: "
                          "the filled ones come beside them.")


def _embedded() -> bool:
    """Whether the database is the one that this hub runs itself, on a socket in its state folder."""
    return Path(settings.DATABASES["default"]["HOST"] or "/").is_relative_to(settings.CONFIGURATION.state_dir)


class _Told:
    """Counts what was written, and tells of it: by a bar on a terminal, otherwise by a line now and then."""

    def __init__(self, command: BaseCommand, progress: Progress, total: float) -> None:
        self.written, self._total = 0.0, total
        self._command, self._progress = command, progress
        self._bar = progress.add_task("Filling", total=total)
        self._began = self._said = time.monotonic()

    def __call__(self, words: str, rows: float) -> None:
        self.written += rows
        self._progress.update(self._bar, completed=self.written, description=words.capitalize())
        now = time.monotonic()
        if self._progress.disable and now - self._said >= SAY_AGAIN:
            self._said = now
            left = (now - self._began) * (self._total / self.written - 1)
            self._command.stdout.write(f"{self.written:,.0f} of {self._total:,.0f} rows, about {left:.0f} s left: {words}")
            self._command.stdout.flush()
