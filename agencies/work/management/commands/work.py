"""`manage.py work`: the queue of work, for operators: how much there is, what failed, and what to do with it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agencies import audit
from agencies.access import as_service
from agencies.work import queue, running
from agencies.work.kinds import kinds_of
from agencies.work.models import Work
from agencies.work.selectors import backlog


class Command(BaseCommand):
    help = "How much work there is; --failed lists what was given up, --retry and --drop decide on it, --run does what is due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        one = parser.add_mutually_exclusive_group()
        one.add_argument("--failed", action="store_true", help="list what was given up, with the reason")
        one.add_argument("--retry", nargs="+", metavar="ID", help="have failed work tried again (ids, or `all`)")
        one.add_argument("--drop", nargs="+", metavar="ID", help="remove failed work for good (ids, or `all`)")
        one.add_argument("--run", action="store_true", help="do here and now what is due")

    def handle(self, *args: Any, failed: bool, retry: list[str] | None, drop: list[str] | None, run: bool,
               **options: Any) -> None:
        if failed:
            self._list()
        elif retry or drop:
            self._decide(retry or drop or [], "retried" if retry else "dropped")
        elif run:
            self.stdout.write(f"{running.run_due(batches=1_000_000)} rows of work done.")
        else:
            self._count()

    def _count(self) -> None:
        with as_service("work"):
            for kind in kinds_of():
                found = backlog([kind.name])
                self.stdout.write(f"{kind.name}: {found.waiting} waiting ({found.put_off} put off), {found.failed} failed")

    def _list(self) -> None:
        with as_service("work"):
            for row in Work.objects.filter(state=Work.State.FAILED).order_by("id"):
                until = f"{row.attempts} attempts until {row.failed_at:%Y-%m-%d %H:%M}"
                self.stdout.write(f"{row.pk}: {row}, {until}: {row.last_error}")

    def _decide(self, which: list[str], what: str) -> None:
        with as_service("work") as service:
            rows = Work.objects.select_for_update().filter(state=Work.State.FAILED).order_by("id")
            if which != ["all"]:
                if wrong := [text for text in which if not text.isdecimal() or len(text) > 18]:
                    raise CommandError(f"No numbers of work: {', '.join(wrong)}. `manage.py work --failed` lists them.")
                rows = rows.filter(pk__in=[int(text) for text in which])
            decided = list(rows)
            for row in decided:
                audit.record(f"work.{what}", by=service, on=row)
                (queue.retry if what == "retried" else queue.drop)(row)
        self.stdout.write(f"{len(decided)} rows of work {what}.")
