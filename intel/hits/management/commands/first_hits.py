"""`manage.py first_hits`: the best hits as one officer sees them, with score and reason."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from rich.console import Console
from rich.table import Table

from agencies.access import Viewer, at_the_door, looking_as
from agencies.models import User
from agencies.roles import READERS, Role
from intel.hits import selectors


class Command(BaseCommand):
    help = "Show the best hits as an officer sees them; without --as, as one officer of each agency."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--count", type=int, default=10, help="how many hits at most (default 10)")
        parser.add_argument("--as", dest="username", metavar="USERNAME", help="who looks (default: one of each agency)")

    def handle(self, *args: Any, count: int, username: str | None, **options: Any) -> None:
        """Each person sees their own; nothing is looked up as the service."""
        with at_the_door():
            people = [_named(username)] if username else _one_of_each_agency()
            viewers = [(person, Viewer.of(person)) for person in people]
        left = count
        for person, viewer in viewers:
            with translation.override(settings.LANGUAGE_CODE), looking_as(viewer):
                hits = list(selectors.waiting()[:left if username else -(-count // len(people))])
                if hits:
                    self._show(person, hits)
                    left -= len(hits)
        if left == count:
            self.stdout.write("No hit waits yet. `manage.py screen_pending` matches what is pending.")

    def _show(self, person: User, hits: list[Any]) -> None:
        table = Table(title=f"{person} ({person.username}), {person.agency} sees", title_justify="left", expand=True)
        table.add_column("Found in trade", ratio=3, overflow="fold")
        table.add_column("Subject of the alert", ratio=3, overflow="fold")
        table.add_column("Alert", no_wrap=True)
        table.add_column("Bits", justify="right", no_wrap=True)
        table.add_column("Prob.", justify="right", no_wrap=True)
        table.add_column("Strongest reason", ratio=3, overflow="fold")
        for hit in hits:
            match, reason = hit.match, selectors.top_reason(hit)
            words = f"{reason.label}: {reason.party} ({reason.bits:+.1f})" if reason else "-"
            table.add_row(hit.party_label, hit.subject_label, match.alert.reference,
                          f"{match.score:.1f}", f"{min(match.probability, 0.999):.1%}", words)
        terminal = self.stdout.isatty()
        console = Console(force_terminal=terminal, width=None if terminal else 140)
        with console.capture() as shown:
            console.print(table)
        self.stdout.write(shown.get())


def _named(username: str) -> User:
    person = User.objects.select_related("agency").filter(username=username).first()
    if person is None:
        raise CommandError(f"There is no user {username}. `manage.py example_logins` lists those of the example world.")
    return person


def _one_of_each_agency() -> list[User]:
    """The first active officer of each agency, or another of its readers where it has none."""
    readers = User.objects.filter(is_active=True, groups__agency_role__role__in=READERS).select_related("agency")
    first: dict[int | None, User] = {}
    for role in (Role.OFFICER, *READERS):
        for person in readers.filter(groups__agency_role__role=role).order_by("agency__code", "id"):
            first.setdefault(person.agency_id, person)
    return list(first.values())
