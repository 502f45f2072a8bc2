"""The small world of tests/world.py, built once by its services and put into each test's database as rows.

Building takes some four hundred statements; most tests want it.
"""

import copy
import json

from django.apps import apps
from django.db import connection, transaction

from tests import world
from tests.world import World, as_operator

_ROOMS = ("auth", "agencies")

#: Draws numbers until the next one is free: in a database made anew the sequences begin at 1 again.
_DRAW = """
    select nextval(s.name) from (select pg_get_serial_sequence(%s, 'id') as name) s,
        generate_series(1, greatest(0, %s - coalesce(pg_sequence_last_value(s.name::regclass), 0)))
"""


class SmallWorld:
    """What `world.build()` makes, kept to be put back."""

    def __init__(self) -> None:
        tables = [model._meta.db_table for room in _ROOMS
                  for model in apps.get_app_config(room).get_models(include_auto_created=True)]
        with as_operator(), transaction.atomic():
            before = {table: _count(table) for table in tables}
            self._world = world.build()
            changed = [table for table in tables if _count(table) != before[table]]
            self._rows = [(table, _rows(table)) for table in sorted(changed, key=_depth)]
            transaction.set_rollback(True)

    def put(self) -> World:
        """The world, now in the database."""
        with as_operator(), connection.cursor() as cursor:
            for table, rows in self._rows:
                cursor.execute(f'insert into "{table}" select * from jsonb_populate_recordset(null::"{table}", %s)', [rows])
                if all("id" in row for row in json.loads(rows)):
                    cursor.execute(_DRAW, [f'"{table}"', max(row["id"] for row in json.loads(rows))])
        agencies, users = copy.deepcopy((self._world.agencies, self._world.users))
        return World(agencies=agencies, users=users, viewers=dict(self._world.viewers))


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'select count(*) from "{table}"')
        return int(cursor.fetchone()[0])


def _rows(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'select jsonb_agg(to_jsonb(t)) from "{table}" t')
        found = cursor.fetchone()[0]
        return found if isinstance(found, str) else json.dumps(found)


def _depth(table: str) -> int:
    """Tables without references first: a row is put after those it refers to."""
    with connection.cursor() as cursor:
        cursor.execute(
            """with recursive refers(t, depth) as (
                 select %s::regclass::oid, 0
                 union select c.confrelid, depth + 1 from refers r join pg_constraint c
                   on c.conrelid = r.t and c.contype = 'f' and c.confrelid <> c.conrelid where depth < 8)
               select max(depth) from refers""", [f'"{table}"'])
        return int(cursor.fetchone()[0])
