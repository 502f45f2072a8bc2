"""`manage.py api_token USERNAME`: an API token for a person, printed once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agencies.access import looking_as
from agencies.access.signing import recognised
from agencies.tokens import LIFETIMES, issue_token
from hub.kit.errors import HubError


class Command(BaseCommand):
    help = "Issue an API token for a person; it is printed once and kept as a hash only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--days", type=int, default=90, choices=LIFETIMES, help="how long it lives (default 90)")

    def handle(self, *args: Any, username: str, days: int, **options: Any) -> None:
        """The token may do what the person may, and is listed on the person's own page."""
        viewer = recognised(username=username)
        if viewer.is_nobody:
            raise CommandError(f"There is no active person {username} of an agency.")
        try:
            with looking_as(viewer):
                issued = issue_token(by=viewer, days=days)
        except HubError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(issued.secret)
