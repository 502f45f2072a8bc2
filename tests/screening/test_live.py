"""A worker's indexes of alerts in force learn of every change, whichever process made it, without being built anew."""

import os

import pytest
from django.db import connection, connections

from agencies.access import as_service, looking_as
from intel.alerts.models import Alert
from intel.screening import live, services
from intel.screening.models import Match
from tests.screening import making


@pytest.fixture(autouse=True)
def _no_index_of_another_test():
    live.forget()
    yield
    live.forget()


def keys() -> set[int]:
    """The alerts in this process's indexes."""
    with as_service("test"):
        return {int(profile.key) for index in live.indexes() for profile in index.profiles()}


def withdraw(world, alert) -> None:
    with looking_as(world.ana):
        Alert.objects.filter(pk=alert.pk).update(state="WITHDRAWN")
        making.alerts_changed.send(sender=Alert, ids=[alert.pk])


def test_an_alert_issued_after_the_index_was_built_is_in_it_until_it_is_withdrawn(world):
    first = making.alert(world.ana, "Comercial Illampu Limitada")
    assert keys() == {first.pk}
    later = making.alert(world.carla, "Punti Alambres Limitada")
    assert keys() == {first.pk, later.pk}
    withdraw(world, first)
    assert keys() == {later.pk}


def test_a_trader_that_arrives_after_such_an_alert_is_matched_with_it(world):
    feed = making.feed(world.ana)
    making.trader(world.ana, feed, "Granos del Beni S.A.")
    services.screen_pending()  # builds the index, without alerts
    alert = making.alert(world.ana, "Punti Alambres Limitada")
    with as_service("test"):
        making_work_done()  # as if another worker had matched the alert
    making.trader(world.ana, feed, "FERRETERIA PUNTI ALAMBRES SRL")
    services.screen_pending()
    with as_service("test"):
        assert [match.alert_id for match in Match.objects.all()] == [alert.pk]


def making_work_done() -> None:
    from agencies.work.models import Work

    Work.objects.all().delete()


def test_a_subject_that_is_corrected_is_found_by_its_new_name(world):
    feed = making.feed(world.ana)
    alert = making.alert(world.ana, "Comercial Illampu Limitada")
    assert keys() == {alert.pk}
    making.rename(world.ana, alert.subject, "Punti Alambres Limitada")
    with as_service("test"):
        making_work_done()
    making.trader(world.ana, feed, "FERRETERIA PUNTI ALAMBRES SRL")
    services.screen_pending()
    with as_service("test"):
        assert Match.objects.filter(alert=alert, holds=True).count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_another_process_learns_of_it(small_world):
    """Two processes with an index each: what one issues and withdraws, the other sees when it looks again."""
    world = small_world.put()
    first = making.alert(world.ana, "Comercial Illampu Limitada")
    to_child, from_child = os.pipe(), os.pipe()
    connections.close_all()
    child = os.fork()
    if not child:
        os.close(to_child[1])
        _answer(to_child[0], from_child[1])
    os.close(from_child[1])
    try:
        assert _ask(to_child[1], from_child[0]) == str(sorted([first.pk]))
        later = making.alert(world.ana, "Punti Alambres Limitada")
        assert _ask(to_child[1], from_child[0]) == str(sorted([first.pk, later.pk]))
        withdraw(world, first)
        assert _ask(to_child[1], from_child[0]) == str(sorted([later.pk]))
    finally:
        os.close(to_child[1])
        os.waitpid(child, 0)


def _ask(to: int, answers: int) -> str:
    os.write(to, b"?")
    return os.read(answers, 10_000).decode()


def _answer(questions: int, to: int) -> None:
    """In the child: answer each question with the alerts in the index of this process, until there are no more."""
    try:
        connection.connect()
        while os.read(questions, 1):
            os.write(to, str(sorted(keys())).encode())
    finally:
        os._exit(0)
