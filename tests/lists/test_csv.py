"""Every list that names its columns is taken as a file: what the page shows, marked, of which no cell begins a formula."""

import csv
import io
from typing import Any

import pytest

from agencies.access import looking_as
from agencies.access.signing import CONFIRMED_AT
from agencies.audit.models import Event
from hub.kit.room import listings
from intel.releases.models import Release
from intel.reports.entries import ParagraphEntry
from tests.alerts import writing as alerts
from tests.hits.making import screened
from tests.releases import making as releasing
from tests.reports import writing as reports
from tests.rules.hidden import MARK, hide_one_of_each
from tests.screening import making

FORMULAS = ("=1+1", "+1", "-1+1", "@SUM(1)", "\t=1", "x\r=1+1")


def taken(world: Any, who: str, name: str, query: str = "", **more: Any) -> tuple[str, list[dict[str, str]]]:
    """The line above, and the rows of the file by their heading."""
    answer = world.client(world.viewers[who]).post(f"/lists/{name}/export/{query}", {"format": "csv", **more})
    assert answer.status_code == 200, answer.content.decode()[:2000]
    above, rest = answer.content.decode("utf-8-sig").split("\n", 1)
    return above, list(csv.DictReader(io.StringIO(rest)))


def test_reports_as_the_page_narrows_and_sorts_them(world: Any) -> None:
    for title in ("Beta", "Alfa", "Gama"):
        reports.draft(world, title=f"Textiles {title}")
    reports.draft(world, title="Otra cosa", risk_area="CASH_AML", paragraphs=(ParagraphEntry("Nada."),))
    above, rows = taken(world, "ana", "reports", "?q=textiles&sort=-title")
    assert [row["title"] for row in rows] == ["Textiles Gama", "Textiles Beta", "Textiles Alfa"]
    assert "RESTRICTED · TLP:AMBER · " in above
    assert "Rows: 3" in above and "Ana" in above


def test_who_may_not_see_a_row_does_not_get_it_in_a_file(world: Any) -> None:
    reports.draft(world, title="Solo de aduana")
    reports.disseminated(world, title="También de policía", audience=("PB",))
    assert [row["title"] for row in taken(world, "carla", "reports")[1]] == ["También de policía"]
    assert taken(world, "elena", "reports")[1] == []


def test_the_file_is_marked_as_its_highest_row(world: Any) -> None:
    reports.draft(world, title="Abierto", classification="UNCLASSIFIED", tlp="CLEAR",
                  paragraphs=(ParagraphEntry("Nada.", "UNCLASSIFIED"),))
    reports.draft(world, title="Secreto a medias", classification="CONFIDENTIAL", tlp="AMBER+STRICT", handling_codes=["H1"])
    reports.draft(world, title="Fuente", handling_codes=["SRC"], tlp="GREEN")
    above, rows = taken(world, "ana", "reports")
    assert "CONFIDENTIAL · TLP:AMBER+STRICT · H1, SRC" in above
    assert {row["title"]: (row["classification"], row["handling_codes"]) for row in rows} == {
        "Abierto": ("UNCLASSIFIED", ""), "Secreto a medias": ("CONFIDENTIAL", "H1"), "Fuente": ("RESTRICTED", "SRC")}
    assert "UNCLASSIFIED · TLP:CLEAR" in taken(world, "ana", "reports", "?q=abierto")[0]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_begins_a_formula(world: Any, formula: str) -> None:
    feed = making.feed(world.ana)
    making.trader(world.ana, feed, formula)
    with looking_as(world.ana):
        answer = world.client(world.ana).post("/lists/traders/export/", {"format": "csv"})
    for line in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))):
        for cell in line:
            assert not cell.lstrip().startswith(("=", "+", "@")) and "\r" not in cell and "\t=" not in cell[:2]
            assert not cell.startswith("-") or cell.removeprefix("-").isdigit()


