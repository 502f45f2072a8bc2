"""Setting when the own agency works: who may, what is refused, and that no other agency learns it."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from agencies.access import looking_as
from agencies.audit.models import Event
from agencies.hours import services
from agencies.hours.models import Holiday, Span, Week
from agencies.hours.selectors import holidays, week_of, works_in
from agencies.hours.spans import DEFAULT, Work, works_of
from agencies.roles import Role
from hub.kit.errors import Conflict, HubError, Invalid, NotAllowed
from tests.world import engaged

WEEK = [Work(1, 480, 720), Work(1, 840, 1080), Work(3, 0, 1440)]


def changed(by, works=WEEK, revision=0):
    with looking_as(by):
        return services.change_week(by=by, works=works, revision=revision)


def tomorrow(days=1):
    return timezone.localdate() + timedelta(days=days)


def test_a_supervisor_and_an_administrator_set_it_and_all_of_the_agency_read_it(world):
    with looking_as(world.ana):
        assert works_in(week_of(world.ana)) == DEFAULT
    changed(world.bruno)
    changed(world.gala, [*WEEK, Work(2, 1, 2)], revision=1)
    with looking_as(world.ana):
        assert works_in(week_of(world.ana)) == (Work(1, 480, 720), Work(1, 840, 1080), Work(2, 1, 2), Work(3, 0, 1440))
    with looking_as(world.fabio):
        detail = Event.objects.filter(action="hours.changed").order_by("id").first().detail
    assert detail["after"] == {"1": "08:00-12:00, 14:00-18:00", "3": "00:00-24:00"}
    assert detail["before"]["5"] == "08:30-16:30"


@pytest.mark.parametrize("who", ["ana", "hugo", "fabio"])
def test_nobody_else_does(world, who):
    by = world.viewers[who]
    with looking_as(by):
        for act in (lambda: services.change_week(by=by, works=WEEK, revision=0),
                    lambda: services.add_holiday(by=by, day=tomorrow(), name="x"),
                    lambda: services.take_over(by=by, year=timezone.localdate().year + 1)):
            with pytest.raises(NotAllowed):
                act()


@pytest.mark.parametrize("works", [[Work(0, 1, 2)], [Work(8, 1, 2)], [Work(1, 2, 2)], [Work(1, 3, 2)], [Work(1, 0, 1441)],
                                   [Work(1, -1, 2)], [Work(1, 10, 20), Work(1, 19, 30)], [],
                                   [Work(1, n, n + 1) for n in range(0, 14, 2)]])
def test_a_week_without_sense_is_refused_and_nothing_is_kept_of_it(world, works):
    with pytest.raises(Invalid) as refused:
        changed(world.bruno, works)
    assert refused.value.field == "days"
    with looking_as(world.bruno):
        assert week_of(world.bruno) is None and not Span.objects.exists()


def test_an_agency_that_would_not_work_for_a_year_is_told_so(world):
    today = timezone.localdate()
    with pytest.raises(Invalid, match="not work at all"):
        changed(world.bruno, [])
    changed(world.bruno, [Work(today.isoweekday(), 0, 1)])
    weekly = [today + timedelta(days=number) for number in range(7, 7 * 53, 7)]
    with looking_as(world.bruno):
        for day in weekly[:-1]:
            services.add_holiday(by=world.bruno, day=day, name="Feriado")
        with pytest.raises(Invalid, match="not work at all") as refused:
            for day in (weekly[-1], today):
                services.add_holiday(by=world.bruno, day=day, name="Feriado")
    assert refused.value.field == "day"


@pytest.mark.parametrize("text", ["8.30-16.30", "08:30", "08:30-25:00", "08:60-10:00", "²:30-16:30", "08:30-16:30-18:00", "\0",
                                  ","])
def test_a_text_that_is_no_time_is_refused(text):
    with pytest.raises(Invalid) as refused:
        works_of(1, text, "day_1")
    assert refused.value.field == "day_1"


def test_a_holiday_is_entered_once_and_taken_away_again(world):
    with looking_as(world.bruno):
        holiday = services.add_holiday(by=world.bruno, day=tomorrow(), name="  Aniversario\u200b de La Paz ")
        assert holiday.name == "Aniversario de La Paz"
        with pytest.raises(Conflict) as refused:
            services.add_holiday(by=world.bruno, day=tomorrow(), name="x")
        assert refused.value.field == "day"
        for day in (tomorrow(-1), tomorrow(366 * 4)):
            with pytest.raises(Invalid):
                services.add_holiday(by=world.bruno, day=day, name="x")
        services.remove_holiday(by=world.bruno, holiday=holiday)
        assert not holidays().exists()


def test_public_holidays_are_taken_over_as_the_country_has_them(world):
    year = timezone.localdate().year + 1
    with looking_as(world.bruno):
        services.add_holiday(by=world.bruno, day=timezone.localdate().replace(year=year, month=8, day=6), name="Fiesta patria")
        new = services.take_over(by=world.bruno, year=year)
        assert {"Navidad", "Viernes Santo", "Corpus Christi"} <= {holiday.name for holiday in new}
        assert not any((holiday.day.month, holiday.day.day) == (8, 6) for holiday in new)
        assert services.take_over(by=world.bruno, year=year) == []
        for wrong in (timezone.localdate().year - 1, year + 9):
            with pytest.raises(Invalid):
                services.take_over(by=world.bruno, year=wrong)


def test_other_agencies_see_nothing_of_it_and_change_nothing(world):
    changed(world.bruno)
    with looking_as(world.bruno):
        services.add_holiday(by=world.bruno, day=tomorrow(), name="Feriado")
    for by in (world.celia, world.elena, engaged(world.agencies["PB"], "pablo", Role.AGENCY_ADMINISTRATOR)):
        with looking_as(by), connection.cursor() as cursor:
            assert not (Week.objects.exists() or Span.objects.exists() or Holiday.objects.exists())
            for change in ("update hours_week set revision = 9", "delete from hours_span", "delete from hours_holiday"):
                cursor.execute(change)
                assert cursor.rowcount == 0
            for probe in ("hub_working_spans(%s, current_date, 7)", "hub_add_working_hours(%s, now(), 1)",
                          "hub_working_time(%s, now(), now() + interval '1 year')",
                          "hub_half_of_working_time(%s, now(), now() + interval '1 year')"):
                with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                    cursor.execute(f"select {probe}", [world.agencies["AN"].pk])
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                cursor.execute("insert into hours_holiday (owner_agency_id, classification, day, name, entered_by_id)"
                               " values (%s, 'UNCLASSIFIED', current_date, 'x', %s)", [world.agencies["AN"].pk, by.user_id])


def test_who_may_not_keep_them_does_not_in_sql_either(world):
    changed(world.bruno)
    with looking_as(world.ana), connection.cursor() as cursor:
        for change in ("update hours_week set revision = 9", "delete from hours_span"):
            cursor.execute(change)
            assert cursor.rowcount == 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_who_set_it_at_once_one_is_told(world):
    found, both = [], threading.Barrier(2)

    def set_it(opens):
        both.wait()
        try:
            found.append(changed(world.bruno, [Work(1, opens, 720)]).revision)
        except HubError as error:
            found.append(type(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=set_it, args=[opens]) for opens in (480, 540)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(found, key=str) == [1, Conflict]


def test_the_page_says_when_and_changes_it(world):
    client = world.client(world.bruno)
    page = client.get("/working-hours/").content.decode()
    assert "08:30-16:30" in page and "No holidays are entered" in page
    days = {f"day_{day}": "" for day in range(1, 8)}
    answer = client.post("/working-hours/edit/", {**days, "day_2": "8-12", "revision": 0})
    assert answer.status_code == 200 and "as 08:30-16:30" in answer.content.decode()
    answer = client.post("/working-hours/edit/", {**days, "revision": 0})
    assert "not work at all" in answer.content.decode()
    assert client.post("/working-hours/edit/", {**days, "day_2": "08:00-12:00, 14:00-18:00", "revision": 0}).status_code == 302
    assert "08:00-12:00, 14:00-18:00" in client.get("/working-hours/").content.decode()
    answer = client.post("/working-hours/edit/", {**days, "day_2": "08:00-12:00", "revision": 0})
    assert "Somebody changed" in answer.content.decode()
    client.post("/holidays/add/", {"day": tomorrow().isoformat(), "name": "Feriado local"})
    client.post("/holidays/take-over/", {"year": tomorrow().year + 1})
    page = client.get("/working-hours/").content.decode()
    assert "Feriado local" in page and "Viernes Santo" in page
    with looking_as(world.bruno):
        first = holidays().first()
    client.post(f"/holidays/{first.pk}/remove/")
    assert "Feriado local" not in client.get("/working-hours/").content.decode()
    assert world.client(world.celia).post(f"/holidays/{first.pk}/remove/").status_code == 404
    assert "Remove" not in world.client(world.ana).get("/working-hours/").content.decode()
    assert world.client(world.fabio).get("/working-hours/").status_code == 403


def test_a_program_reads_and_sets_it(world):
    api = world.api(world.bruno)
    read = api.get("/api/v1/working-hours/").json()
    assert read["revision"] == 0 and read["days"][0] == {"weekday": 1, "opens": "08:30", "closes": "16:30"}
    week = {"revision": 0, "days": [{"weekday": 1, "opens": "08:00", "closes": "24:00"}]}
    assert api.post("/api/v1/working-hours/", week).json() == week | {"revision": 1}
    assert api.post("/api/v1/working-hours/", week).status_code == 409
    for wrong in ({"revision": 1}, {"revision": 1, "days": []}, {"revision": 1, "days": week["days"], "zone": "UTC"},
                  {"revision": "²", "days": week["days"]}, {"revision": 1, "days": [{"weekday": 1, "opens": "8", "closes": "9"}]},
                  {"revision": 1, "days": [{"weekday": 1, "opens": "08:00\0", "closes": "09:00"}]},
                  {"revision": 1, "days": [{"weekday": 1, "opens": "10:00", "closes": "09:00"}]},
                  {"revision": 1, "days": week["days"] * 500}):
        assert api.post("/api/v1/working-hours/", wrong).status_code == 400, wrong
    day = tomorrow().isoformat()
    made = api.post("/api/v1/holidays/", {"day": day, "name": "Feriado"})
    assert made.status_code == 201 and made.json()["day"] == day
    for wrong in ({"day": day, "name": "\u200b"}, {"day": "9999-12-31", "name": "x"}, {"day": "²", "name": "x"},
                  {"day": day, "name": "x", "agency": "PB"}):
        assert api.post("/api/v1/holidays/", wrong).status_code == 400, wrong
    assert api.post("/api/v1/holidays/", {"day": day, "name": "x"}).status_code == 409
    assert len(api.post("/api/v1/holidays/take-over/", {"year": tomorrow().year + 1}).json()) > 8
    assert api.post("/api/v1/holidays/take-over/", {"year": 10**30}).status_code == 400
    pk = made.json()["id"]
    assert world.api(world.celia).post(f"/api/v1/holidays/{pk}/remove/").status_code == 404
    assert world.api(world.ana).post(f"/api/v1/holidays/{pk}/remove/").status_code == 403
    assert api.post(f"/api/v1/holidays/{pk}/remove/").status_code == 204
    assert pk not in [row["id"] for row in api.get("/api/v1/holidays/").json()["results"]]
