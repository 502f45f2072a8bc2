"""`manage.py import_watchlist`: OFAC lists as alerts in force."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from agencies.access import looking_as
from agencies.access.grants import reader_groups
from agencies.management.people import viewer_named
from agencies.models import Agency
from hub.kit.error_file import write_bad_rows
from hub.kit.errors import HubError
from intel.alerts.services import import_watchlist
from intel.exchange.listing import listed
from intel.exchange.ofac import read_watchlist
from intel.exchange.screening import screening_goes_on
from intel.exchange.values import BadRow, UnreadableFile, WatchlistEntry


class Command(BaseCommand):
    help = ("Import OFAC lists (sdn.csv, alt.csv, add.csv; as published or with a header, plain or gzipped) as alerts in "
            "force. The next edition changes what it changes, and nothing else.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument("--as", dest="username", required=True, metavar="USER", help="who answers for the alerts")
        parser.add_argument("--audience", default="", metavar="CODES",
                            help="agencies that may see them, such as PB,SIN (default: the person's agency alone)")
        parser.add_argument("--source", default="OFAC-SDN", help="name of the list (default OFAC-SDN)")
        parser.add_argument("--valid-days", type=int, default=365)
        parser.add_argument("--withdraw-missing", action="store_true",
                            help="withdraw the alerts of entries that the list does not have any more")
        parser.add_argument("--errors", type=Path, metavar="FILE", help="where bad rows go (default: FOLDER.errors.csv)")

    def handle(self, *args: Any, folder: Path, username: str, audience: str, source: str, valid_days: int,
               withdraw_missing: bool, errors: Path | None, **options: Any) -> None:
        """Read the list, write what is new or changed in one transaction, and say how much; fails when nothing was kept."""
        began = time.monotonic()
        by = viewer_named(username)
        with Console(file=cast(IO[str], self.stdout)).status(f"Reading {folder}") as status:
            entries, bad = _read(folder)

            def tell(step: str, rows: int) -> None:
                status.update(f"Writing {step}: {rows:,} of {len(entries):,}")

            try:
                with looking_as(by):
                    groups = reader_groups(_agencies(audience), act="alerts.view_alert")
                    done = import_watchlist(
                        by=by, listed=[listed(entry, source=source) for entry in entries], source=source, audience=groups,
                        own_agency_only=not groups, valid_days=valid_days, withdraw_missing=withdraw_missing,
                        on_progress=tell)
            except HubError as error:
                raise CommandError(f"{error} ({error.field})" if error.field else str(error)) from error
        self.stdout.write(f"{len(entries)} entries in {time.monotonic() - began:.0f} s: {done.new} new, {done.changed} changed, "
                          f"{done.same} as before, {done.withdrawn} withdrawn, {done.extended} valid longer, "
                          f"{len(bad)} bad rows.")
        if told := screening_goes_on():
            self.stdout.write(told)
        if bad:
            file = errors or folder.with_name(folder.name + ".errors.csv")
            with file.open("w", encoding="utf-8", newline="") as out:
                write_bad_rows(bad, out)
            self.stderr.write(f"Bad rows with their reasons: {file}")


def _read(folder: Path) -> tuple[list[WatchlistEntry], list[BadRow]]:
    try:
        found = list(read_watchlist(folder))
    except (UnreadableFile, OSError) as error:
        raise CommandError(str(error)) from error
    return [e for e in found if isinstance(e, WatchlistEntry)], [e for e in found if isinstance(e, BadRow)]


def _agencies(codes: str) -> list[Agency]:
    wanted = [code.strip().upper() for code in codes.split(",") if code.strip()]
    known = {agency.code: agency for agency in Agency.objects.filter(code__in=wanted)}
    if missing := [code for code in wanted if code not in known]:
        raise CommandError(f"There is no agency {', '.join(missing)}.")
    return [known[code] for code in wanted]
