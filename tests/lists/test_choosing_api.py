"""Programs read the lists, choose columns and keep filters as a person does on the pages, and each their own."""

from typing import Any

import pytest

from tests.lists.test_choosing import page
from tests.reports import writing as reports

LISTS = "/api/v1/lists/"


def test_the_lists_that_one_opens_are_there_with_their_columns_and_filters(world: Any) -> None:
    told = {one["name"]: one for one in world.api(world.ana).get(LISTS).json()}
    assert {"reports", "alerts", "hits"} <= set(told) and "audit" not in told
    assert told["reports"] == world.api(world.ana).get(f"{LISTS}reports/").json()
    title = {"name": "title", "words": "Title", "fixed": False, "in_file": ["title", "risk_area", "agency"]}
    assert title in told["reports"]["columns"]
    assert {"state", "q", "sort", "new"} <= set(told["reports"]["filters"])
    assert told["reports"]["shown"] == [one["name"] for one in told["reports"]["columns"]]


def test_columns_that_a_program_chose_are_those_of_the_page(world: Any) -> None:
    reports.draft(world)
    api = world.api(world.ana)
    told = api.put(f"{LISTS}reports/columns/", {"columns": ["title", "state"]}, format="json").json()
    assert told["shown"] == ["reference", "title", "marking", "state"]
    assert '<div class="list-tools hides-3 hides-6">' in page(world, "ana")
    assert len(world.api(world.hugo).get(f"{LISTS}reports/").json()["shown"]) == len(told["columns"])
    assert api.put(f"{LISTS}reports/columns/", {"columns": []}, format="json").json()["shown"] == [
        one["name"] for one in told["columns"]]


def test_filters_are_saved_renamed_and_deleted_by_who_keeps_them(world: Any) -> None:
    api, other = world.api(world.ana), world.api(world.hugo)
    made = api.post(f"{LISTS}reports/filters/", {"name": "Borradores", "filters": "sort=-title&state=DRAFT"}, format="json")
    assert made.status_code == 201 and made.json()["filters"] == "state=DRAFT&sort=-title" and made.json()["wrong"] == ""
    one = f"{LISTS}reports/filters/{made.json()['id']}/"
    assert [each["name"] for each in api.get(f"{LISTS}reports/filters/").json()] == ["Borradores"]
    assert other.get(f"{LISTS}reports/filters/").json() == []
    for answer in (other.patch(one, {"name": "x"}, format="json"), other.delete(one),
                   api.delete(one.replace("reports", "alerts")), api.delete(f"{LISTS}reports/filters/9{'0' * 18}/")):
        assert answer.status_code == 404
    assert api.patch(one, {"name": "Míos"}, format="json").json()["name"] == "Míos"
    assert api.delete(one).status_code == 204 and api.get(f"{LISTS}reports/filters/").json() == []


def test_the_total_is_that_of_the_page(world: Any) -> None:
    for number in range(3):
        reports.draft(world, title=f"Textiles {number}")
    assert world.api(world.ana).get(f"{LISTS}reports/total/", {"filters": "state=DRAFT"}).json() == {"total": 3, "more": False}
    assert world.api(world.elena).get(f"{LISTS}reports/total/").json()["total"] == 0


@pytest.mark.parametrize(("method", "of", "body", "field"), [
    ("put", "reports/columns/", {"columns": ["nothing"]}, "columns"),
    ("put", "reports/columns/", {"columns": ["²\x00"]}, "columns.0"),
    ("put", "reports/columns/", {}, "columns"), ("put", "reports/columns/", {"columns": [], "all": True}, "all"),
    ("post", "reports/filters/", {"name": "x", "filters": "nothing=1"}, "filters"),
    ("post", "reports/filters/", {"name": "x", "filters": "cursor=1"}, "filters"),
    ("post", "reports/filters/", {"name": " ", "filters": "state=DRAFT"}, "name"),
    ("get", "reports/total/?filters=state=GONE", None, "state"), ("get", "reports/total/?filters=x=1", None, "filters")])
def test_what_cannot_be_used_is_told(world: Any, method: str, of: str, body: Any, field: str) -> None:
    answer = getattr(world.api(world.ana), method)(LISTS + of, body, format="json")
    assert answer.status_code == 400 and [one["field"] for one in answer.json()["errors"]] == [field]


def test_who_does_not_open_a_list_does_not_find_it(world: Any) -> None:
    for who in (world.gala, None):
        api = world.api(who)
        assert api.get(f"{LISTS}reports/").status_code == api.get(f"{LISTS}no-such-list/").status_code == 404
        assert api.put(f"{LISTS}reports/columns/", {"columns": []}, format="json").status_code == 404
    assert world.api().get(LISTS).status_code == 401
