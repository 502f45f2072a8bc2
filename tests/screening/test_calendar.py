"""What the date alone changes, also when nobody looked at the calendar for days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.access import as_service, looking_as
from agencies.work.models import Work
from intel.alerts.models import Alert
from intel.hits.models import Hit
from intel.screening import live, services
from intel.screening.models import Match
from tests.screening import making


@pytest.fixture(autouse=True)
def _no_index_of_another_test():
    live.forget()
    yield
    live.forget()


def alert_from(world, days: int) -> Alert:
    """An alert that begins in so many days, matched as any when it was issued."""
    alert = making.alert(world.ana, "Punti Alambres Limitada")
    begin_on(world, alert, timezone.localdate() + timedelta(days=days))
    return alert


def begin_on(world, alert, day) -> None:
    with looking_as(world.ana):
        Alert.objects.filter(pk=alert.pk).update(valid_from=day, valid_until=day + timedelta(days=30))


def matched() -> list[int]:
    services.screen_pending()
    with as_service("test"):
        return list(Match.objects.filter(holds=True).values_list("alert_id", flat=True))


@pytest.mark.parametrize("days_without_calendar", [0, 3])
def test_an_alert_that_has_begun_is_matched_with_the_parties_that_are_known(world, days_without_calendar):
    alert = alert_from(world, 5)
    making.trader(world.ana, making.feed(world.ana), "FERRETERIA PUNTI ALAMBRES SRL")
    assert matched() == []
    services.follow_calendar()
    assert matched() == []
    begin_on(world, alert, timezone.localdate() - timedelta(days=days_without_calendar))
    services.follow_calendar()
    assert matched() == [alert.pk]


def test_what_has_begun_and_is_matched_is_no_work_again(world):
    alert_from(world, 0)
    assert matched() == []
    services.follow_calendar()
    with as_service("test"):
        assert Work.objects.filter(kind__startswith="screening.").count() == 0


def test_an_alert_that_has_ended_lets_its_matches_go(world):
    alert = alert_from(world, 0)
    making.trader(world.ana, making.feed(world.ana), "FERRETERIA PUNTI ALAMBRES SRL")
    assert matched() == [alert.pk]
    with looking_as(world.ana):
        assert Hit.objects.filter(match__holds=True).count() == 1
    begin_on(world, alert, timezone.localdate() - timedelta(days=60))
    services.follow_calendar()
    with as_service("test"):
        assert list(Match.objects.filter(holds=True)) == []
    with looking_as(world.ana):
        assert Hit.objects.filter(match__holds=False).count() == 1