def test_it_is_noted_once_for_the_list_and_once_for_each_thing(world: Any) -> None:
    mine = [reports.draft(world, title=f"Textiles {number}") for number in range(3)]
    reports.draft(world, title="Otra cosa", paragraphs=(ParagraphEntry("Nada."),))
    taken(world, "ana", "reports", "?q=textiles&state=DRAFT&sort=title&cursor=x&nonsense=1")
    with looking_as(world.fabio):
        [event] = Event.objects.filter(action="list.exported")
        each = set(Event.objects.filter(action="report.exported").values_list("object_type", "object_id"))
    assert {**event.detail, "columns": None} == {
        "list": "reports", "format": "csv", "rows": 3, "marking": "RESTRICTED · TLP:AMBER", "columns": None,
        "terms": "textiles", "filters": {"state": "DRAFT"}}
    assert each == {("reports.report", report.pk) for report in mine}


def test_a_filter_that_cannot_be_used_and_a_list_that_is_not_there(world: Any) -> None:
    client = world.client(world.ana)
    assert client.post("/lists/reports/export/?state=NONSENSE", {"format": "csv"}).status_code == 400
    assert client.post("/lists/reports/export/", {"format": "exe"}).status_code == 400
    assert client.post("/lists/nothing/export/", {"format": "csv"}).status_code == 404
    assert client.get("/lists/reports/export/").status_code == 405
    assert world.client().post("/lists/reports/export/", {"format": "csv"}).status_code in (302, 404)


def test_who_does_not_open_the_list_gets_no_file_as_if_there_were_none(world: Any) -> None:
    for name, listing in listings().items():
        for who in ("gala", "fabio", "elena", "ana"):
            viewer = world.viewers[who]
            client = world.client(viewer)
            status = client.post(f"/lists/{name}/export/", {"format": "csv"}).status_code
            assert status == (200 if viewer.may(listing.act) else 404), (name, who)


def test_the_log_is_taken_after_a_fresh_sign_in_only(world: Any) -> None:
    client = world.client(world.fabio)
    session = client.session
    session[CONFIRMED_AT] = 0
    session.save()
    answer = client.post("/lists/audit/export/", {"format": "csv"})
    assert answer.status_code == 403 and "password_again" in answer.content.decode()


def test_a_hidden_thing_is_in_no_file_of_anybody_else(world: Any) -> None:
    hide_one_of_each(world)
    for name, listing in listings().items():
        for who in ("elena", "diego", "celia"):
            if world.viewers[who].may(listing.act):
                above, rows = taken(world, who, name)
                assert MARK.lower() not in f"{above} {rows}".lower(), (name, who)
    assert any(MARK.lower() in str(row).lower() for row in taken(world, "ana", "traders")[1])


def test_hits_bear_the_marking_of_their_alert(world: Any) -> None:
    feed = making.feed(world.ana)
    making.alert(world.ana, "Importadora Sajama", classification="CONFIDENTIAL")
    making.trader(world.ana, feed, "Importadora Sajama")
    screened()
    above, [row] = taken(world, "ana", "hits")
    assert row["classification"] == "CONFIDENTIAL" and above.lstrip('"').startswith("CONFIDENTIAL")
    assert row["party"] == "Importadora Sajama" and float(row["probability"]) > 0.5


def test_a_file_of_releases_holds_no_portion_and_is_noted_in_the_reading_room(world: Any) -> None:
    request = releasing.sent(world)
    releasing.consented(world, request)
    release = releasing.released(world, request, 1, 2)
    _above, [row] = taken(world, "diego", "releases", f"?q={release.reference}")
    assert row["reference"] == release.reference
    with looking_as(world.diego):
        texts = [portion.text for portion in Release.objects.get(pk=release.pk).portions.all()]
    assert texts and not any(text in str(row) for text in texts)
    page = world.client(world.ana).get("/reading-room/").content.decode()
    assert release.reference in page and "Diego" in page


def test_every_page_with_columns_offers_its_file(world: Any) -> None:
    from django.urls import reverse

    reports.draft(world)
    alerts.draft(world)
    for name, listing in listings().items():
        who = next((one for one in ("ana", "fabio", "bruno", "gala", "hugo") if world.viewers[one].may(listing.act)), None)
        if who:
            page = world.client(world.viewers[who]).get(reverse(listing.page)).content.decode()
            assert f"/lists/{name}/export/" in page, name
            assert page.count("<th") == 0 or page.count("<th ") >= len(listing.columns), name
