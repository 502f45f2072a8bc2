"""`manage.py query`: ask one question as a person, wait for the answer, print it."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agencies.access import Viewer, looking_as
from agencies.audit import record
from agencies.management.people import viewer_named
from hub.kit.errors import HubError
from intel.queries import selectors, services
from intel.queries.batches.reading import identifier_of
from intel.queries.entries import QueryEntry
from intel.queries.models import Query, Urgency
from intel.subjects.models import Subject

#: How often it is looked whether the answer is open.
_LOOK_EVERY_S = 0.1


class Command(BaseCommand):
    help = ("Ask whether another agency has something on one subject, as a person who may ask; wait for the answer and print it. "
            "Purpose, legal basis and case are required, as on the page, and it counts as that person's query.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What the page asks, and for how long to wait."""
        parser.add_argument("names", nargs="*", metavar="NAME", help="the name as you know it, then other spellings")
        parser.add_argument("--as", dest="username", required=True, metavar="USER", help="who asks; needs the role")
        parser.add_argument("--purpose", required=True, metavar="CODE",
                            help="a code of the scheme `purpose`, such as TAX_CONTROL")
        parser.add_argument("--basis", dest="legal_basis", required=True, metavar="TEXT", help="the legal basis")
        parser.add_argument("--case", dest="case_reference", required=True, metavar="TEXT", help="its number in your files")
        parser.add_argument("--kind", default=Subject.Kind.PERSON.value, metavar="KIND", type=str.upper,
                            help=f"one of {', '.join(Subject.Kind.values)} (default PERSON)")
        parser.add_argument("--identifier", dest="identifiers", action="append", default=[], metavar="KIND:VALUE:COUNTRY",
                            help="a number by which it is known, such as tax:1020703023:BO; may be repeated")
        for name, dest, told in (("--born", "birth_dates", "1971, 1971-03 or 1971-03-12"),
                                 ("--country", "countries", "two letters, such as BO"), ("--address", "addresses", "an address")):
            parser.add_argument(name, dest=dest, action="append", default=[], metavar="TEXT", help=f"{told}; may be repeated")
        parser.add_argument("--urgent", action="store_true")
        parser.add_argument("--wait", type=float, default=30, metavar="SECONDS",
                            help="how long to wait for the answer (default 30)")

    def handle(self, *args: Any, username: str, wait: float, urgent: bool, identifiers: list[str], **options: Any) -> None:
        """Raises CommandError with the service's refusal, or when there is no answer in time."""
        by = viewer_named(username)
        several: dict[str, Any] = {name: tuple(options[name]) for name in ("names", "birth_dates", "countries", "addresses")}
        said: dict[str, Any] = {name: options[name] for name in ("purpose", "legal_basis", "case_reference", "kind")}
        for text in (*said.values(), *identifiers, *(text for texts in several.values() for text in texts)):
            if not text.isprintable():
                raise CommandError(f"{text!r} holds a sign that is not seen, or is no UTF-8.")
        try:
            with looking_as(by):
                query = services.ask(by=by, entry=QueryEntry(
                    **said, **several, identifiers=tuple(map(identifier_of, identifiers)),
                    urgency=(Urgency.URGENT if urgent else Urgency.NORMAL).value))
        except HubError as error:
            raise CommandError(f"{error.field}: {error}" if error.field else str(error)) from error
        self.stdout.write(f"{query.reference}: {query.subject_label}")
        self._print(by, self._answered(by, query, wait))

    def _answered(self, by: Viewer, query: Query, wait: float) -> Query:
        """The query with its answer. Raises CommandError when it is not open in time."""
        end = time.monotonic() + wait
        while True:
            with looking_as(by):
                found = selectors.queries().get(pk=query.pk)
                if found.answer is not None:
                    record("query.read", by=by, on=found)
                    return found
            if time.monotonic() > end:
                raise CommandError(f"{query.reference} has no answer after {wait:g} seconds. It is asked: read the answer on its "
                                   "page. `manage.py work` shows whether the worker of queries is at work.")
            time.sleep(_LOOK_EVERY_S)

    def _print(self, by: Viewer, query: Query) -> None:
        assert query.answer is not None and query.answered_at is not None
        self.stdout.write(f"{query.answer.answer}, answered {timezone.localtime(query.answered_at):%Y-%m-%d %H:%M:%S}")
        with looking_as(by):
            hits = selectors.hits_of(query)
        for hit in hits:
            where = f"alert {hit.alert}" if hit.alert else f"subject {hit.subject}" if hit.subject else "contact the owner's desk"
            self.stdout.write(f"  {hit.reference}  {hit.owner_code}  {hit.likelihood_code}  {where}")
        if not hits:
            self.stdout.write("Nothing that can be disclosed was found. It is no proof that there is nothing.")
