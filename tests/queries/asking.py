"""Queries in the small world of the tests: what agencies have, asking, and the worker's part."""

from datetime import timedelta
from typing import Any

from agencies.access import as_service, looking_as
from agencies.work import running
from agencies.work.kinds import QUERIES, QUERY_FILES
from intel.queries import disclosure, services
from intel.queries.entries import QueryEntry
from intel.queries.models import Answer, Query
from tests.world import second_person

NAME = "Potrerillos Wilfredo Quispe Mamani"


def entry(**changed: Any) -> QueryEntry:
    return QueryEntry(**{
        "purpose": "CRIMINAL_INVESTIGATION", "legal_basis": "Ley 1970, art. 277", "case_reference": "LP-118/2026",
        "kind": "PERSON", "names": (NAME,), **changed})


def asked(by: Any, **changed: Any) -> Query:
    with looking_as(by):
        return services.ask(by=by, entry=entry(**changed))


def answered(query: Query) -> Answer:
    """The answer as its asker's agency will read it when it opens; the worker does all that is due."""
    work()
    with as_service("tests"):
        return Answer.objects.get(query=query)


def work() -> None:
    """What the workers of queries do, now: those of files, too, whose owners are told afterwards."""
    for queue in (QUERIES, QUERY_FILES, QUERIES):
        running.run_due(queue)


def opened(query: Query) -> None:
    """Bring an answer's instant about."""
    with as_service("tests"):
        Answer.objects.filter(query=query).update(visible_from=query.asked_at - timedelta(hours=1))


def disclosed(by: Any, level: str, *, agency: Any = None, **on: Any) -> None:
    """Proposed by one person of the agency and, where it tells more, confirmed by another."""
    with looking_as(by):
        row = disclosure.disclose(by=by, on=disclosure.On(**on), level=level, agency=agency)
    other = second_person(by)
    with looking_as(other):
        if row.decided_at is None:
            disclosure.confirm(by=other, disclosure=row)
