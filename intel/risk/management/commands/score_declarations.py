"""`manage.py score_declarations`: declarations of a file scored by a model that other files train."""

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand

from intel.scoring import command


class Command(BaseCommand):
    """Here so that `help` lists it and programs can call it; `manage.py` runs it without loading Django."""

    help = command.HELP
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Those of intel.scoring.command."""
        command.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises SystemExit where nothing was written."""
        if status := command.run(argparse.Namespace(**options)):
            sys.exit(status)
