"""`manage.py import_declarations`: declarations from CSV or WCO XML files into a feed."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from agencies.access import Viewer, looking_as
from agencies.management.people import viewer_named
from agencies.work.states import State
from agencies.work.uploads import finish
from hub.kit.errors import HubError
from intel.exchange.importing import import_declarations, lend_names, read_file
from intel.exchange.models import ImportRun
from intel.exchange.traders_csv import RegisterExhausted, TraderNames
from intel.exchange.values import UnreadableFile
from intel.trade.models import Feed
from intel.trade.services import open_feed


class Command(BaseCommand):
    help = ("Import declarations (CSV, or WCO Data Model XML; plain or gzipped) into a feed of the person's agency. "
            "A second import of the same file changes nothing. Bad rows come back in an error file with the reason.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--as", dest="username", required=True, metavar="USER", help="who imports; needs the role")
        parser.add_argument("--feed", required=True, metavar="CODE", help="the feed; opened for the agency alone if new")
        parser.add_argument("--traders", type=Path, metavar="FILE",
                            help="register of legal entities (lei,name,country): its names are lent, one to one, to parties "
                                 "that the files only number")
        parser.add_argument("--errors", type=Path, metavar="FILE", help="where bad rows go (default: FILE.errors.csv)")

    def handle(self, *args: Any, files: list[Path], username: str, feed: str, traders: Path | None, errors: Path | None,
               **options: Any) -> None:
        by = viewer_named(username)
        try:
            with looking_as(by):
                into = Feed.objects.filter(owner_agency=by.agency_id, code=feed.upper()).first()
                into = into or open_feed(by=by, code=feed, name=feed, own_agency_only=True)
                names = lend_names(traders, into) if traders else None
            for file in files:
                self._import(by, into, file, names, errors or file.with_name(file.name + ".errors.csv"))
        except (HubError, UnreadableFile, RegisterExhausted, OSError) as error:
            raise CommandError(str(error)) from error

    def _import(self, by: Viewer, feed: Feed, file: Path, names: TraderNames | None, errors: Path) -> None:
        with looking_as(by):
            run = ImportRun.objects.create(
                feed=feed, file_name=file.name[:255], started_by_id=by.user_id, state=State.RUNNING,
                file_hash=hashlib.sha256(file.read_bytes()).hexdigest())
        columns = [SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed:,.0f} rows"),
                   TimeElapsedColumn()]
        try:
            with Progress(*columns) as progress:
                bar = progress.add_task(file.name, total=None)
                received = import_declarations(by=by, run=run, found=read_file(file, names=names),
                                               on_progress=lambda read: progress.update(bar, completed=read))
        except (HubError, UnreadableFile, RegisterExhausted) as error:
            finish(by=by, run=run, bad=[], failed=str(error))
            raise
        with looking_as(by):
            run.refresh_from_db()
        self.stdout.write(f"{file.name}: {run.rows_read} rows; {received.new} new, {received.amended} amended, "
                          f"{received.same} known already, {run.rows_bad} bad.")
        if run.errors:
            errors.write_text(run.errors, encoding="utf-8")
            self.stderr.write(f"Bad rows with their reasons: {errors}")
