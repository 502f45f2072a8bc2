"""Start the hub and everything it needs: `python manage.py up`."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hub.up import main
from hub.up.arguments import add_arguments


class Command(BaseCommand):
    """Here so that `help` lists it; `manage.py` runs it without loading Django."""

    help = "Start the hub and everything it needs; stop it with Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Those of hub.up."""
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Never returns while the hub runs."""
        sys.exit(main(sys.argv[2:]))
