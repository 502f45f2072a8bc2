"""`manage.py what_waits`: what waits for whom, as each of them sees it."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from rich.console import Console
from rich.table import Table

from agencies.access import Viewer, at_the_door, looking_as
from agencies.access.acts import may_hold
from agencies.models import User
from agencies.notices import inbox
from agencies.notices.inbox import SHOWN, Tab


class Command(BaseCommand):
    help = "Show what waits for each person for a decision; without --as, for everybody who decides on something."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as", dest="username", metavar="USERNAME", help="for whom (default: everybody)")

    def handle(self, *args: Any, username: str | None, **options: Any) -> None:
        """Each person's own inbox; nothing is looked up as the service."""
        with at_the_door():
            people = [(person, Viewer.of(person)) for person in _people(username)]
        table = Table(title="What waits for whom", title_justify="left")
        for column in ("user", "agency", "what waits"):
            table.add_column(column, overflow="fold")
        with translation.override(settings.LANGUAGE_CODE):
            for person, viewer in people:
                waits = ", ".join(_waiting(viewer))
                if waits or username:
                    table.add_row(person.username, person.agency.code if person.agency else "", waits or "-")
        terminal = self.stdout.isatty()
        console = Console(force_terminal=terminal, width=None if terminal else 140)
        with console.capture() as shown:
            console.print(table)
        self.stdout.write(shown.get() if table.row_count else "Nothing waits for anybody.")


def _waiting(viewer: Viewer) -> Iterator[str]:
    """`Hits to judge 25+`, `Requests to send 1 (1 overdue)`."""
    if not viewer.may("notices.view_inbox"):
        return
    with looking_as(viewer):
        waits = inbox.read(viewer, Tab.MINE)
    more = {heading for heading, _page in waits.more}
    overdue = Counter(row.heading for row in waits.rows if row.overdue)
    for heading, count in Counter(row.heading for row in waits.rows).items():
        yield (f"{heading} {SHOWN if heading in more else count}{'+' if heading in more else ''}"
               + (f" ({overdue[heading]} overdue)" if overdue[heading] else ""))


def _people(username: str | None) -> list[User]:
    people = User.objects.select_related("agency").filter(is_active=True).order_by("agency__code", "username")
    if username is None:
        return list(people.filter(groups__agency_role__role__in=may_hold("notices.view_inbox")).distinct())
    if not (found := list(people.filter(username=username))):
        raise CommandError(f"There is no user {username}.")
    return found
