"""It matches what is pending, once, whichever side came last."""

import pytest

from agencies.access import as_service, looking_as
from agencies.work import queue
from agencies.work.models import Work
from agencies.work.selectors import backlog
from intel.screening import live, services
from intel.screening.kinds import KINDS
from intel.screening.models import Match, Sighting
from intel.subjects.models import Subject
from tests.screening import making

NIT = ("tax", "1020703023", "BO")


@pytest.fixture(autouse=True)
def _no_index_of_another_test():
    live.forget()
    yield
    live.forget()


def matches() -> list[Match]:
    with as_service("test"):
        return list(Match.objects.filter(holds=True).select_related("trader", "consignment").order_by("id"))


@pytest.mark.parametrize("alert_first", [True, False])
def test_it_finds_a_varied_name_whichever_side_came_last(world, alert_first):
    feed = making.feed(world.ana)
    steps = [lambda: making.alert(world.ana, "Punti Alambres Limitada"),
             lambda: making.trader(world.ana, feed, "FERRETERIA PUNTI ALAMBRES SRL")]
    making.trader(world.ana, feed, "FERRETERIA SAN JUAN SRL")
    for step in steps if alert_first else steps[::-1]:
        step()
        services.screen_pending()

    [match] = matches()
    assert match.trader.name == "FERRETERIA PUNTI ALAMBRES SRL"
    assert match.probability >= 0.5
    assert sum(part["bits"] for part in match.evidence["parts"]) == pytest.approx(match.score)


@pytest.mark.parametrize("alert_first", [True, False])
def test_it_finds_an_identifier_under_another_name(world, alert_first):
    feed = making.feed(world.ana)
    steps = [lambda: making.alert(world.ana, "Comercial Illampu Ltda.", identifiers=(NIT,)),
             lambda: making.trader(world.ana, feed, "Inversiones Tunari S.A.", identifiers=(NIT,))]
    for step in steps if alert_first else steps[::-1]:
        step()
        services.screen_pending()

    [match] = matches()
    assert any(part["feature"].startswith("identifier") and part["bits"] > 0 for part in match.evidence["parts"])


@pytest.mark.parametrize("alert_first", [True, False])
def test_it_finds_a_container_on_a_consignment(world, alert_first):
    feed = making.feed(world.ana)
    steps = [lambda: making.alert(world.ana, "Contenedor", kind="CONTAINER", identifiers=(("container", "CSQU3054383", ""),)),
             lambda: making.consignment(world.ana, feed, units=(("container", "CSQU 305438-3"),))]
    making.consignment(world.ana, feed, units=(("container", "MSKU9070323"),))
    for step in steps if alert_first else steps[::-1]:
        step()
        services.screen_pending()

    [match] = matches()
    assert match.consignment is not None and match.trader is None


def test_it_notes_each_consignment_of_a_matched_trader_once(world):
    feed = making.feed(world.ana)
    making.alert(world.ana, "Punti Alambres Limitada", identifiers=(NIT,))
    party = making.trader(world.ana, feed, "Punti Alambres Ltda", identifiers=(NIT,))
    making.consignment(world.ana, feed, party)
    services.screen_pending()
    making.consignment(world.ana, feed, party)
    services.screen_pending()
    with looking_as(world.ana):
        queue.enqueue("screening.trader", [party.pk])
    services.screen_pending()

    assert len(matches()) == 1
    with as_service("test"):
        assert Sighting.objects.count() == 2


def test_it_removes_work_only_with_its_matches(world, monkeypatch):
    feed = making.feed(world.ana)
    making.alert(world.ana, "Punti Alambres Limitada")
    making.trader(world.ana, feed, "Punti Alambres Ltda")

    def die(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(services.writing, "announce", die)
    with pytest.raises(KeyboardInterrupt):
        services.screen_pending()
    assert matches() == []
    with as_service("test"):
        assert backlog(KINDS).waiting == 2


def test_it_puts_off_what_cannot_be_matched_and_matches_the_rest(world, monkeypatch):
    feed = making.feed(world.ana)
    making.alert(world.ana, "Punti Alambres Limitada")
    services.screen_pending()
    poison = making.trader(world.ana, feed, "Veneno")
    making.trader(world.ana, feed, "Punti Alambres Ltda")
    whole = services.profiles.of_traders

    def choke(ids):
        if poison.pk in ids:
            raise ValueError("cannot be read")
        return whole(ids)

    monkeypatch.setattr(services.profiles, "of_traders", choke)
    services.screen_pending()

    assert [match.trader.name for match in matches()] == ["Punti Alambres Ltda"]
    with as_service("test"):
        [left] = Work.objects.filter(kind__startswith="screening.")
    assert (left.object_id, left.attempts) == (poison.pk, 1)
    assert "cannot be read" in left.last_error


def test_a_match_holds_no_longer_when_the_alert_is_corrected(world):
    feed = making.feed(world.ana)
    alert = making.alert(world.ana, "Punti Alambres Limitada")
    making.trader(world.ana, feed, "Punti Alambres Ltda")
    services.screen_pending()
    assert len(matches()) == 1

    making.rename(world.ana, Subject(pk=alert.subject_id), "Granos del Beni S.A.")
    services.screen_pending()

    assert matches() == []


def test_an_alert_that_ended_is_not_matched(world):
    feed = making.feed(world.ana)
    alert = making.alert(world.ana, "Punti Alambres Limitada")
    services.screen_pending()
    with looking_as(world.ana):
        type(alert).objects.filter(pk=alert.pk).update(state="WITHDRAWN")
        making.alerts_changed.send(sender=type(alert), ids=[alert.pk])
    making.trader(world.ana, feed, "Punti Alambres Ltda")
    services.screen_pending()

    assert matches() == []


@pytest.mark.parametrize(("who", "sees"), [("ana", 1), ("bruno", 1), ("carla", 1), ("diego", 0), ("elena", 0), ("fabio", 0)])
def test_a_match_is_seen_by_who_sees_both_sides(world, who, sees):
    """Police's alert, shared with customs; customs' feed, shared with police and tax: tax sees the trader only."""
    police, customs, tax = world.agencies["PB"], world.agencies["AN"], world.agencies["SIN"]
    feed = making.feed(world.ana, to=(police, tax))
    making.alert(world.carla, "Punti Alambres Limitada", to=(customs,))
    making.trader(world.ana, feed, "Punti Alambres Ltda")
    services.screen_pending()

    with looking_as(getattr(world, who)):
        assert Match.objects.count() == sees


def test_nobody_sees_matches_or_work_without_looking_as_somebody(world):
    feed = making.feed(world.ana)
    making.alert(world.ana, "Punti Alambres Limitada")
    making.trader(world.ana, feed, "Punti Alambres Ltda")
    assert Work.objects.count() == 0
    with looking_as(world.elena):
        assert Work.objects.count() == 0
    services.screen_pending()
    assert Match.objects.count() == 0
