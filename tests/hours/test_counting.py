"""Working hours, counted by the database, beside a model that goes minute by minute."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.access import looking_as
from agencies.hours import services
from agencies.hours.selectors import over_at, working_time
from agencies.hours.settling import FUNCTIONS
from agencies.hours.spans import DEFAULT, Work, works_of
from tests.world import as_operator

LA_PAZ = ZoneInfo("America/La_Paz")
MINUTE = timedelta(minutes=1)


def at(text, zone=LA_PAZ):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def keeps(world, week="", *holidays, by=None):
    """Customs works so: `{1: "08:30-12:00"}`; and not on these days."""
    by = by or world.bruno
    with looking_as(by):
        if week != "":
            works = [work for day, text in week.items() for work in works_of(day, text, "days")]
            services.change_week(by=by, works=works, revision=0)
        for day in holidays:
            services.add_holiday(by=by, day=datetime.fromisoformat(day).date(), name="Feriado")


def over(world, since, hours, by=None):
    with looking_as(by or world.bruno):
        found = over_at(since, hours)
        return found and found.astimezone(LA_PAZ)


# 2026-12-07 is a Monday; America/La_Paz has no daylight saving time.
@pytest.mark.parametrize("since, hours, until", [
    ("2026-12-07T08:30", 8, "2026-12-07T16:30"),  # to the end of the day, and not to the next morning
    ("2026-12-07T10:00", 1, "2026-12-07T11:00"),
    ("2026-12-07T15:30", 8, "2026-12-08T15:30"),
    ("2026-12-07T03:00", 1, "2026-12-07T09:30"),  # before work begins
    ("2026-12-07T16:30", 1, "2026-12-08T09:30"),  # just over
    ("2026-12-07T23:59", 1, "2026-12-08T09:30"),
    ("2026-12-11T16:00", 1, "2026-12-14T09:00"),  # over a weekend
    ("2026-12-12T12:00", 8, "2026-12-14T16:30"),  # on a Saturday
    ("2026-12-07T08:30", 80, "2026-12-18T16:30"),  # two weeks
    ("2026-12-31T16:00", 1, "2027-01-01T09:00"),  # over the year's end, no holiday being entered
])
def test_an_agency_that_says_nothing_works_from_monday_to_friday(world, since, hours, until):
    assert over(world, at(since), hours) == at(until)


def test_a_holiday_does_not_count_and_a_break_neither(world):
    keeps(world, {1: "08:30-12:00, 14:30-18:30", 2: "08:30-12:00", 6: "22:00-24:00", 7: "00:00-06:00"}, "2026-12-08")
    assert over(world, at("2026-12-07T11:00"), 2) == at("2026-12-07T15:30")
    assert over(world, at("2026-12-07T18:00"), 1) == at("2026-12-12T22:30")  # Tuesday is a holiday
    assert over(world, at("2026-12-12T23:00"), 6) == at("2026-12-13T05:00")  # a night, as two spans


def test_each_agency_has_its_own(world):
    keeps(world, {3: "10:00-12:00"})
    assert over(world, at("2026-12-07T08:30"), 1) == at("2026-12-09T11:00")
    assert over(world, at("2026-12-07T08:30"), 1, by=world.celia) == at("2026-12-07T09:30")


def test_it_does_not_count_for_ever(world):
    keeps(world, {3: "10:00-10:01"})
    assert over(world, at("2026-12-07T08:30"), 80) is None
    with looking_as(world.bruno):
        assert working_time(at("2026-12-07T00:00"), at("9998-12-07T00:00")) < timedelta(hours=2)


@pytest.mark.parametrize("saturday, hours", [("2026-04-04", 11), ("2026-09-05", 9), ("2026-09-12", 10)])
def test_an_hour_that_the_clock_skips_or_shows_twice_is_counted_as_it_passes(world, saturday, hours):
    keeps(world, {6: "20:00-24:00", 7: "00:00-06:00"})
    zone = ZoneInfo("America/Santiago")  # clocks change there at midnight between a Saturday and a Sunday
    with as_operator(), connection.cursor() as cursor:
        cursor.execute("set role hub_labels")
        cursor.execute(FUNCTIONS.read_text(encoding="utf-8").replace("{zone}", zone.key))
        cursor.execute("set role hub_owner")
    begins = at(f"{saturday}T18:00", zone)
    with looking_as(world.bruno):
        assert working_time(begins, begins + timedelta(hours=20)) == timedelta(hours=hours)
        assert over_at(begins, hours) == at(f"{saturday}T06:00", zone) + timedelta(days=1)


spans = st.integers(0, 95).flatmap(lambda opens: st.tuples(st.just(opens * 15), st.integers(opens + 1, 96).map(lambda n: n * 15)))
weeks = st.dictionaries(st.integers(1, 7), spans, min_size=1).map(lambda week: [Work(day, *span) for day, span in week.items()])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(week=weeks, since=st.datetimes(datetime(2026, 12, 1), datetime(2026, 12, 28)).map(lambda found: found.replace(
       second=0, microsecond=0, tzinfo=LA_PAZ)), hours=st.integers(1, 20), holidays=st.sets(st.integers(0, 40), max_size=5))
def test_it_counts_as_one_counts_minute_by_minute(world, week, since, hours, holidays):
    first = datetime(2026, 12, 1).date()
    closed = {first + timedelta(days=number) for number in holidays}
    with looking_as(world.bruno), connection.cursor() as cursor:
        cursor.execute("delete from hours_span")
        cursor.execute("delete from hours_holiday")
        cursor.execute("insert into hours_week (owner_agency_id, classification, revision, changed_by_id, changed_at)"
                       " values (%s, 'UNCLASSIFIED', 1, %s, now()) on conflict do nothing",
                       [world.bruno.agency_id, world.bruno.user_id])
        cursor.executemany("insert into hours_span (week_id, weekday, opens, closes) select id, %s, %s, %s from hours_week",
                           [(work.weekday, work.opens, work.closes) for work in week])
        cursor.executemany(
            "insert into hours_holiday (owner_agency_id, classification, day, name, entered_by_id) values"
            f" ({world.bruno.agency_id}, 'UNCLASSIFIED', %s, 'x', {world.bruno.user_id})", [(day,) for day in closed])
        found = over_at(since, hours)
        between = working_time(since, found)
    assert found == by_the_minute(week, closed, since, hours)
    assert between == timedelta(hours=hours)


def by_the_minute(week, closed, since, hours):
    """The model: one minute after the other, until enough of them were worked."""
    remaining, moment = hours * 60, since
    while remaining:
        begins = moment
        minute = begins.hour * 60 + begins.minute
        if begins.date() not in closed and any(
                work.weekday == begins.isoweekday() and work.opens <= minute < work.closes for work in week):
            remaining -= 1
        moment += MINUTE
    return moment


def test_the_default_is_the_same_in_words_and_in_the_database(world):
    with looking_as(world.bruno):
        services.change_week(by=world.bruno, works=DEFAULT, revision=0)
    for since in ("2026-12-07T08:30", "2026-12-11T16:00", "2026-12-12T12:00"):
        assert over(world, at(since), 80) == over(world, at(since), 80, by=world.celia)
