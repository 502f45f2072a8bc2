"""Columns are chosen, filters kept by name, by each person for themselves; totals are exact to a bound."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from agencies.access import looking_as
from agencies.lists import tables
from agencies.lists.choosing import MOST_FILTERS
from agencies.lists.models import ColumnChoice, SavedFilter
from agencies.notices.models import Visit
from hub.kit.room import listings
from intel.reports.models import Report
from tests.lists.test_csv import taken
from tests.reports import writing as reports
from tests.rules.hidden import hide_one_of_each


def page(world: Any, who: str, address: str = "/reports/") -> str:
    return world.client(world.viewers[who]).get(address).content.decode()


def test_columns_are_left_out_on_the_page_and_in_the_file_for_this_person_alone(world: Any) -> None:
    reports.draft(world)
    client = world.client(world.ana)
    answer = client.post("/lists/reports/columns/?state=DRAFT", {"columns": ["title", "state"]})
    assert answer["Location"] == "/reports/?state=DRAFT"
    assert '<div class="list-tools hides-3 hides-6">' in page(world, "ana")
    assert '<div class="list-tools">' in page(world, "hugo")
    _above, [row] = taken(world, "ana", "reports")
    assert {"reference", "title", "classification", "state"} <= set(row) and not {"source_grade", "reported_at"} & set(row)
    client.post("/lists/reports/columns/", {"all": "1"})
    assert '<div class="list-tools">' in page(world, "ana")
    with looking_as(world.ana):
        assert not ColumnChoice.objects.exists()


def test_marking_and_what_names_a_row_cannot_be_left_out(world: Any) -> None:
    reports.draft(world)
    world.client(world.ana).post("/lists/reports/columns/", {})
    _above, [row] = taken(world, "ana", "reports")
    assert set(row) == {"reference", "classification", "tlp", "handling_codes", "handling_conditions"}


def test_what_is_no_column_is_refused(world: Any) -> None:
    assert world.client(world.ana).post("/lists/reports/columns/", {"columns": ["nothing"]}).status_code == 400
    assert world.client(world.gala).post("/lists/reports/columns/", {"columns": ["title"]}).status_code == 404


def test_the_columns_of_each_list_are_those_of_its_table_in_their_order(world: Any) -> None:
    """By number they are left out: see kit.css."""
    hide_one_of_each(world)
    for name, listing in listings().items():
        for who in ("ana", "bruno", "hugo", "fabio", "gala"):
            if not world.viewers[who].may(listing.act):
                continue
            tree = html.fromstring(page(world, who, reverse(listing.page)))
            if heads := tree.xpath("//table[contains(@class, 'data-table')]/thead//th"):
                words = [" ".join(head.text_content().split()) for head in heads]
                assert words[:len(listing.columns)] == [str(each.words) for each in listing.columns], name
                break


def test_filters_are_kept_renamed_and_deleted_each_by_who_kept_them(world: Any) -> None:
    reports.draft(world)
    client = world.client(world.ana)
    assert client.post("/lists/reports/filters/?state=DRAFT&sort=title&cursor=x", {"name": " Mis  borradores "}).status_code
    assert "Mis borradores" in page(world, "ana") and "Mis borradores" not in page(world, "hugo")
    now = page(world, "ana", "/reports/?sort=title&state=DRAFT")
    assert 'href="/reports/?state=DRAFT&amp;sort=title" aria-current="true"' in now
    with looking_as(world.ana):
        [saved] = SavedFilter.objects.all()
    assert world.client(world.hugo).post(f"/lists/filters/{saved.pk}/delete/").status_code == 404
    assert world.client(world.hugo).post(f"/lists/filters/{saved.pk}/rename/", {"name": "x"}).status_code == 404
    client.post(f"/lists/filters/{saved.pk}/rename/", {"name": "Borradores"})
    assert "Borradores" in page(world, "ana") and "Mis borradores" not in page(world, "ana")
    client.post(f"/lists/filters/{saved.pk}/delete/")
    assert "Borradores" not in page(world, "ana").replace("“Borradores” is deleted.", "")


@pytest.mark.parametrize(("query", "name"), [("", "x"), ("state=DRAFT", ""), ("state=DRAFT", "x" * 61), ("state=NONSENSE", "x"),
                                             ("q=" + "a " * 20, "x"), ("state=DRAFT", "a\u202eb")])
def test_what_cannot_be_kept_is_refused(world: Any, query: str, name: str) -> None:
    assert world.client(world.ana).post(f"/lists/reports/filters/?{query}", {"name": name}).status_code == 400
    with looking_as(world.ana):
        assert not SavedFilter.objects.exists()


def test_only_so_many_are_kept_but_one_may_be_written_anew(world: Any) -> None:
    client = world.client(world.ana)
    for number in range(MOST_FILTERS):
        assert client.post("/lists/reports/filters/?state=DRAFT", {"name": f"n{number}"}).status_code == 302
    assert client.post("/lists/reports/filters/?state=DRAFT", {"name": "one more"}).status_code == 400
    assert client.post("/lists/reports/filters/?state=WITHDRAWN", {"name": "n0"}).status_code == 302
    with looking_as(world.ana):
        assert SavedFilter.objects.get(name="n0").query == "state=WITHDRAWN"


@pytest.mark.parametrize("query", ["state=GONE", "nothing=1"])
def test_a_filter_that_cannot_be_used_any_more_says_so(world: Any, query: str) -> None:
    reports.draft(world)
    with looking_as(world.ana):
        SavedFilter.objects.create(person_id=world.ana.user_id, listing="reports", name="Viejo", query=query)
    shown = page(world, "ana")
    assert "Viejo" in shown and f'href="/reports/?{query}"' not in shown
    assert "GONE is not one of the available choices" in shown or "The list has no filter “nothing” any more." in shown


def test_what_came_or_changed_since_the_last_visit(world: Any) -> None:
    for title in ("Viejo", "Cambiado"):
        reports.draft(world, title=title)
    with looking_as(world.ana):
        Report.objects.update(updated_at=timezone.now() - timedelta(days=2))
        Report.objects.filter(title="Cambiado").update(updated_at=timezone.now())
        Visit.objects.update_or_create(person_id=world.ana.user_id, defaults={
            "last_at": timezone.now(), "before_at": timezone.now() - timedelta(days=1)})
    reports.draft(world, title="Recién llegado")
    shown = page(world, "ana", "/reports/?new=1")
    assert "Recién llegado" in shown and "Cambiado" in shown and "Viejo" not in shown
    told = world.api(world.ana).get("/api/v1/reports/?new=1").json()["results"]
    assert [row["title"] for row in told] == ["Recién llegado", "Cambiado"]
    assert "Viejo" in page(world, "hugo", "/reports/?new=1")  # a first visit


def test_a_total_is_exact_to_a_bound_and_counts_what_is_seen(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        reports.draft(world, title=f"Textiles {number}")
    assert "3 rows" in page(world, "ana")
    monkeypatch.setattr(tables, "COUNTED", 2)
    assert "More than 2 rows" in page(world, "ana", "/lists/reports/total/")
    monkeypatch.setattr(tables, "COUNTED", 3)
    assert "3 rows" in page(world, "ana", "/lists/reports/total/")
    assert "0 rows" in page(world, "elena", "/lists/reports/total/")
    assert world.client(world.ana).get("/lists/reports/total/?state=NONSENSE").status_code == 400
    assert world.client(world.gala).get("/lists/reports/total/").status_code == 404


def test_a_long_list_asks_for_its_total_besides(world: Any) -> None:
    for number in range(26):
        reports.draft(world, title=f"Textiles {number}")
    assert 'hx-get="/lists/reports/total/?state=DRAFT" hx-trigger="load"' in page(world, "ana", "/reports/?state=DRAFT")
