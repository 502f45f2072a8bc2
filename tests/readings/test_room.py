"""The reading room: holder and originators read who received, was told of, searched out, read and copied; nobody else does."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.test import Client
from django.utils import timezone

from agencies.access import looking_as
from agencies.audit.models import Event
from agencies.roles import Role
from hub.kit.errors import NotAllowed
from intel.readings.models import Use
from intel.readings.services import ask_why
from intel.releases.services import recall
from intel.reports.entries import ParagraphEntry
from tests.notices.told import work_done
from tests.readings.making import released, used, uses
from tests.releases import making
from tests.releases.test_outside import given, linked
from tests.world import engaged

ALL = ["RECEIVED", "SEARCHED", "READ", "EXPORTED"]


@pytest.mark.parametrize("who", ["bruno", "celia"])
def test_holder_and_originator_read_each_use_with_its_audit_event(world: Any, who: str) -> None:
    release = released(world)
    used(world, release)
    found = uses(world.viewers[who])
    assert [act for act, _person, _reference in found] == ALL
    assert {person for act, person, _reference in found if act != "RECEIVED"} == {"Diego"}
    assert {reference for *_rest, reference in found} == {release.reference}
    auditor = engaged(world.agencies["SIN"], "ines", Role.AUDITOR)
    with looking_as(world.viewers[who]):
        events = dict(Use.objects.exclude(act="RECEIVED").values_list("act", "event"))
    with looking_as(auditor):
        told = {act: Event.objects.get(pk=number).action for act, number in events.items()}
    assert told == {"SEARCHED": "release.found", "READ": "release.read", "EXPORTED": "release.exported"}
    with looking_as(world.fabio):
        assert not Event.objects.filter(pk__in=events.values()).exists(), "the other side's log is its own"


@pytest.mark.parametrize("who", ["diego", "elena", "carla_of_nobody"])
def test_nobody_else_reads_any(world: Any, who: str) -> None:
    used(world, released(world))
    viewer = world.viewers.get(who, world.elena)
    assert uses(viewer) == []
    assert world.api(viewer).get("/api/v1/reading-room/").json()["results"] == []


def test_an_originator_whose_portion_was_left_out_reads_nothing(world: Any) -> None:
    used(world, released(world, 1))
    assert uses(world.celia) == [] and len(uses(world.bruno)) == len(ALL)


def test_an_originator_reads_nothing_before_something_was_released(world: Any) -> None:
    request = making.sent(world)
    making.consented(world, request)
    assert uses(world.celia) == [] == uses(world.bruno)


def test_an_originator_learns_no_more_than_of_its_own_portions(world: Any) -> None:
    """What else is in the release, and how secret it is, is not told."""
    own = making.report(world).reference
    secret = making.out(world.ana, making.writing.draft(
        world, paragraphs=(ParagraphEntry("Otra cosa.", "CONFIDENTIAL"),), title="Otra cosa")).reference
    request = making.sent(world, making.drafted(world, own, secret))
    making.consented(world, request)
    used(world, making.released(world, request, 1, 2, 3))
    with looking_as(world.bruno):
        assert set(Use.objects.values_list("classification", flat=True)) == {"CONFIDENTIAL"}
    with looking_as(world.celia):
        assert set(Use.objects.values_list("classification", flat=True)) == {"RESTRICTED"}


def test_who_was_told_of_it_is_noted(world: Any) -> None:
    release = released(world)
    work_done()
    assert ("TOLD", "Diego", release.reference) in uses(world.bruno)
    assert ("TOLD", "Diego", release.reference) in uses(world.celia)


def test_a_look_at_the_list_is_no_search_and_what_cannot_be_read_was_not_read(world: Any) -> None:
    release = released(world)
    world.client(world.diego).get("/releases/")
    with looking_as(world.bruno):
        recall(by=world.bruno, release=release, reason="Error.", revision=release.revision)
    world.client(world.diego).get(f"/releases/{release.pk}/")
    assert [act for act, *_rest in uses(world.bruno)] == ["RECEIVED"]


def test_what_the_holder_does_itself_is_not_in_it(world: Any) -> None:
    release = released(world)
    world.client(world.bruno).get(f"/releases/{release.pk}/")
    world.client(world.bruno).post(f"/releases/{release.pk}/copy/")
    world.client(world.bruno).get("/releases/", {"q": release.reference})
    assert [act for act, *_rest in uses(world.bruno)] == ["RECEIVED"]


def test_nobody_writes_or_alters_a_use_but_by_using(world: Any) -> None:
    release = released(world)
    used(world, release)
    statements = ("insert into readings_use (owner_agency_id, release_id, reference, reader_agency_id, act, purpose, at,"
                  " classification) select owner_agency_id, release_id, reference, reader_agency_id, act, purpose, at,"
                  " classification from readings_use",
                  "update readings_use set act = 'TOLD'", "delete from readings_use")
    for who in (world.bruno, world.celia, world.diego):
        for statement in statements:
            with looking_as(who), pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    before = uses(world.bruno)
    for who in (world.bruno, world.celia, world.elena):
        with looking_as(who), connection.cursor() as cursor:
            cursor.execute("select readings_note(%s, 'READ', 1)", [[release.pk]])
    assert uses(world.bruno) == before, "for another agency nobody notes anything"


@pytest.mark.parametrize(("query", "acts"), [
    ({}, ALL), ({"act": "READ"}, ["READ"]), ({"agency": "SIN"}, ALL), ({"agency": "PB"}, []), ({"person": "dieg"}, ALL[1:]),
    ({"person": "ana"}, []), ({"release": "AN-R-"}, ALL), ({"release": "PB-R-"}, []), ({"since": "2020-01-01"}, ALL),
    ({"until": "2020-01-01"}, [])])
def test_it_is_narrowed_on_page_and_in_the_api(world: Any, query: dict[str, str], acts: list[str]) -> None:
    used(world, released(world))
    page = world.client(world.bruno).get("/reading-room/", query)
    assert page.status_code == 200 and page.content.decode().count("data-href=") == len(acts)
    told = world.api(world.bruno).get("/api/v1/reading-room/", query).json()["results"]
    assert [one["act"] for one in told] == acts[::-1]
    table = world.client(world.bruno).get("/reading-room/table/", query).content.decode()
    assert table.count("\n") == 1 + len(acts)


@pytest.mark.parametrize("query", [{"since": "²"}, {"act": "EATEN"}, {"agency": "XX"}, {"until": "2026-13-01"}])
def test_a_filter_that_cannot_be_used_is_said(world: Any, query: dict[str, str]) -> None:
    used(world, released(world))
    page = world.client(world.bruno).get("/reading-room/", query).content.decode()
    assert "data-href=" not in page and "<rect class=\"plot-read\" x=" not in page
    assert world.api(world.bruno).get("/api/v1/reading-room/", query).status_code == 400
    assert world.client(world.bruno).get("/reading-room/table/", query).status_code == 400


def test_the_timeline_draws_each_act_of_each_day(world: Any) -> None:
    used(world, released(world))
    page = world.client(world.celia).get("/reading-room/").content.decode()
    for act in ALL:
        assert page.count(f'<rect class="plot-{act.lower()}" x=') == 1
    assert "4 in all, at most 4 on a day" in page and 'role="img"' in page
    past = (timezone.localdate() - timedelta(days=400)).isoformat()
    assert "0 in all" in world.client(world.celia).get("/reading-room/", {"until": past}).content.decode()


def test_that_a_body_outside_took_its_copy_is_noted_when_it_does(world: Any) -> None:
    release = given(world)
    _delivery, word = linked(world, release)
    Client().get(f"/taken/{word}/")
    assert [act for act, *_more in uses(world.bruno)] == ["RECEIVED"], "to look takes nothing"
    Client().post(f"/taken/{word}/")
    assert uses(world.bruno) == [(act, "", release.reference) for act in ("RECEIVED", "DELIVERED")]
    page = world.client(world.bruno).get("/reading-room/", {"act": "DELIVERED"}).content.decode()
    assert page.count("data-href=") == 1 and "Taken by its link" in page
    with looking_as(world.bruno), pytest.raises(NotAllowed):
        ask_why(by=world.bruno, use=Use.objects.get(act="DELIVERED"), question="¿Quién?")


def test_of_more_than_can_be_drawn_the_last_days_are_and_it_says_so(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    used(world, released(world))
    client = world.client(world.bruno)
    assert "too much to draw" not in client.get("/reading-room/").content.decode()
    monkeypatch.setattr("intel.readings.selectors.DRAWN", 3)
    page = client.get("/reading-room/").content.decode()
    assert "too much to draw" in page and "4 in all, at most 4 on a day" in page, "its last day is drawn whole"


def test_the_table_begins_no_formula_and_is_noted(world: Any) -> None:
    from tests.world import as_operator

    with as_operator():
        world.users["diego"].first_name = "=HYPERLINK(1)"
        world.users["diego"].save(update_fields=["first_name"])
    used(world, released(world))
    table = world.client(world.bruno).get("/reading-room/table/", {"act": "READ"}).content.decode()
    assert "'=HYPERLINK" in table and ",=" not in table
    with looking_as(world.fabio):
        event = Event.objects.get(action="reading.exported")
    assert event.detail == {"rows": 1, "filters": {"act": "READ"}}


def test_who_may_not_read_releases_may_not_read_who_used_them(world: Any) -> None:
    auditor = engaged(world.agencies["AN"], "irene", Role.AUDITOR)
    assert world.client(auditor).get("/reading-room/").status_code == 403
    assert world.client(auditor).get("/reading-room/table/").status_code == 403
    assert world.api(auditor).get("/api/v1/reading-room/").status_code == 403
