"""`manage.py purge`: purge what is over, here and now, or say what would go."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from agencies.keeping.purging import purge, to_purge


class Command(BaseCommand):
    help = "Purge what is kept no longer, as the nightly task does; with --dry-run, only say how much would go."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="purge nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """Print a line for each kind: how many rows went, or would go, and how many a legal hold keeps."""
        for purged in to_purge() if dry_run else purge():
            self.stdout.write(f"{purged.kept.of:24} {purged.rows:>8} {'to purge' if dry_run else 'purged'} {purged.held:>6} held")
