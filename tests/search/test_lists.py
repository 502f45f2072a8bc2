"""Lists are narrowed by what the search finds of their rows, and by nothing that it finds of others."""

import pytest
from django.urls import reverse

from agencies.access import looking_as
from intel.reports.models import Report
from intel.search import lists
from tests.reports import writing
from tests.screening import making
from tests.search.test_finding import done_what_waits


@pytest.fixture
def trade(world):
    """Two traders of customs, of which the police see the feed, with a consignment of the first."""
    feed = making.feed(world.ana, to=(world.agencies["PB"],))
    first = making.trader(world.ana, feed, "COMERCIAL POTRERILLOS LTDA", identifiers=(("tax", "1020703023", "BO"),))
    making.trader(world.ana, feed, "DISTRIBUIDORA EL CAMBA SRL")
    making.consignment(world.ana, feed, first, units=(("container", "CSQU3054383"),))


def narrowed(world, who: str, page: str, words: str) -> int:
    """So many rows has the list, on its page and by the API."""
    plural = page.split(":")[1] if page.startswith("trade:") else page.split(":")[0]
    shown = world.client(world.viewers[who]).get(reverse(page), {"q": words}).content.decode().count("<tr data-href")
    listed = world.api(world.viewers[who]).get(f"/api/v1/{plural}/", {"q": words})
    assert listed.status_code == 200, listed.content
    assert shown == len(listed.json()["results"])
    return shown


@pytest.mark.parametrize(("words", "count"), [
    ("potrerillos", 1), ("potre", 1), ("comercial pot", 1), ("comercial camba", 0), ("\"potrerillos comercial\"", 0),
    ("-camba comercial", 1),
    ("1020703023", 1), ("10207", 1), ("020703023", 0), ("kind:consignment potrerillos", 0), ("tipo:operador potrerillos", 1),
    ("agency:PB potrerillos", 0)])
def test_a_list_is_narrowed_as_the_search_finds(world, trade, words, count):
    assert narrowed(world, "carla", "trade:traders", words) == count


def test_a_misspelt_name_is_found_where_none_is_written_so(world, trade):
    assert narrowed(world, "carla", "trade:traders", "comersial potrerilos") == 0
    done_what_waits()
    assert narrowed(world, "carla", "trade:traders", "comersial potrerilos") == 1
    assert narrowed(world, "carla", "trade:consignments", "csqu3054383") == 1


def test_what_one_does_not_see_is_not_in_the_list(world, trade):
    writing.disseminated(world, title="Cigarrillos de Oruro", audience=("PB",))
    assert narrowed(world, "carla", "reports:list", "cigarrillos") == 1
    assert narrowed(world, "diego", "reports:list", "cigarrillos") == 0
    assert narrowed(world, "diego", "trade:traders", "potrerillos") == 0


def test_of_very_many_the_newest_are_in_the_list(world, monkeypatch):
    monkeypatch.setattr(lists, "MOST", 2)
    titles = ("Cigarrillos uno", "Cigarrillos dos", "Cigarrillos tres")
    found = [writing.disseminated(world, title=title, audience=("PB",)).pk for title in titles]
    with looking_as(world.carla):
        assert lists.InLists().find(Report, "cigarrillos") == found[:0:-1]


@pytest.mark.parametrize("words", ["-potrerillos", "kind:none x", "since:yesterday x", "a1 " * 13, "---", "ab*"])
def test_what_cannot_be_looked_for_is_told(world, trade, words):
    page = world.client(world.carla).get(reverse("trade:traders"), {"q": words})
    answer = world.api(world.carla).get("/api/v1/traders/", {"q": words})
    assert "<tr data-href" not in page.content.decode()
    assert answer.status_code == 400
    assert "'q'" in str(answer.json())
