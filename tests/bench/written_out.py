"""What a statement would cost without row policies: as superuser, on views that have the policies' conditions written out.

In the schema `written_out` each table with policies has a view of its name: the table where the conditions of its policies hold,
with what they ask of the viewer (`hub_labels('…')` above all) put in as constants.
"""

import re
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from agencies.access import Viewer, looking_as
from tests.engines import POSTGRES

SCHEMA = "written_out"
#: How PostgreSQL prints what is asked once of the viewer.
_ASKED = re.compile(r"\( SELECT (hub_\w+\((?:'[^']*'::\w+)?\)) AS \w+\)")
_ANY_ASKED = re.compile(r"\( SELECT \('([^']+)'::text = ANY \(hub_acts\(\)\)\) AS \"\?column\?\"\)")
_POLICIES = """
    select c.relname, p.polpermissive, pg_get_expr(p.polqual, p.polrelid) from pg_policy p join pg_class c on c.oid = p.polrelid
    where p.polcmd in ('r', '*') and p.polqual is not null and p.polroles && array[0::oid, 'hub_application'::regrole::oid]
    order by 1, 3
"""


def conditions(viewer: Viewer) -> dict[str, str]:
    """Of each table the condition under which the viewer sees a row of it, with constants for what is asked of the viewer."""
    allowed: dict[str, list[str]] = {}
    required: dict[str, list[str]] = {}
    with looking_as(viewer), connection.cursor() as cursor:
        cursor.execute(_POLICIES)
        policies = cursor.fetchall()
        known: dict[str, str] = {}

        def constant(found: re.Match[str]) -> str:
            asked = found.group(1)
            if asked not in known:
                cursor.execute(f"select quote_nullable({asked}::text)")
                known[asked] = cursor.fetchone()[0]
            return known[asked]

        for table, permissive, condition in policies:
            said = _ANY_ASKED.sub(lambda found: str(viewer.may(found.group(1))).lower(), condition)
            (allowed if permissive else required).setdefault(table, []).append(_ASKED.sub(constant, said))
        cursor.execute("select relname from pg_class where relrowsecurity and relkind = 'r'")
        closed = [table for (table,) in cursor.fetchall()]
    return {table: " and ".join(f"({one})" for one in (" or ".join(f"({one})" for one in allowed.get(table, ["false"])),
                                                       *required.get(table, ()))) for table in closed}


class WrittenOut:
    """A superuser's connection on which the tables are what the viewer sees of them."""

    def __init__(self, database: str, viewer: Viewer) -> None:
        self._connection = psycopg.connect(POSTGRES.administrator(database), autocommit=True)
        said = conditions(viewer)
        self._connection.execute(f"drop schema if exists {SCHEMA} cascade")
        self._connection.execute(f"create schema {SCHEMA}")
        self._connection.execute(f"set search_path = {SCHEMA}, public")
        for table in said:
            self._connection.execute(sql.SQL("create view {} as select * from public.{}").format(
                sql.Identifier(table), sql.Identifier(table)))
        for table, condition in said.items():
            # what a policy asks of another table, it asks of the rows that the viewer sees: of its view
            self._connection.execute(sql.SQL("create or replace view {} as select * from public.{} where {}").format(
                sql.Identifier(table), sql.Identifier(table), sql.SQL(condition)))  # type: ignore[arg-type]

    def explain(self, statement: str) -> Any:
        """The plan of a statement that was run, with its buffers."""
        return self._connection.execute(  # type: ignore[call-overload]
            f"explain (analyze, buffers, timing off, format json) {statement}").fetchone()[0][0]

    def close(self) -> None:
        """Take the views away."""
        self._connection.execute(f"drop schema {SCHEMA} cascade")
        self._connection.close()
