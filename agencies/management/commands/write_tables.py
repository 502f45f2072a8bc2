"""Writes the tables of `docs/` that are made from the code."""

import re
from typing import Any

from django.core.management.base import BaseCommand

from agencies.access import acts, leaving
from agencies.keeping import book
from hub.configuration import ROOT

TABLES = {"roles.md": acts.in_markdown, "what-leaves.md": leaving.in_markdown, "data-protection.md": book.in_markdown}


class Command(BaseCommand):
    help = "Write the tables of docs/ that are made from the code: who may do what, what leaves an agency, what is kept how long."

    def handle(self, *args: Any, **options: Any) -> None:
        """Put each in the place of the table that its page has."""
        for name, made in TABLES.items():
            page = ROOT / "docs" / name
            written = re.sub(r"(?m)(^\|.*\|\n?)+", lambda _table, made=made: f"{made()}\n", page.read_text(encoding="utf-8"))
            page.write_text(written, encoding="utf-8")
            self.stdout.write(f"docs/{name}")
