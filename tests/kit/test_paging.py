"""Lists are walked to their end, each row once, also where thousands of rows tie; a changed cursor is told so."""

import base64
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.db.models import F
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.access import as_service, looking_as
from agencies.models import Agency
from hub.kit.errors import Invalid
from hub.kit.keyset import Keyset
from hub.kit.paging import page_of
from intel.hits.models import Hit
from intel.hits.selectors import worklist
from intel.screening.models import Match
from intel.subjects.models import Subject
from intel.trade.models import Consignment, Trader
from tests.screening import making
from tests.world import as_operator

MANY = 1300


@pytest.fixture
def one_day(world: Any) -> set[int]:
    """1,300 consignments of one day, and one of the day before and the day after."""
    feed, today = making.feed(world.ana), timezone.localdate()
    with looking_as(world.ana):
        days = [today - timedelta(1), *[today] * MANY, today + timedelta(1)]
        rows = Consignment.objects.bulk_create(
            Consignment(feed=feed, number=f"D{number:05}", date=day) for number, day in enumerate(days))
        return {row.pk for row in rows}


@pytest.fixture
def one_probability(world: Any) -> set[int]:
    """1,300 hits that are equally probable, by a number that has no short form."""
    feed, alert = making.feed(world.ana), making.alert(world.ana, "Textiles Sajama Limitada")
    with looking_as(world.ana):
        traders = Trader.objects.bulk_create(
            Trader(feed=feed, external_ref=f"P{n}", name=f"Sajama {n}", kind="entity") for n in range(MANY))
    with as_service("test"):
        matches = Match.objects.bulk_create(Match(
            alert=alert, trader=trader, score=9.5, probability=0.1 + 0.2 + 1 / 3, engine_version="1", fingerprint="x",
            evidence={"party_name": trader.name, "subject_name": "Sajama", "parts": []}) for trader in traders)
        return {hit.pk for hit in Hit.objects.bulk_create(Hit(match=match) for match in matches)}


def walked(fetch: Callable[[str], dict[str, Any]], path: str, way: str = "next") -> Iterator[dict[str, Any]]:
    """The pages of the API from an address on, one way; no more than there can be."""
    for _page in range(MANY):
        page = fetch(path)
        yield page
        if page[way] is None:
            return
        path = page[way]
    raise AssertionError("The pages never end.")


@pytest.mark.slow
@pytest.mark.parametrize(("rows", "path"), [("one_day", "/api/v1/consignments/"), ("one_probability", "/api/v1/hits/")])
def test_the_api_is_walked_to_its_end_and_back_each_row_once(world, request, rows, path):
    ids, program = request.getfixturevalue(rows), world.api(world.ana)

    def fetch(address: str) -> dict[str, Any]:
        return program.get(address).json()

    there = list(walked(fetch, f"{path}?page_size=200"))
    seen = [row["id"] for page in there for row in page["results"]]
    assert len(seen) == len(ids) and set(seen) == ids
    back = list(walked(fetch, there[-1]["previous"], "previous"))
    assert [[row["id"] for row in page["results"]] for page in reversed(back)] == [
        [row["id"] for row in page["results"]] for page in there[:-1]]


@pytest.mark.slow
@pytest.mark.parametrize(("rows", "path"), [("one_day", "/consignments/"), ("one_probability", "/hits/")])
def test_the_pages_are_walked_to_their_end_each_row_once(world, request, rows, path):
    ids, browser, seen, address = request.getfixturevalue(rows), world.client(world.ana), [], path
    while address:
        page = browser.get(address).context["page"]
        seen += [row.pk for row in page.rows]
        address = page.older
        assert len(seen) <= len(ids)
    assert len(seen) == len(ids) and set(seen) == ids


def test_rows_that_come_meanwhile_neither_repeat_nor_hide_others(world):
    with looking_as(world.ana):
        made = [Subject.objects.create(owner_agency_id=world.ana.agency_id, kind="PERSON", label=f"S{n}") for n in range(4)]
        first = page_of(Subject.objects.order_by("-id"), get("/"), size=2)
        Subject.objects.create(owner_agency_id=world.ana.agency_id, kind="PERSON", label="late")
        second = page_of(Subject.objects.order_by("-id"), get(first.older), size=2)
    assert [row.pk for row in (*first.rows, *second.rows)] == [row.pk for row in reversed(made)]
    assert second.older is None


