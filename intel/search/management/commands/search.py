"""`manage.py search`: find as a person what that person may see."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from agencies.access import looking_as
from agencies.management.people import viewer_named
from hub.kit.errors import HubError
from intel.search.api import as_json
from intel.search.searching import search


class Command(BaseCommand):
    help = ("Search in everything that a person may see, as the box in the top bar does; it is noted in the log as theirs. "
            'Words, "phrases", -without, kind:alert, agency:AN, since:2026-01-01, until:2026.')

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The words, and for whom."""
        parser.add_argument("words", nargs="+", metavar="WORD", help="what to find, with operators")
        parser.add_argument("--as", dest="username", required=True, metavar="USER", help="who searches")
        parser.add_argument("--page", default="1", metavar="NUMBER", help="which page of 25 (default 1)")
        parser.add_argument("--json", action="store_true", help="as the API gives it")

    def handle(self, *args: Any, words: list[str], username: str, page: str, json: bool, **options: Any) -> None:
        """Raises CommandError with what cannot be searched for."""
        by = viewer_named(username)
        try:
            with looking_as(by):
                found = as_json(search({"q": " ".join(words), "page": page}, by=by))
        except HubError as error:
            raise CommandError(f"{error.field}: {error}" if error.field else str(error)) from error
        if json:
            self.stdout.write(_dump(found))
            return
        for line in found["results"]:
            self.stdout.write(f"{line['kind']:<12} {line['reference'] or line['id']}  {line['title']}  ({line['agency']})")
            for place in line["snippets"]:
                self.stdout.write(f"{'':<12} {place}")
        counts = ", ".join(f"{one['value']} {'more than ' if one['more'] else ''}{one['count']}" for one in found["kinds"])
        self.stdout.write(counts or "Nothing was found.")


def _dump(found: dict[str, Any]) -> str:
    return json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
