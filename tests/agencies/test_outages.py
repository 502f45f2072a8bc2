"""A statement that takes too long, a database that is away: told clearly, and nothing half-kept."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection

from agencies.access import looking_as
from agencies.audit.models import Event
from intel.reports.models import Report
from tests.reports import writing

SLOW = "/* slow */ select pg_sleep(20)"


@contextmanager
def slow(part: str, *, allowed: str = "200ms") -> Iterator[None]:
    """Once the database takes 20 seconds before a statement with that part, and lets one take `allowed`."""
    slept = []

    def first_sleep(execute: Callable[..., Any], statement: Any, parameters: Any, many: bool, context: Any) -> Any:
        if part in str(statement) and not slept:
            slept.append(part)
            with connection.cursor() as cursor:
                cursor.execute(f"set local statement_timeout = '{allowed}'")
                cursor.execute(SLOW)
        return execute(statement, parameters, many, context)

    with connection.execute_wrapper(first_sleep):
        yield


def test_a_search_that_takes_too_long_is_a_page_that_says_what_to_do(world: Any) -> None:
    began = time.monotonic()
    with slow("search_found"):
        response = world.client(world.ana).get("/reports/", {"q": "sajama"})
    assert time.monotonic() - began < 10
    assert response.status_code == 503
    assert "This takes too long" in response.text and "Narrow it down" in response.text


def test_a_program_is_told_by_a_problem_document(world: Any) -> None:
    with slow("search_found"):
        response = world.api(world.ana).get("/api/v1/reports/", {"q": "sajama"})
    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    assert response.json()["type"] == "urn:hub:problem:takes-too-long"
    assert "Retry-After" not in response  # it would take as long


def test_of_an_act_that_was_broken_off_nothing_is_kept_but_that_it_was(world: Any) -> None:
    report = writing.draft(world)
    with slow("insert into audit_event"):
        response = world.client(world.ana).post(f"/reports/{report.pk}/submit/", {"revision": report.revision})
    assert response.status_code == 503
    with looking_as(world.ana):
        assert Report.objects.get(pk=report.pk).state == "DRAFT"
    with looking_as(world.fabio):
        noted = Event.objects.filter(action="request.too_long")
        assert [(event.detail["method"], event.detail["path"]) for event in noted] == [("POST", f"/reports/{report.pk}/submit/")]


@pytest.mark.parametrize("path", ["/reports/", "/account/sign-in/", "/api/v1/reports/"])
def test_a_database_that_is_away_is_told_as_such_wherever_it_is_missed(world: Any, path: str) -> None:
    client = world.api(world.ana) if path.startswith("/api/") else world.client(world.ana)

    def gone(*_statement: object) -> None:
        raise OperationalError("server closed the connection")

    with connection.execute_wrapper(gone):
        response = client.get(path)
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "does not answer just now" in response.text


def test_an_error_of_ours_stays_one(world: Any) -> None:
    client = world.client(world.ana)
    client.raise_request_exception = False

    def wrong(execute: Callable[..., Any], statement: Any, *more: Any) -> Any:
        return execute("select no_such_column" if 'FROM "reports_report"' in str(statement) else statement, *more)

    with connection.execute_wrapper(wrong):
        assert client.get("/reports/").status_code == 500
