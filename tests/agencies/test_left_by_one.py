"""What one person let leave the agency, shown to its supervisors by day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.access import looking_as
from agencies.audit import record
from agencies.audit.models import Event
from agencies.audit.selectors import left_by_one, of_day
from intel.reports.services import link_reports
from tests.reports.writing import draft

PAGE, API = "/audit/left-by-one/", "/api/v1/left-by-one/"


@pytest.fixture
def linked(world):
    one, other = draft(world), draft(world)
    with looking_as(world.ana):
        link_reports(by=world.ana, source=one, target=other, kind="CITES")
    return one


@pytest.mark.parametrize(("person", "status", "told"), [
    ("bruno", 200, True), ("celia", 200, False), ("ana", 403, False), ("fabio", 403, False), (None, 302, False)])
def test_supervisors_see_what_their_own_people_let_leave(world, linked, person, status, told):
    viewer = world.viewers[person] if person else None
    answer, program = world.client(viewer).get(PAGE), world.api(viewer).get(API)
    assert (answer.status_code, program.status_code) == (status, 401 if person is None else status)
    assert (linked.reference in answer.content.decode()) is told
    assert [row["object_label"] for row in program.json().get("results", [])] == [linked.reference] * told


def test_home_says_how_much_it_was_today_and_yesterday(world, linked):
    with looking_as(world.bruno):
        counted = [of_day(left_by_one(by=world.bruno), timezone.localdate() - timedelta(days=days)).count() for days in (0, 1)]
    assert counted == [1, 0]
    home = world.client(world.bruno).get("/").content.decode()
    assert f"{PAGE}?day={timezone.localdate()}" in home
    assert PAGE not in world.client(world.ana).get("/").content.decode()


@pytest.mark.parametrize(("query", "found"), [
    ("what=report.linked", 1), ("what=hit.judged", 0), ("person=ana", 1), ("person=hugo", 0), ("object=AN-", 1),
    ("object=ZZ", 0), ("what=report.read", 0), ("day=ayer", 0)])
def test_the_list_is_narrowed(world, linked, query, found):
    assert world.client(world.bruno).get(f"{PAGE}?{query}").content.decode().count("<tr data-href") == found


def test_its_reading_is_an_event_too(world, linked):
    world.client(world.bruno).get(f"{PAGE}?person=ana")
    world.api(world.bruno).get(API)
    with looking_as(world.fabio):
        assert list(Event.objects.filter(action="audit.leaving_read").order_by("id").values_list("actor_id", "detail")) == [
            (world.bruno.user_id, {"found": 1, "filters": {"person": "ana"}}),
            (world.bruno.user_id, {"found": 1, "filters": {}})]


def test_more_than_a_page_of_one_day_are_all_reached(world):
    with looking_as(world.ana):
        for number in range(60):
            record("feed.shared", by=world.ana, number=number)
    browser, numbers, address = world.client(world.bruno), [], PAGE
    while address:
        page = browser.get(address).context
        numbers += [event.detail["number"] for event, _words, _kind in page["rows"]]
        address = page["page"].older
    assert numbers == list(reversed(range(60)))


def test_it_is_of_one_day(world, linked):
    day = timezone.localdate() - timedelta(days=1)
    assert linked.reference not in world.client(world.bruno).get(f"{PAGE}?day={day}").content.decode()
    assert world.client(world.bruno).get(f"{PAGE}?day=ayer").status_code == 200


def test_a_supervisor_reads_no_other_events(world, linked):
    with looking_as(world.celia):
        record("hit.judged", by=world.celia, on=linked)  # what leaves the police, though the thing is customs'
    with looking_as(world.bruno):
        assert set(Event.objects.values_list("action", flat=True)) == {"report.linked"}
    with looking_as(world.hugo):
        assert not Event.objects.exists()
