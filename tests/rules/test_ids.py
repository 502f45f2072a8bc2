"""Ids tell when a row was written, and never how many lie between two of them."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import connection

from agencies.access import as_service, looking_as
from intel.subjects.models import Subject, SubjectName
from tests.engines import POSTGRES
from tests.rules.layers import holds_intelligence
from tests.world import World

TABLES = [model._meta.db_table for app in apps.get_app_configs() if holds_intelligence(app)
          for model in app.get_models() if model._meta.pk.get_internal_type() == "BigAutoField"]

WRITTEN = """
    with began as materialized (select extract(epoch from clock_timestamp()) as at),
         written as (insert into screening_alertchange (alert_id) select 1 from began returning id)
    select at, id from began, written
"""
OTHERS = "insert into screening_alertchange (alert_id) select generate_series(1, %s) returning id"


def rows(statement: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


@pytest.mark.parametrize("table", TABLES)
def test_no_table_of_a_room_is_numbered_in_a_row(db: None, table: str) -> None:
    assert rows("select column_default from information_schema.columns where table_name = %s and column_name = 'id'",
                table) == [("hub_next_id()",)]


@pytest.mark.parametrize("role", ["hub_application", "hub_service", "hub_deputy"])
def test_nobody_reads_off_a_sequence_how_many_rows_there_are(db: None, role: str) -> None:
    assert rows("select relname from pg_class where case when relkind = 'S' and relnamespace = 'public'::regnamespace"
                " then has_sequence_privilege(%s, oid, 'usage, select, update') end", role) == []


@pytest.mark.parametrize("between", [0, 1, 1000])
def test_two_ids_tell_two_times_and_nothing_of_what_was_written_between(db: None, between: int) -> None:
    differences = set()
    with as_service("test"):
        for _ in range(100):
            [(began, first)] = rows(WRITTEN)
            rows(OTHERS, between)
            [(_began, second)] = rows(WRITTEN)
            assert 0 <= told_by(first) - float(began) < 0.1
            assert first < second
            differences.add((second - first) % 32)
    assert len(differences) > 20  # any of 32, whatever was between


def test_ids_grow_strictly_in_what_one_session_writes(world: World) -> None:
    with as_service("test"):
        written = [row for (row,) in rows(OTHERS, 20_000)]
    assert written == sorted(set(written))
    with looking_as(world.ana):
        subject = Subject.objects.create(owner_agency_id=world.ana.agency_id, kind="person", label="Ruiz")
        names = SubjectName.objects.bulk_create([SubjectName(subject=subject, name=f"Ruiz {n}") for n in range(500)])
    written = [name.pk for name in names]
    assert written == sorted(set(written)) and written[0] > subject.pk


def test_four_connections_at_once_draw_no_two_equal_ids_and_each_draws_larger_ones(db: None) -> None:
    def draw(_number: int) -> list[int]:
        with psycopg.connect(POSTGRES.administrator(connection.settings_dict["NAME"])) as another:
            return [row for (row,) in another.execute("select hub_next_id() from generate_series(1, 20000)")]

    with ThreadPoolExecutor(4) as threads:
        drawn = list(threads.map(draw, range(4)))
    assert len({row for one in drawn for row in one}) == 80_000
    assert drawn == [sorted(one) for one in drawn]


def told_by(row: int) -> float:
    """The time that an id tells, in seconds since 1970."""
    return (row >> 5) / 256_000 + 1_767_225_600
