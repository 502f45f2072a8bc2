"""`manage.py deconflict`: compare all alerts in force here and now, without waiting for the quarter of an hour."""

from typing import Any

from django.core.management.base import BaseCommand

from agencies.access import as_service
from intel.deconfliction.comparing import compare, in_question


class Command(BaseCommand):
    help = "Compare all alerts in force with each other now, after the table of incompatible measures was changed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many were compared. Whose alerts collide is for the coordinator."""
        with as_service("deconfliction"):
            ids = in_question()
            compare(ids)
        self.stdout.write(f"{len(ids)} alerts in force that must not be noticed were compared with all others.")
