"""`manage.py example_world`: an invented world to look around in."""

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.progress import Progress

from agencies.models import Agency
from hub.example import world
from hub.example.loading import load, new_password


class Command(BaseCommand):
    help = "Fill an empty hub with three agencies, their people, alerts, reports, traders and consignments, all invented."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=1825, help="another seed makes another world (default 1825)")

    def handle(self, *args: Any, seed: int, **options: Any) -> None:
        if Agency.objects.exists():
            raise CommandError("There are agencies already. The example world is for an empty hub only.")
        password = new_password()
        with open(os.open(password_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as kept:
            kept.write(password)
        with Progress(transient=True) as progress:
            bars: dict[str, Any] = {}

            def tell(step: str, done: int, of: int) -> None:
                bars.setdefault(step, progress.add_task(f"Example {step}", total=of) if step not in bars else None)
                progress.update(bars[step], completed=done)

            made = world.build(seed, timezone.localdate())
            load(made, password=password, progress=tell)
        self.stdout.write(f"Example world: {len(made.users)} people, {len(made.alerts)} alerts, {len(made.reports)} reports, "
                          f"{len(made.consignments)} consignments.")


def password_file() -> str:
    """Where the password of the example people is kept, readable by the hub's own user only."""
    return str(settings.CONFIGURATION.state_dir / "example-password")
