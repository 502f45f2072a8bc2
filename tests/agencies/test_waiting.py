"""An act that meets somebody else's lock waits a while, is tried three times, and leaves nothing half-kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from django.contrib.messages import get_messages
from django.db import OperationalError, connection

from agencies.access import as_service, looking_as, middleware
from agencies.audit.models import Event
from intel.alerts.models import Alert
from tests.alerts.writing import issued

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

IN_USE = "It was being screened, or changed by somebody else, all the while. Nothing was changed. Wait a moment and try again."


@pytest.fixture
def screened(monkeypatch) -> Iterator[Callable[..., Tries]]:
    """Has a worker hold an alert, as when it writes matches of it, until whoever changes the alert has waited so often."""
    monkeypatch.setattr(middleware, "LOCK_TIMEOUT", "100ms")
    begun = []

    def begin(alert: Alert, *, until: int) -> Tries:
        tries, holding = Tries(until), threading.Event()
        worker = threading.Thread(target=_hold, args=(alert.pk, holding, tries.enough))
        worker.start()
        holding.wait(5)
        begun.append((worker, tries))
        return tries

    yield begin
    for worker, tries in begun:
        tries.enough.set()
        worker.join()


class Tries:
    """Counts the statements of the present connection that wait in vain."""

    def __init__(self, until: int) -> None:
        self.count, self.until, self.enough = 0, until, threading.Event()

    def __call__(self, execute, *statement):
        try:
            return execute(*statement)
        except OperationalError:
            self.count += 1
            if self.count >= self.until:
                self.enough.set()
            raise


def _hold(alert: int, holding: threading.Event, enough: threading.Event) -> None:
    try:
        with as_service("test"), connection.cursor() as cursor:
            cursor.execute("select from alerts_alert where id = %s for key share", [alert])
            holding.set()
            enough.wait(10)
    finally:
        connection.close()


def test_it_is_carried_out_when_the_lock_is_gone_at_the_third_try(transactional_db, world, screened):
    alert = issued(world)
    client = world.client(world.bruno)
    with connection.execute_wrapper(screened(alert, until=2)):
        answer = client.post(f"/alerts/{alert.pk}/withdraw/", {"revision": alert.revision, "reason": "Test"})
    assert answer.status_code == 302
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [f"{alert.reference} is withdrawn."]
    assert as_it_is(world, alert) == ("WITHDRAWN", alert.revision + 1, 1)


def test_after_three_tries_it_says_so_and_nothing_was_changed(transactional_db, world, screened):
    alert = issued(world)
    client, tries = world.client(world.bruno), screened(alert, until=99)
    with connection.execute_wrapper(tries):
        answer = client.post(f"/alerts/{alert.pk}/withdraw/", {"revision": alert.revision, "reason": "Test"})
    assert (answer.status_code, tries.count) == (409, 3)
    assert IN_USE in answer.content.decode()
    assert as_it_is(world, alert) == ("ACTIVE", alert.revision, 0)


def test_a_program_is_told_too(transactional_db, world, screened):
    alert = issued(world)
    program = world.api(world.bruno)
    screened(alert, until=99)
    answer = program.post(f"/api/v1/alerts/{alert.pk}/withdraw/", {"revision": alert.revision, "reason": "Test"}, format="json")
    assert (answer.status_code, answer.json()["type"], answer.json()["detail"]) == (409, "urn:hub:problem:in-use", IN_USE)
    assert as_it_is(world, alert) == ("ACTIVE", alert.revision, 0)


def as_it_is(world, alert: Alert) -> tuple[str, int, int]:
    """Its state and revision, and how often it was withdrawn according to the log."""
    with looking_as(world.bruno):
        now = Alert.objects.get(pk=alert.pk)
    with looking_as(world.fabio):
        told = Event.objects.filter(action="alert.withdrawn", object_id=str(alert.pk)).count()
    return now.state, now.revision, told
