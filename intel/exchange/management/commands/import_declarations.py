"""`manage.py import_declarations`: declarations from CSV or WCO XML files into a feed."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from agencies.access import Viewer, looking_as
from agencies.management.people import viewer_named
from agencies.work.states import State
from agencies.work.uploads import finish, hash_of
from hub.kit.errors import HubError
from hub.kit.outages import outage
from hub.kit.progress import progress
from intel.exchange.importing import import_declarations, lend_names, read_file, rows_in
from intel.exchange.models import ImportRun
from intel.exchange.screening import screening_goes_on
from intel.exchange.traders_csv import RegisterExhausted, TraderNames
from intel.exchange.values import UnreadableFile
from intel.trade.models import Feed
from intel.trade.services import open_feed


class Command(BaseCommand):
    help = ("Import declarations (CSV, or WCO Data Model XML; plain or gzipped) into a feed of the person's agency. "
            "A second import of the same file changes nothing; one that was broken off goes on when it is begun again. Bad "
            "rows come back in an error file with the reason.")

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
        """Import one file after the other; fails with a sentence, and can be begun again after it."""
        with _told_in_a_sentence():
            by = viewer_named(username)
            with looking_as(by):
                into = Feed.objects.filter(owner_agency=by.agency_id, code=feed.upper()).first()
                into = into or open_feed(by=by, code=feed, name=feed, own_agency_only=True)
                names = lend_names(traders, into) if traders else None
            for file in files:
                self._import(by, into, file, names, errors or file.with_name(file.name + ".errors.csv"))
            if told := screening_goes_on():
                self.stdout.write(told)

    def _import(self, by: Viewer, feed: Feed, file: Path, names: TraderNames | None, errors: Path) -> None:
        run = _run_of(by, feed, file)
        total, before = rows_in(file), run.rows_read
        if before:
            self.stdout.write(f"{file.name}: {before:,} rows were kept when it was broken off; it goes on after them.")
        try:
            with progress(cast(IO[str], self.stdout), file.name, total) as tell:
                import_declarations(by=by, run=run, found=read_file(file, names=names), total=total, on_progress=tell)
        except (HubError, UnreadableFile, RegisterExhausted) as error:
            finish(by=by, run=run, bad=[], failed=str(error))
            raise
        except (DatabaseError, KeyboardInterrupt) as error:
            _note(by, run, str(outage(error) or "It was broken off."))
            raise
        with looking_as(by):
            run.refresh_from_db()
        self.stdout.write(f"{file.name}: {run.rows_read} rows; {run.rows_new} new, {run.rows_amended} amended, "
                          f"{run.rows_same} known already, {run.rows_bad} bad.")
        if run.errors:
            errors.write_text(run.errors, encoding="utf-8")
            self.stderr.write(f"Bad rows with their reasons: {errors}")


@contextmanager
def _told_in_a_sentence() -> Iterator[None]:
    """What people or a database can do about goes to the terminal as a sentence; anything else is an error of ours."""
    try:
        yield
    except (HubError, UnreadableFile, RegisterExhausted, OSError) as error:
        raise CommandError(str(error)) from error
    except DatabaseError as error:
        if (told := outage(error)) is None:
            raise
        raise CommandError(f"{told} What was imported is kept: begin the same command again, and it goes on.") from error


def _run_of(by: Viewer, feed: Feed, file: Path) -> ImportRun:
    """The import of this file by a command that was broken off, if nobody is at it; or a new one. Held until we end."""
    content = hash_of(file.read_bytes())
    with looking_as(by):
        latest = ImportRun.objects.filter(feed=feed, file_hash=content, content=None).order_by("-id").first()
        if latest is not None and latest.state in (State.RUNNING, State.FAILED) and _hold(latest):
            latest.move(to=State.RUNNING, reason="", finished_at=None)
            return latest
        run = ImportRun.objects.create(feed=feed, file_name=file.name[:255], started_by_id=by.user_id, state=State.RUNNING,
                                       file_hash=content)
        _hold(run)
        return run


def _hold(run: ImportRun) -> bool:
    """Whether nobody else is at it; from now on we are, as long as our connection lasts."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(hashtextextended(%s, 0))", [f"exchange.importrun:{run.pk}"])
        return bool(cursor.fetchone()[0])


def _note(by: Viewer, run: ImportRun, reason: str) -> None:
    """That it was broken off, where the database takes that; on the page it would seem to be read for ever."""
    with suppress(DatabaseError):
        finish(by=by, run=run, bad=[], failed=reason)
