"""Prove that every row is read by whom its grants, state and classification say."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from agencies.labels.settling import wrong_labels


class Command(BaseCommand):
    help = "Compare the label of every row with what its grants, state and classification say. Needs HUB_DATABASE_ROLE=owner."

    def add_arguments(self, parser: CommandParser) -> None:
        """None: it always looks at everything."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the rows that bear a wrong label, table by table; fails when there are any."""
        with connection.cursor() as cursor:
            cursor.execute("select pg_has_role(session_user, 'hub_labels', 'member')")
            if cursor.fetchone() != (True,):
                raise CommandError("Only the owner of the tables can prove this: set HUB_DATABASE_ROLE=owner.")
        found = wrong_labels()
        for table, wrong in found.items():
            self.stdout.write(f"{table:32} {wrong:>8} wrong")
        if any(found.values()):
            raise CommandError("Some rows are not read by whom they should be. Run `manage.py migrate` with the tables closed.")
        self.stdout.write("Every label is what grants, state and classification say.")