def test_an_index_answers_where_all_fields_run_one_way(world):
    with looking_as(world.ana), CaptureQueriesContext(connection) as asked:
        keyset = Keyset.of(Consignment.objects.all(), ("-date", "-id"))
        list(keyset.after(Consignment.objects.order_by(*keyset.ordering()), [timezone.localdate(), 7]))
        keyset = Keyset.of(worklist(), ("-probability", "-match_id"))
        list(keyset.after(worklist(), [0.5, 7]))
    statements = [query["sql"] for query in asked if "WHERE" in query["sql"]]
    assert len(statements) == 2 and all(") < (" in statement for statement in statements)


ORDERINGS = [("region", "id"), ("-region", "id"), ("region", "-id"), ("-region", "-id"), ("-chief", "region", "id")]


@pytest.mark.parametrize("ordering", ORDERINGS)
def test_null_is_the_largest_value_both_ways(world, ordering):
    """Users without a unit stand last when units ascend, first when they descend; PostgreSQL is asked, not told."""
    from agencies.models import Unit, User

    agency = world.agencies["AN"]
    with as_operator():
        for number, code in enumerate(["N", "S"]):
            unit = Unit.objects.create(agency=agency, code=code, name=code)
            User.objects.filter(pk__in=[world.users[n].pk for n in (["ana", "bruno"], ["gala"])[number]]).update(unit=unit)
    rows = User.objects.annotate(region=F("unit__code"), chief=F("unit__id")).order_by(*ordering)
    expected = [person.pk for person in rows]
    seen, page = [], page_of(rows, get("/"), size=3)
    while True:
        seen += [person.pk for person in page.rows]
        if page.older is None:
            break
        last, page = page, page_of(rows, get(page.older), size=3)
        assert [p.pk for p in page_of(rows, get(page.newer), size=3).rows] == [p.pk for p in last.rows]
    assert seen == expected


def test_every_change_of_a_cursor_is_told(world):
    with looking_as(world.ana):
        for number in range(3):
            Subject.objects.create(owner_agency_id=world.ana.agency_id, kind="PERSON", label=f"S{number}")
    browser, program = world.client(world.ana), world.api(world.ana)
    cursor = parse_qs(urlsplit(program.get("/api/v1/subjects/?page_size=1").json()["next"]).query)["cursor"][0]
    assert program.get("/api/v1/subjects/", {"cursor": cursor}).status_code == 200
    changed = [cursor[:place] + ("A" if sign != "A" else "B") + cursor[place + 1:] for place, sign in enumerate(cursor)]
    for other in (*changed, cursor[:-1], cursor + "A", "cD1hYmM=", base64.b64encode(b"p=abc").decode(), "²", "\x00", "9" * 5000):
        answer = program.get("/api/v1/subjects/", {"cursor": other})
        assert answer.status_code == 400, other
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["errors"] == [{"field": "cursor", "detail": answer.json()["detail"]}]
    assert browser.get("/subjects/", {"cursor": changed[0]}).status_code == 400


def test_a_cursor_of_one_list_is_none_of_another(world):
    with looking_as(world.ana):
        of_subjects = Keyset.of(Subject.objects.all(), ("-id",))
        row = Subject.objects.create(owner_agency_id=world.ana.agency_id, kind="PERSON", label="S")
        cursor = of_subjects.cursor(row, backwards=False)
        assert of_subjects.read(cursor) == (False, [row.pk])
        for other in (Keyset.of(Agency.objects.all(), ("-id",)), Keyset.of(Subject.objects.all(), ("id",))):
            with pytest.raises(Invalid):
                other.read(cursor)


def get(address: str) -> Any:
    """A request for an address, as a browser sends it."""
    return RequestFactory().get(address)
