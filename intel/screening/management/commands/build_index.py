"""`manage.py build_index`: build the indexes of this host anew, beside those in force. Workers do so by themselves."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from intel.screening.kept import kept_as
from intel.screening.kept.apart import build_here
from intel.screening.kept.shelf import Shelf


class Command(BaseCommand):
    help = "Build the indexes of this host (alerts, subjects), unless they are good; --anew builds them in any case."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="alerts (of workers that match) or subjects (of those that answer queries)")
        parser.add_argument("--anew", action="store_true", help="though those there are good: names taken out leave the disk")

    def handle(self, *args: Any, name: str, anew: bool, **options: Any) -> None:
        """Build them; fails when the disk refuses, and leaves what was there."""
        if not settings.INDEX_DIR:
            raise CommandError("No indexes are kept on disk here.")
        try:
            built = build_here(kept_as(name), Shelf(name).made(), anew=anew)
        except LookupError as error:
            raise CommandError(str(error.args[0])) from None
        except OSError as error:
            raise CommandError(f"The disk refused the indexes of {name}: {error}") from None
        self.stdout.write(f"The indexes of {name} were built." if built else f"The indexes of {name} are good.")
