"""Who is on duty: entered by a supervisor or the desk, shown with its gaps, and known to no other agency."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from agencies.access import as_service, looking_as
from agencies.audit.models import Event
from agencies.hours import duty, services
from agencies.hours.models import Duty
from agencies.hours.spans import Work
from agencies.models import Unit
from agencies.people import deactivate
from agencies.roles import Role
from hub.kit.errors import Invalid, NotAllowed
from tests.hours.test_counting import at
from tests.world import as_operator, engaged

HOUR = timedelta(hours=1)


def entered(world, by=None, *, hours=(0, 12), **who):
    by, now = by or world.bruno, timezone.now()
    who = who or {"person": world.users["ana"]}
    with looking_as(by):
        return duty.enter(by=by, begins_at=now + hours[0] * HOUR, ends_at=now + hours[1] * HOUR, **who)


def unit_of(world, code="AN", *people):
    with as_operator():
        unit = Unit.objects.create(agency=world.agencies[code], code="NOCHE", name="Turno de noche")
        for person in people:
            world.users[person].__class__.objects.filter(pk=world.users[person].pk).update(unit=unit)
    return unit


def there(world, code="AN", moment=None):
    with as_service("test"):
        return duty.on_duty(world.agencies[code].pk, moment or timezone.now())


def test_a_person_or_a_whole_unit_is_on_duty_from_then_until_then(world):
    now = timezone.now()
    unit = unit_of(world, "AN", "hugo", "ivan")
    entered(world)
    entered(world, engaged(world.agencies["AN"], "desk", Role.DESK), hours=(6, 24), unit=unit)
    ana, hugo, ivan = (world.users[name].pk for name in ("ana", "hugo", "ivan"))
    assert there(world) == [ana] and there(world, "PB") == []
    assert there(world, moment=now + 7 * HOUR) == sorted([ana, hugo, ivan])
    assert there(world, moment=now + 13 * HOUR) == sorted([hugo, ivan])
    assert there(world, moment=now + 25 * HOUR) == []
    with looking_as(world.fabio):
        assert Event.objects.filter(action="duty.entered").count() == 2


def test_who_left_is_not_on_duty(world):
    entered(world)
    with looking_as(world.gala):
        deactivate(by=world.gala, person=world.users["ana"])
    assert there(world) == []


@pytest.mark.parametrize("who", ["ana", "hugo", "gala"])
def test_nobody_else_enters_it(world, who):
    with pytest.raises(NotAllowed):
        entered(world, world.viewers[who])


@pytest.mark.parametrize("field, hours", [("ends_at", (1, 1)), ("ends_at", (2, 1)), ("ends_at", (-3, -1)),
                                          ("ends_at", (0, 24 * 32)), ("begins_at", (24 * 367, 24 * 368))])
def test_a_time_without_sense_is_refused(world, field, hours):
    with pytest.raises(Invalid) as refused:
        entered(world, hours=hours)
    assert refused.value.field == field


def test_only_people_and_units_of_the_own_agency(world):
    unit = unit_of(world, "PB")
    for field, who in (("person", {"person": world.users["carla"]}), ("unit", {"unit": unit}),
                       ("person", {"person": world.users["ana"], "unit": unit}), ("person", {"person": None})):
        with pytest.raises(Invalid) as refused:
            entered(world, **who)
        assert refused.value.field == field


def test_a_time_out_of_hours_without_anybody_is_a_gap(world):
    with looking_as(world.bruno):
        services.change_week(by=world.bruno, works=[Work(day, 480, 960) for day in range(1, 6)], revision=0)
    monday = at("2027-06-07T00:00")

    def enter(begins, ends):
        Duty.objects.create(owner_agency_id=world.bruno.agency_id, person=world.users["ana"], entered_by_id=world.bruno.user_id,
                            begins_at=at(begins), ends_at=at(ends))

    with looking_as(world.bruno):
        enter("2027-06-07T16:00", "2027-06-08T06:00")
        enter("2027-06-08T05:00", "2027-06-08T07:00")  # they may overlap
        found = [(one.begins_at, one.ends_at) for one in duty.stretches(monday, monday + timedelta(days=2)) if one.duty is None]
    assert found == [(monday, at("2027-06-07T08:00")), (at("2027-06-08T07:00"), at("2027-06-08T08:00")),
                     (at("2027-06-08T16:00"), at("2027-06-09T00:00"))]


def test_other_agencies_see_nothing_of_it_and_enter_nobody(world):
    row = entered(world)
    for by in (world.celia, world.elena):
        with looking_as(by), connection.cursor() as cursor:
            assert not Duty.objects.exists()
            cursor.execute("delete from hours_duty")
            assert cursor.rowcount == 0
            for probe in ("hub_on_duty(%s, now())", "hub_is_working(%s, now())"):
                with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                    cursor.execute(f"select {probe}", [world.agencies["AN"].pk])
            cursor.execute("select hub_own_duty_gaps(now(), now() + interval '1000 years')")
            assert cursor.fetchone() == ("{}",) or cursor.rowcount == 1
    insert = ("insert into hours_duty (owner_agency_id, classification, person_id, begins_at, ends_at, entered_by_id)"
              " values (%s, 'UNCLASSIFIED', %s, now(), now() + interval '1 day', %s)")
    for by, agency, person in ((world.celia, "AN", "ana"), (world.bruno, "AN", "carla"), (world.ana, "AN", "ana")):
        with looking_as(by), connection.cursor() as cursor:
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                cursor.execute(insert, [world.agencies[agency].pk, world.users[person].pk, by.user_id])
    assert there(world) == [row.person_id]


def test_the_page_shows_who_and_when_nobody_is(world):
    client = world.client(world.bruno)
    assert "Nobody" in client.get("/duty/").content.decode()
    begins = timezone.localtime() + HOUR
    form = {"person": world.users["ana"].pk, "begins_at": f"{begins:%Y-%m-%dT%H:%M}",
            "ends_at": f"{begins + 9 * HOUR:%Y-%m-%dT%H:%M}"}
    assert client.post("/duty/add/", form | {"ends_at": form["begins_at"]}).status_code == 200
    assert client.post("/duty/add/", form | {"person": world.users["carla"].pk}).status_code == 200
    assert client.post("/duty/add/", form).status_code == 302
    page = client.get("/duty/").content.decode()
    assert "Ana" in page and "Remove" in page
    assert "Remove" not in world.client(world.hugo).get("/duty/").content.decode()
    with looking_as(world.bruno):
        pk = Duty.objects.get().pk
    assert world.client(world.celia).post(f"/duty/{pk}/remove/").status_code == 404
    assert world.client(world.ana).post(f"/duty/{pk}/remove/").status_code == 403
    assert client.post(f"/duty/{pk}/remove/").status_code == 302
    assert "Ana" not in client.get("/duty/").content.decode().split("<main")[-1]


def test_a_program_reads_and_enters_it(world):
    api, now = world.api(world.bruno), timezone.now()
    given = {"person": "ana", "begins_at": now.isoformat(), "ends_at": (now + HOUR).isoformat()}
    made = api.post("/api/v1/duties/", given)
    assert made.status_code == 201 and made.json()["person"] == "ana"
    for wrong in (given | {"person": "carla"}, given | {"person": "a\0na"}, given | {"ends_at": "²"}, given | {"who": "ana"},
                  given | {"unit": "NONE"}, given | {"ends_at": "9999-12-31T23:59:59Z"}, given | {"person": ""}, {}):
        assert api.post("/api/v1/duties/", wrong).status_code == 400, wrong
    assert [row["id"] for row in api.get("/api/v1/duties/").json()["results"]] == [made.json()["id"]]
    assert world.api(world.celia).get("/api/v1/duties/").json()["results"] == []
    assert api.post(f"/api/v1/duties/{made.json()['id']}/remove/").status_code == 204
    assert api.get("/api/v1/duties/").json()["results"] == []
    assert isinstance(datetime.fromisoformat(made.json()["ends_at"]), datetime)
