"""Two people at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection

from agencies.access import looking_as
from hub.kit.errors import Conflict
from intel.alerts.models import Alert
from intel.alerts.services import issue
from intel.subjects.services import change_subject
from tests.alerts.writing import draft, submitted
from tests.world import engaged


def issued_at_once(*pairs):
    """What each viewer's issue of an alert gave, or the conflict it raised, all begun together."""
    together = Barrier(len(pairs))

    def run(pair):
        viewer, alert = pair
        try:
            with looking_as(viewer):
                together.wait(timeout=20)
                return issue(by=viewer, alert=alert, revision=alert.revision)
        except Conflict as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(pairs)) as threads:
        return list(threads.map(run, pairs))


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_of_two_alerts_on_a_subject_one_is_issued(transactional_db, world):
    one = submitted(world)
    other = submitted(world, subject=one.subject)
    second = engaged(world.agencies["AN"], "julia", "SUPERVISOR")
    given = issued_at_once((world.bruno, one), (second, other))
    assert sorted(type(result).__name__ for result in given) == ["Alert", "Conflict"]
    with looking_as(world.bruno):
        assert Alert.objects.filter(state="ACTIVE").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_two_drafts_at_once_get_two_references(transactional_db, world):
    def run(viewer):
        try:
            return draft(world, viewer)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        made = list(threads.map(run, (world.ana, world.hugo)))
    assert len({alert.reference for alert in made}) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_a_subject_that_changes_while_its_alert_is_issued_is_not_approved(transactional_db, world):
    """The change is made but not yet kept when the supervisor issues: who issues waits for it."""
    alert = submitted(world)
    changed, decided = Event(), Event()

    def change():
        try:
            with looking_as(world.ana):
                change_subject(by=world.ana, subject=alert.subject, revision=1, label="Otra Empresa S.A.")
                changed.set()
                decided.wait(timeout=2)  # it cannot be, as long as this transaction goes on
        finally:
            connection.close()

    def decide():
        changed.wait(timeout=20)
        [given] = issued_at_once((world.bruno, alert))
        decided.set()
        return given

    with ThreadPoolExecutor(2) as threads:
        threads.submit(change)
        assert isinstance(threads.submit(decide).result(), Conflict)
    with looking_as(world.bruno):
        assert Alert.objects.get().state == "PENDING_VALIDATION"
