"""What a load balancer is told."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from hub import health


@pytest.mark.django_db
def test_it_is_well_when_database_and_broker_answer() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "broker": "ok"})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_lost_broker_is_told_but_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.app.conf, "broker_write_url", "redis+socket:///nowhere.sock")
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "broker": "away"})


@pytest.mark.django_db
def test_a_lost_database_is_a_failure() -> None:
    def gone(*_statement: object) -> None:
        raise OperationalError("server closed the connection")

    with connection.execute_wrapper(gone):
        answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()["database"]) == (503, "away")


def test_health_reads_no_rows_of_the_hub(django_assert_num_queries: object, db: None) -> None:
    with django_assert_num_queries(1) as asked:  # type: ignore[operator]
        Client().get("/healthz")
    assert asked.captured_queries[0]["sql"] == "select 1"
