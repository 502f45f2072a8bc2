"""Searches are kept by name, by each person for themselves, on the page and in the API."""

from typing import Any

import pytest
from lxml import html

from agencies.access import looking_as
from agencies.audit.models import Event
from intel.search.models import SavedSearch
from intel.search.saving import MOST

API = "/api/v1/saved-searches/"
#: The links to saved searches on a page.
LINKS = "//nav[@class='list-tools-what']/a"


def saved(world: Any, name: str = "Fardos", who: str = "ana", **given: str) -> dict[str, Any]:
    answer = world.api(world.viewers[who]).post(API, {"name": name, "q": "fardos", **given})
    assert answer.status_code == 201, answer.content
    return answer.json()


def names(world: Any, who: str) -> list[str]:
    return [row["name"] for row in world.api(world.viewers[who]).get(API).json()]


def test_a_search_is_saved_on_the_page_and_found_again_there(world: Any) -> None:
    client = world.client(world.ana)
    answer = client.post("/search/saved/?q=fardos&kind=report", {"name": " Ropa  usada "})
    assert answer["Location"] == "/search/?q=fardos&kind=report"
    page = html.fromstring(client.get("/search/").content)
    assert [(link.text_content().strip(), link.get("href")) for link in page.xpath(LINKS)] == [
        ("Ropa usada", "?q=fardos&kind=report")]
    [row] = world.api(world.ana).get(API).json()
    assert row["given"] == {"q": "fardos", "kind": "report"}
    client.post(f"/search/saved/{row['id']}/rename/", {"name": "Fardos"})
    assert names(world, "ana") == ["Fardos"]
    client.post(f"/search/saved/{row['id']}/remove/")
    assert names(world, "ana") == []


def test_it_is_its_persons_alone(world: Any) -> None:
    row = saved(world)
    for who in ("hugo", "bruno", "carla", "fabio"):
        with looking_as(world.viewers[who]):
            assert not SavedSearch.objects.exists()
    program = world.api(world.hugo)
    assert [getattr(program, method)(f"{API}{row['id']}/", {"name": "x"}).status_code for method in (
        "get", "patch", "delete")] == [404] * 3
    assert names(world, "ana") == ["Fardos"]


@pytest.mark.parametrize(("given", "field"), [
    ({"name": "Fardos"}, "name"), ({"name": ""}, "name"), ({"name": "x" * 61}, "name"), ({"name": "a\0b"}, "name"),
    ({"name": "\u202ea"}, "name"), ({"q": ""}, "q"), ({"q": "-ropa"}, "q"), ({"q": "kind:report"}, "q"),
    ({"kind": "xyz"}, "kind"), ({"agency": "XX"}, "agency"), ({"since": "²"}, "since"),
    ({"q": "x" * 301}, "q"), ({"rol": "x"}, "rol")])
def test_what_cannot_be_saved_is_said(world: Any, given: dict[str, str], field: str) -> None:
    saved(world)
    answer = world.api(world.ana).post(API, {"name": "Otra", "q": "ropa", **given})
    assert answer.status_code == 400 and field in str(answer.json()), answer.content
    assert names(world, "ana") == ["Fardos"]


def test_no_other_is_called_the_same_after_it_was_renamed(world: Any) -> None:
    saved(world)
    other = saved(world, "Otra")
    assert world.api(world.ana).patch(f"{API}{other['id']}/", {"name": "Fardos"}).status_code == 400
    assert world.api(world.ana).patch(f"{API}{other['id']}/", {"name": "Otra"}).status_code == 200
    assert saved(world, who="carla")["name"] == "Fardos"


def test_there_is_an_end_to_how_many_are_saved(world: Any) -> None:
    with looking_as(world.ana):
        SavedSearch.objects.bulk_create(
            SavedSearch(person_id=world.ana.user_id, name=str(n), given={"q": "a"}) for n in range(MOST))
    answer = world.api(world.ana).post(API, {"name": "Otra", "q": "ropa"})
    assert answer.status_code == 400 and str(MOST) in answer.content.decode()


def test_it_is_noted(world: Any) -> None:
    row = saved(world, kind="report")
    world.api(world.ana).patch(f"{API}{row['id']}/", {"name": "Otra"})
    world.api(world.ana).delete(f"{API}{row['id']}/")
    with looking_as(world.fabio):
        events = list(Event.objects.filter(action__startswith="search.saved").order_by("id"))
    assert [(event.action, event.detail) for event in events] == [
        ("search.saved", {"terms": "fardos", "filters": {"kind": "report"}}), ("search.saved_changed", {"fields": ["name"]}),
        ("search.saved_removed", {"terms": "fardos", "filters": {"kind": "report"}})]


def test_what_cannot_be_asked_any_more_says_why_and_leads_nowhere(world: Any) -> None:
    row = saved(world)
    with looking_as(world.ana):
        SavedSearch.objects.filter(pk=row["id"]).update(given={"q": "fardos", "agency": "XX"})
    [told] = world.api(world.ana).get(API).json()
    assert "XX" not in told["wrong"] != ""
    page = html.fromstring(world.client(world.ana).get("/search/").content)
    assert page.xpath(LINKS) == []
