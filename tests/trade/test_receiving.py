"""It keeps each declaration once, with parties told apart, and only in the own agency's feed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from agencies.access import as_service, looking_as
from agencies.access.audience import groups_of
from agencies.work.models import Work
from hub.kit.errors import Conflict, Invalid, NotAllowed
from intel.trade import services
from intel.trade.models import Consignment, ConsignmentParty, Feed, Trader, TransportUnit
from intel.trade.values import Declaration, GoodsItem, Identifier, Party, Transport

NIT = Identifier("tax", "1020703023", "BO")
IMPORTER = Party("IMPORTER", "Punti Alambres S.R.L.", kind="entity", country="BO", identifiers=(NIT,))
DECLARATION = Declaration(
    source="test", number="2026/201/C-1", date=date(2026, 11, 2), parties=(IMPORTER,), containers=("CSQU 305438-3",),
    items=(GoodsItem(1, "640419", "Calzado", "CN", net_kg=Decimal("10.500"), value=Decimal("99.50"), currency="USD"),),
    transports=(Transport("VEHICLE", "4821-KDR", "plate", country="BO"),), documents=("N705 BL-77", "N380 INV-1"))


@pytest.fixture
def feed(world) -> Feed:
    with looking_as(world.bruno):
        return services.open_feed(by=world.bruno, code="sidunea", name="Sidunea", own_agency_only=True)


def receive(world, feed, *declarations: Declaration) -> services.Received:
    with looking_as(world.bruno):
        return services.receive_declarations(by=world.bruno, feed=feed, declarations=declarations)


def test_it_keeps_what_was_declared(world, feed):
    assert receive(world, feed, DECLARATION).new == 1
    with looking_as(world.ana):
        row = Consignment.objects.get()
        assert [(p.role, p.name, p.trader.name) for p in row.parties.all()] == [("IMPORTER", IMPORTER.name, IMPORTER.name)]
        assert sorted(row.transport.values_list("kind", "normalised")) == [
            ("container", "CSQU3054383"), ("other", "BL77"), ("plate", "4821KDR")]
        assert row.goods.get().net_weight_kg == Decimal("10.500")


def test_a_second_import_changes_nothing(world, feed):
    receive(world, feed, DECLARATION)
    with as_service("test"):
        Work.objects.all().delete()
    again = receive(world, feed, DECLARATION)
    assert (again.new, again.amended, again.same) == (0, 0, 1)
    with as_service("test"):
        assert not Work.objects.exists()


def test_an_amendment_takes_the_place_of_what_was_declared(world, feed):
    receive(world, feed, DECLARATION)
    done = receive(world, feed, replace(DECLARATION, containers=("MSKU9070323",)))
    assert (done.new, done.amended) == (0, 1)
    with looking_as(world.ana):
        assert list(TransportUnit.objects.filter(kind="container").values_list("normalised", flat=True)) == ["MSKU9070323"]
        assert Consignment.objects.count() == ConsignmentParty.objects.count() == 1


@pytest.mark.parametrize(("other", "traders"), [
    (replace(IMPORTER, name="PUNTI ALAMBRES LTDA"), 1),
    (replace(IMPORTER, identifiers=()), 2),
    (replace(IMPORTER, identifiers=(Identifier("tax", "1020703025", "BO"),)), 2),
    (replace(IMPORTER, external_id="77"), 2),
])
def test_it_tells_parties_apart_by_number_before_name(world, feed, other, traders):
    receive(world, feed, DECLARATION, replace(DECLARATION, number="2", parties=(other,)))
    with looking_as(world.ana):
        assert Trader.objects.count() == traders


def test_another_name_is_kept_and_matched_anew(world, feed):
    receive(world, feed, DECLARATION)
    with as_service("test"):
        Work.objects.all().delete()
    receive(world, feed, replace(DECLARATION, number="2", parties=(replace(IMPORTER, name="Alambres del Sur"),)))
    with looking_as(world.ana):
        assert list(Trader.objects.get().names.values_list("name", flat=True)) == ["Alambres del Sur"]
    with as_service("test"):
        assert Work.objects.filter(kind="screening.trader").count() == 1


@pytest.mark.parametrize("bad", [
    replace(DECLARATION, number=""), replace(DECLARATION, number="9" * 81), replace(DECLARATION, number="a\0b"),
    replace(DECLARATION, value=Decimal("1e19")), replace(DECLARATION, gross_kg=Decimal("-1")),
])
def test_it_gives_back_what_it_cannot_keep_and_keeps_the_rest(world, feed, bad):
    done = receive(world, feed, bad, DECLARATION)
    assert (done.new, len(done.refused)) == (1, 1)
    assert done.refused[0].reason


@pytest.mark.parametrize("who", ["ana", "carla", "celia", "elena"])
def test_only_who_may_import_does_so_into_the_own_agencys_feed(world, feed, who):
    viewer = getattr(world, who)
    with pytest.raises(NotAllowed), looking_as(viewer):
        services.receive_declarations(by=viewer, feed=feed, declarations=[DECLARATION])


@pytest.mark.parametrize(("who", "sees"), [("ana", 1), ("carla", 1), ("diego", 0), ("elena", 0), ("fabio", 0), ("gala", 0)])
def test_who_sees_the_feed_sees_what_came_by_it(world, feed, who, sees):
    receive(world, feed, DECLARATION)
    with looking_as(world.bruno):
        services.share_feed(by=world.bruno, feed=feed, audience=groups_of([("PB", ())], act="trade.view_feed"))
    with looking_as(getattr(world, who)):
        assert [model.objects.count() for model in (Feed, Trader, Consignment, ConsignmentParty)] == [sees] * 4


def test_a_feed_is_opened_once_and_its_audience_is_chosen(world, feed):
    with looking_as(world.bruno), pytest.raises(Conflict):
        services.open_feed(by=world.bruno, code="SIDUNEA", name="Otra", own_agency_only=True)
    with looking_as(world.bruno), pytest.raises(Invalid):
        services.open_feed(by=world.bruno, code="B", name="Otra")
    with looking_as(world.bruno), pytest.raises(Invalid):
        services.open_feed(by=world.bruno, code="B", name="O" * 121, own_agency_only=True)
    with looking_as(world.celia):
        assert services.open_feed(by=world.celia, code="SIDUNEA", name="De policía", own_agency_only=True).pk
