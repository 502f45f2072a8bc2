"""`manage.py whose_copy`: whose copy of a release a PDF or a text was taken from."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from agencies import audit
from agencies.access import looking_as
from agencies.management.people import viewer_named
from intel.releases.copies import copies_named, whose


class Command(BaseCommand):
    help = ("Say whose copy of a release a file (PDF or text) or a text was taken from, by the codes that stand in it. Without "
            "a code it cannot be told, and no name is given.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to look into, and with whose eyes."""
        parser.add_argument("what", metavar="FILE|TEXT", help="a file, a text, or - for what is typed in")
        parser.add_argument("--as", dest="username", required=True, metavar="USER",
                            help="who asks; copies of releases of other agencies are not told of")

    def handle(self, *args: Any, what: str, username: str, **options: Any) -> None:
        """Raises CommandError for somebody who is not there."""
        by, content = viewer_named(username), _content(what)
        with looking_as(by):
            found = copies_named(content)
            audit.record("release.copy_sought", by=by, found=[copy.code for copy in found])
            for copy in found:
                self.stdout.write(whose(copy))
        if not found:
            self.stdout.write("Cannot tell: no code of a copy that you see stands in it.")


def _content(what: str) -> bytes:
    if what == "-":
        return sys.stdin.buffer.read()
    try:
        path = Path(what)
        return path.read_bytes() if path.is_file() else what.encode(errors="replace")
    except (OSError, ValueError):  # too long for a name, or with a NUL: a text
        return what.encode(errors="replace")
