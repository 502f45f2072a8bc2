"""Lists are sorted by the columns that they offer, up and down, on the page and by program, each row once where rows tie."""

from typing import Any

import pytest
from django.utils import timezone

from agencies.access import looking_as
from intel.alerts.models import Alert
from intel.hits.models import Hit
from intel.reports.models import Report
from intel.subjects.entries import SubjectEntry
from intel.subjects.models import Subject
from intel.trade.models import Consignment, Trader
from tests.alerts import writing as alerts
from tests.hits.making import screened
from tests.reports import writing as reports
from tests.screening import making

NAMES = ("Sajama", "Ábaco", "Illimani", "Sajama", "illampu")
#: The list, what sorts it, what it shows of which field. None: the order of ids.
SORTED = [
    ("reports", "title", Report, "title"), ("reports", "reported", Report, "reported_at"),
    ("reports", "reference", Report, "reference"),
    ("alerts", "priority", Alert, "priority"), ("alerts", "until", Alert, "valid_until"),
    ("alerts", "reference", Alert, "reference"),
    ("subjects", "name", Subject, "label"), ("traders", "name", Trader, "name"),
    ("consignments", "number", Consignment, "number"),
    ("consignments", "date", Consignment, "date"), ("hits", "found", Hit, "id")]


@pytest.fixture
def several(world: Any) -> Any:
    """Five of each, of which some tie."""
    feed = making.feed(world.ana)
    making.alert(world.ana, "Importadora Sajama")
    for _number in range(3):
        making.trader(world.ana, feed, "Importadora Sajama")
    screened()
    for number, name in enumerate(NAMES):
        reports.draft(world, title=name)
        alerts.draft(world, priority=1 + number % 2, new_subject=SubjectEntry(kind="ORGANISATION", label=name))
    with looking_as(world.ana):
        Trader.objects.bulk_create(Trader(feed=feed, external_ref=f"N{number}", name=name) for number, name in enumerate(NAMES))
        Consignment.objects.bulk_create(
            Consignment(feed=feed, number=f"D{(7 * number) % 5}", date=timezone.localdate()) for number in range(5))
    return world


def walked(world: Any, address: str) -> list[int]:
    """The ids of all rows, by program, two at a time."""
    found: list[int] = []
    while address:
        told = world.api(world.ana).get(address).json()
        found += [row["id"] for row in told["results"]]
        address = (told["next"] or "").replace("http://testserver", "")
    return found


@pytest.mark.parametrize(("name", "sort", "model", "field"), SORTED)
@pytest.mark.parametrize("down", [False, True])
def test_rows_come_in_the_order_of_the_column_and_then_of_their_ids(several, name, sort, model, field, down):
    with looking_as(several.ana):
        values = dict(model.objects.values_list("pk", field))
    wanted = sorted(values, key=lambda pk: (values[pk], pk), reverse=down)
    said = f"-{sort}" if down else sort
    assert wanted and walked(several, f"/api/v1/{name}/?sort={said}&page_size=2") == wanted
    page = several.client(several.ana).get(f"/{name}/", {"sort": said}).content.decode()
    places = [page.index(f'data-href="/{name}/{pk}/"') for pk in wanted[:25]]
    assert places == sorted(places)


def test_the_heading_sorts_turns_round_and_lets_go(several):
    client = several.client(several.ana)
    for asked, leads, is_now in (("", "?state=DRAFT&amp;sort=title", ""), ("title", "?state=DRAFT&amp;sort=-title", "ascending"),
                                 ("-title", "?state=DRAFT", "descending"), ("reported", "?state=DRAFT&amp;sort=title", "")):
        page = client.get("/reports/", {"state": "DRAFT"} | ({"sort": asked} if asked else {})).content.decode()
        [heading] = [line for line in page.splitlines() if 'data-sort="title"' in line]
        assert f'href="{leads}"' in heading and (f'aria-sort="{is_now}"' in heading if is_now else "aria-sort" not in heading)
    page = client.get("/reports/").content.decode()
    [heading] = [line for line in page.splitlines() if 'data-sort="reported"' in line]
    assert 'href="?sort=-reported"' in heading, "of days one wants the last"


def test_a_list_in_another_order_has_no_older_rows_but_a_next_page(several):
    for number in range(30):
        reports.draft(several, title=f"Informe {number}")
    client = several.client(several.ana)
    assert "Older" in client.get("/reports/").content.decode()
    page = client.get("/reports/", {"sort": "title"}).content.decode()
    assert "Next page" in page and "Older" not in page


def test_sorting_is_no_filter(world):
    page = world.client(world.ana).get("/reports/", {"sort": "title"}).content.decode()
    assert "No reports yet" in page


@pytest.mark.parametrize("sort", ["owner_agency", "title,-id", "--title", "²", "-"])
def test_what_is_not_offered_is_refused(several, sort):
    assert several.api(several.ana).get("/api/v1/reports/", {"sort": sort}).status_code == 400
    page = several.client(several.ana).get("/reports/", {"sort": sort})
    assert page.status_code == 200 and "These filters cannot be used" in page.content.decode()


def test_a_cursor_of_one_order_is_none_of_another(several):
    api = several.api(several.ana)
    onward = api.get("/api/v1/reports/", {"sort": "title", "page_size": 2}).json()["next"]
    assert api.get(onward.replace("sort=title", "sort=-title")).status_code == 400
