"""What the launcher, a load balancer and monitoring are told."""

import threading
import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from hub import health
from hub.kit.turns import turns


@pytest.fixture(autouse=True)
def nothing_found_yet() -> None:
    for finding in (health.database, health.broker, health.room):
        finding.forget()


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "told"), [
    ("/healthz", {"database": "ok", "broker": "ok"}),
    ("/readyz", {"database": "ok", "broker": "ok", "room": "ok", "load": "ok"})])
def test_it_is_well_when_database_and_broker_answer(path: str, told: dict[str, str]) -> None:
    answer = Client().get(path)
    assert (answer.status_code, answer.json()) == (200, told)
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_lost_broker_is_told_but_is_no_failure(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(health.app.conf, "broker_write_url", "redis+socket:///nowhere.sock")
    answer = Client().get(path)
    assert (answer.status_code, answer.json()["broker"], answer.json()["database"]) == (200, "away", "ok")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_lost_database_is_a_failure(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    answer = Client().get(path)
    assert (answer.status_code, answer.json()["database"]) == (503, "away")


@pytest.mark.django_db
def test_a_disk_that_is_nearly_full_is_told_and_nothing_more_is_sent_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_ROOM", 1 << 62)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["room"]) == (503, "full")
    assert Client().get("/healthz").status_code == 200  # it runs, and need not be started anew


@pytest.mark.django_db
def test_a_hub_where_nobody_can_wait_any_more_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "places", 0)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["load"]) == (503, "full")
    assert Client().get("/healthz").status_code == 200


def test_health_needs_no_connection_of_those_that_answer_people(django_assert_num_queries: Any, db: None) -> None:
    with django_assert_num_queries(0):
        assert Client().get("/healthz").status_code == 200


def test_who_asks_often_costs_the_database_nothing() -> None:
    looked = []
    finding = health.Finding(lambda: looked.append(1) is None)
    assert [finding() for _ in range(50)] == [True] * 50
    assert len(looked) == 1


def test_who_asks_while_somebody_looks_is_told_what_was_found_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "HOLDS", 0.0)
    go_on = threading.Event()
    answers = iter([True, False])
    finding = health.Finding(lambda: next(answers) or not go_on.wait(10))
    assert finding() is True
    slow = threading.Thread(target=finding)
    slow.start()
    began = time.monotonic()
    assert finding() is True and time.monotonic() - began < 1
    go_on.set()
    slow.join()
