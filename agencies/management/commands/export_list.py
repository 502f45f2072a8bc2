"""`manage.py export_list`: a list as a file, with the eyes of a person."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agencies.access import looking_as
from agencies.lists.exporting import take_all
from agencies.lists.formats import Format, written
from agencies.lists.tables import asked, given_in, listing_called
from agencies.management.people import viewer_named
from hub.kit.errors import HubError
from hub.kit.room import listings


class Command(BaseCommand):
    help = "Write a list of the hub to a file, as a person sees it: marked, and noted in the log as if they had taken it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which list, with whose eyes, and where to."""
        parser.add_argument("list", metavar="LIST", choices=sorted(listings()), help=f"one of {', '.join(sorted(listings()))}")
        parser.add_argument("--as", dest="username", required=True, metavar="USER", help="who takes it")
        parser.add_argument("--filters", default="", metavar="QUERY", help="as in its address: 'state=DRAFT&sort=-title'")
        parser.add_argument("--columns", default="", metavar="A,B", help="names of columns; all, or those that the person chose")
        parser.add_argument("--format", default=Format.CSV.value, choices=Format.values)
        parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="a file that is not there yet")

    def handle(self, *args: Any, username: str, filters: str, columns: str, format: str, out: Path, **options: Any) -> None:
        """Raises CommandError for what the person may not take, and for a file that is there."""
        by = viewer_named(username).confirmed()
        try:
            with looking_as(by), out.open("xb") as file:
                listing = listing_called(options["list"], by)
                of = asked(listing, given_in(listing, filters), [name for name in columns.split(",") if name], by=by)
                table = take_all(of, by=by, format=format)
                file.write(written(table, format))
        except FileExistsError as error:
            raise CommandError(f"{out} is there already.") from error
        except HubError as error:
            out.unlink(missing_ok=True)
            raise CommandError(str(error)) from error
        self.stdout.write(f"{out}: {table.above}")
