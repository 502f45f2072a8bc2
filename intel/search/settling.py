"""After every `migrate`, when the tables are open again: what can be found is made whole, in batches.

Things that have no entry get one, so that a hub that was there before the search is found by it; and what changed while the
tables were closed is written anew. Each batch is a transaction of its own: killed in the middle, the next `migrate` goes on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from agencies.labels.statements import LABELS_ROLE
from intel.search.kinds import ENTRIES

BATCH = 5_000

_MISSING = """
    select id from {table} r where r.id > %s and r.label_id is not null
    and not exists (select from search_entry e where e.object_id = r.id and e.kind = %s) order by r.id limit {batch}
"""
_MISSED = """
    delete from search_missed where id in (select id from search_missed where kind = %s order by object_id limit {batch})
    returning object_id
"""
#: Where the database was restored from a copy, its transactions are counted anew, and what earlier ones wrote is nothing new.
_OF_ANOTHER_COUNT = """
    update search_entry e set changed = 0, said = 0, marks_before = '{}', left_by = '{}' from search_mark m
    where e.mark = m.id and e.changed >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
"""
#: The restrictive policies by which the application reads a table: what they leave out is not found either.
_WINDOWS = """
    select string_agg(format('(%%s)', pg_get_expr(p.polqual, p.polrelid)), ' and ' order by p.polname) from pg_policy p
    where p.polrelid = %s::regclass and not p.polpermissive and p.polcmd in ('r', '*')
      and p.polroles @> array['hub_application'::regrole::oid]
"""
_IS_OPEN = """
    create or replace function search_is_open(of_kind text, thing bigint) returns boolean
        language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    #variable_conflict use_column
    begin
        return case of_kind {cases} else false end;
    end $$
"""


def settle_search() -> None:
    """Make it whole. Safe to repeat; needs the owner of the tables, after the policies are installed."""
    settle_windows()
    with _as_labels() as cursor:
        cursor.execute(_OF_ANOTHER_COUNT)
    for kind in ENTRIES:
        while write_missed(kind):
            pass
        last: int | None = 0
        while last is not None:
            last = write_missing(kind, after=last)


def settle_windows() -> None:
    """Write, from the row policies, when a thing of which there are windows may be read."""
    with _as_labels() as cursor:
        cases = []
        for kind in ENTRIES:
            table = apps.get_model(kind)._meta.db_table
            cursor.execute(_WINDOWS, [table])
            [window] = cursor.fetchone()
            cases.append(f"when '{kind}' then exists (select from {table} where {table}.id = thing and ({window or 'true'}))")
        cursor.execute(_IS_OPEN.format(cases=" ".join(cases)))


def write_missed(kind: str) -> bool:
    """Write a batch of what was missed of a kind; whether there was any."""
    with _as_labels() as cursor:
        cursor.execute(_MISSED.format(batch=BATCH), [kind])
        missed = [pk for [pk] in cursor.fetchall()]
        cursor.execute("select search_refresh(%s, %s::bigint[])", [kind, missed])
    return bool(missed)


def write_missing(kind: str, *, after: int) -> int | None:
    """Write a batch of things with larger ids than this that have no entry: the last of their ids, or None when there is none."""
    with _as_labels() as cursor:
        cursor.execute(_MISSING.format(table=apps.get_model(kind)._meta.db_table, batch=BATCH), [after, kind])
        missing = [pk for [pk] in cursor.fetchall()]
        if missing:
            cursor.execute("select search_write(%s, %s)", [kind, missing])
    return missing[-1] if missing else None


@contextmanager
def _as_labels() -> Iterator[Any]:
    """One transaction as the role that writes what can be found."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"set local role {LABELS_ROLE}")
        yield cursor
        cursor.execute("set local role hub_owner")
