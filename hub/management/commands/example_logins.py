"""`manage.py example_logins`: who may sign in to the example world."""

from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.table import Table

from agencies.access import at_the_door
from agencies.models import User
from hub.example.people import USERS
from hub.management.commands.example_world import password_file


class Command(BaseCommand):
    help = "List the people of the example world with the password they share on this machine."

    def handle(self, *args: Any, **options: Any) -> None:
        file = Path(password_file())
        if not file.is_file():
            self.stdout.write("There is no example world here. `manage.py example_world` makes one in an empty hub.")
            return
        with at_the_door():
            self._list(file.read_text())

    def _list(self, password: str) -> None:
        people = User.objects.filter(username__in=[user.username for user in USERS], is_active=True)
        table = Table(title=f"Example logins; password of all: {password}", title_justify="left")
        for column in ("user", "name", "agency", "roles", "clearance"):
            table.add_column(column)
        for user in people.select_related("agency").order_by("agency__code", "username"):
            table.add_row(user.username, str(user), user.agency.code if user.agency else "",
                          ", ".join(map(str, user.role_labels())), str(user.get_clearance_display()))
        Console(file=cast(IO[str], self.stdout)).print(table)
