"""Sweeps in the small world of the tests: somebody asks too much, and the detector looks."""

from datetime import timedelta
from typing import Any

from django.db import connection

from agencies.access import as_service, looking_as
from agencies.work import running
from agencies.work.kinds import IMPORTS, NOTICES, QUERIES, QUERY_FILES
from intel.queries import services
from intel.queries.batches.services import ask_file
from intel.queries.entries import Why
from intel.queries.models import Batch, Query
from intel.sweeps.models import Sweep
from intel.sweeps.tasks import look
from tests.queries.asking import entry


def swept(by: Any, many: int = 40, *, first: int = 4_870_000, **changed: Any) -> list[Query]:
    """Identity numbers, one after the other, a while ago."""
    with looking_as(by):
        found = [services.ask(by=by, entry=entry(**{"names": (), "identifiers": (("national_id", str(first + at), "BO"),),
                                                    "case_reference": f"C-{first + at}", **changed})) for at in range(many)]
    running.run_due(QUERIES)
    return found


def sent(by: Any, rows: list[str]) -> Batch:
    """A file of queries, read and answered."""
    with looking_as(by):
        batch = ask_file(by=by, why=Why("CUSTOMS_CONTROL", "Ley 1990", "M-1"), file_name="lista.csv",
                         content="\n".join(rows).encode())
    running.run_due(IMPORTS)
    running.run_due(QUERY_FILES)
    running.run_due(QUERIES)
    return batch


def looked() -> None:
    """What beat and worker do next."""
    look()
    running.run_due(NOTICES)


def sweeps() -> list[Sweep]:
    """All there are."""
    with as_service("tests"):
        return list(Sweep.objects.order_by("id"))


def earlier(queries: list[Query], by: timedelta) -> None:
    """Have queries asked so much earlier, as nobody of the hub can."""
    with connection.cursor() as cursor:
        cursor.execute("set role hub_owner; set constraints all immediate")
        cursor.execute("alter table queries_query disable trigger user")
        cursor.execute("alter table queries_query no force row level security")
        cursor.execute("update queries_query set asked_at = asked_at - %s where id = any (%s)", [by, [one.pk for one in queries]])
        cursor.execute("alter table queries_query force row level security")
        cursor.execute("alter table queries_query enable trigger user")
        cursor.execute("set role hub_application")
