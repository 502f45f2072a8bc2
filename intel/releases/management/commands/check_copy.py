"""`manage.py check_copy`: whether a file is a copy of a release as this hub handed it out."""

from argparse import ArgumentParser, FileType
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from agencies import audit
from agencies.access import looking_as
from agencies.management.people import viewer_named
from intel.releases.checking import checked
from intel.releases.copies import whose


class Command(BaseCommand):
    help = ("Say whether a PDF or JSON file is a copy of a release, signed by this hub and as it was handed out, to the last "
            "byte. Ends with an error where it is not.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to check, and with whose eyes."""
        parser.add_argument("file", metavar="FILE", type=FileType("rb"), help="the file, or - for what is piped in")
        parser.add_argument("--as", dest="username", required=True, metavar="USER",
                            help="who asks; of a copy that they do not see the signature alone is checked")

    def handle(self, *args: Any, file: BinaryIO, username: str, **options: Any) -> None:
        """Raises CommandError for a file that does not hold."""
        by, content = viewer_named(username), file.read()
        with looking_as(by):
            found = checked(content)
            code = found.copy.code if found.copy else ""
            audit.record("release.copy_checked", by=by, copy=code, holds=found.holds)
            words = whose(found.copy) if found.copy else "no copy that you see bears its code; the signature alone was checked"
        if not found.certificate:
            raise CommandError("Refused: no signature of this hub holds over all of it. It was altered, or is not from here.")
        if not found.holds:
            raise CommandError(f"Refused: it is not what was handed out as {words}.")
        self.stdout.write(f"The signature holds (certificate SHA-256 {found.certificate}).\nIt is as it was handed out: {words}."
                          if found.copy else f"The signature holds (certificate SHA-256 {found.certificate}); {words}.")

