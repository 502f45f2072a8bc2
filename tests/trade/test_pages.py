"""Pages and API of trade show the same, to the same people."""

import pytest

from agencies.access import looking_as
from agencies.access.audience import groups_of
from agencies.audit.models import Event
from intel.trade import services
from intel.trade.models import Consignment, Trader
from tests.trade.test_receiving import DECLARATION, IMPORTER, feed, receive  # noqa: F401


@pytest.fixture
def rows(world, feed):  # noqa: F811
    receive(world, feed, DECLARATION)
    with looking_as(world.bruno):
        services.share_feed(by=world.bruno, feed=feed, audience=groups_of([("PB", ())], act="trade.view_feed"))
        return {"trader": Trader.objects.get().pk, "consignment": Consignment.objects.get().pk, "feed": feed.pk}


@pytest.mark.parametrize(("who", "status"), [("ana", 200), ("carla", 200), ("diego", 404), ("elena", 404), (None, 404)])
@pytest.mark.parametrize("address", ["/traders/{trader}/", "/consignments/{consignment}/", "/api/v1/traders/{trader}/",
                                     "/api/v1/consignments/{consignment}/", "/api/v1/feeds/{feed}/"])
def test_a_row_is_there_for_who_sees_its_feed(world, rows, who, status, address):
    viewer = getattr(world, who) if who else None
    client = world.api(viewer) if "/api/" in address else world.client(viewer)
    assert client.get(address.format(**rows)).status_code == status


@pytest.mark.parametrize(("query", "found"), [("punti", True), ("1020703023", True), ("alambres sur", False)])
def test_a_trader_is_found_by_name_or_number(world, rows, query, found):
    page = world.client(world.carla).get("/traders/", {"q": query}).content.decode()
    answer = world.api(world.carla).get("/api/v1/traders/", {"q": query}).json()["results"]
    assert (IMPORTER.name in page) == found == bool(answer)


@pytest.mark.parametrize(("filters", "found"), [
    ({"q": "CSQU3054383"}, True), ({"q": "4821kdr"}, True), ({"hs": "6404"}, True), ({"hs": "85"}, False),
    ({"since": "2026-11-03"}, False)])
def test_a_consignment_is_found_by_what_it_holds(world, rows, filters, found):
    page = world.client(world.ana).get("/consignments/", filters).content.decode()
    answer = world.api(world.ana).get("/api/v1/consignments/", filters).json()["results"]
    assert (DECLARATION.number in page) == found == bool(answer)


def test_searches_and_reads_are_recorded(world, rows):
    world.client(world.carla).get("/traders/", {"q": "punti"})
    world.client(world.carla).get(f"/traders/{rows['trader']}/")
    with looking_as(world.fabio):
        events = dict(Event.objects.filter(actor_id=world.carla.user_id).values_list("action", "detail"))
    assert "trader.read" in events


def test_a_program_sends_a_declaration_once(world, feed):  # noqa: F811
    sent = {"feed": "SIDUNEA", "number": "77", "date": "2026-11-20", "containers": ["CSQU3054383"],
            "parties": [{"role": "IMPORTER", "name": "Punti Alambres"}], "goods": [{"hs_code": "640419", "value": "10.00"}]}
    api = world.api(world.bruno)
    assert [api.post("/api/v1/consignments/", sent).status_code for _time in range(2)] == [201, 200]
    amended = api.post("/api/v1/consignments/", {**sent, "route": "Arica"})
    assert (amended.status_code, amended.json()["outcome"]) == (200, "amended")


@pytest.mark.parametrize(("change", "field"), [
    ({"date": "mañana"}, "date"), ({"feed": "NONE"}, "feed"), ({"goods": [{"hs_code": "x"}]}, "goods.0.hs_code"),
    ({"parties": [{"role": "BOSS", "name": "x"}]}, "parties.0.role")])
def test_bad_input_says_where(world, feed, change, field):  # noqa: F811
    sent = {"feed": "SIDUNEA", "number": "77", "date": "2026-11-20", "parties": [], **change}
    answer = world.api(world.bruno).post("/api/v1/consignments/", sent)
    assert answer.status_code == 400
    assert field in [error["field"] for error in answer.json()["errors"]]
