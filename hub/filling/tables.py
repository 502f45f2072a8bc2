"""Tables open to their owner, and stripped of what slows the writing of millions of rows; within one transaction, then whole again."""

import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

from hub.kit.rows import in_use

#: Of these functions' triggers everything can be written at once instead.
OF_LABELS = "hub_labels"
#: Seconds that one attempt to lock tables waits for each, less than it takes the server to look for a deadlock (1 s), so that
#: who works meanwhile is never the one that is ended; and that all attempts may take.
ONE_ATTEMPT_S, ALL_ATTEMPTS_S = 0.5, 120.0

_REFERRED = """
    select distinct confrelid::regclass::text from pg_constraint where contype = 'f' and conrelid = any (%s::regclass[]) order by 1
"""

_KEYS = """
    select conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) from pg_constraint
    where contype = 'f' and conrelid = any (%s::regclass[]) order by 1, 2
"""
_INDEXES = """
    select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i
    where i.indrelid = any (%s::regclass[]) and not i.indisunique and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
    order by 1
"""
_TRIGGERS = """
    select t.tgrelid::regclass::text, quote_ident(t.tgname) from pg_trigger t join pg_proc p on p.oid = t.tgfoid
    where t.tgrelid = any (%s::regclass[]) and not t.tgisinternal and t.tgenabled = 'O'
      and (p.proowner <> %s::regrole or not %s) order by 1, 2
"""


def close(tables: Sequence[str]) -> None:
    """Lock the tables, and those that their keys refer to, against everybody until the transaction ends.

    All or none: who works meanwhile holds some and waits for others, so an attempt that fails gives back what it has and the
    next one begins anew. To be called before anything else is written. Raises OperationalError when it takes too long.
    """
    every = dict.fromkeys([*tables, *(name for (name,) in _found(_REFERRED, list(tables)))])
    end = time.monotonic() + ALL_ATTEMPTS_S
    while True:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"set local lock_timeout = '{ONE_ATTEMPT_S}s'")
                cursor.execute(f"lock table {', '.join(every)} in access exclusive mode")
            return
        except OperationalError as error:
            if in_use(error) is None or time.monotonic() > end:
                raise
            time.sleep(random.uniform(0.2, 1.0))


@contextmanager
def opened(tables: Sequence[str]) -> Iterator[None]:
    """Closed tables for their owner: row policies do not hold the owner for the block."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")  # a table with checks that wait is not altered
        for table in tables:
            cursor.execute(f"alter table {table} no force row level security")
        yield
        for table in tables:
            cursor.execute(f"alter table {table} force row level security")


@contextmanager
def stripped(tables: Sequence[str], *, label_triggers: bool = False) -> Iterator[None]:
    """The tables without foreign keys, triggers, and indexes that are no rule. Needs their owner, and one transaction.

    Afterwards as they were, every key checked for every row. With `label_triggers` those that write labels go on, and keys, which bring
    labels to the parts of what bears them.
    """
    keys = [] if label_triggers else _found(_KEYS, list(tables))
    indexes = [] if label_triggers else _found(_INDEXES, list(tables))
    triggers = _found(_TRIGGERS, list(tables), OF_LABELS, label_triggers)
    with connection.cursor() as cursor:
        for table, name, _said in keys:
            cursor.execute(f"alter table {table} drop constraint {name}")
        for name, _said in indexes:
            cursor.execute(f"drop index {name}")
        for table, name in triggers:
            cursor.execute(f"alter table {table} disable trigger {name}")
        yield
        for _name, said in indexes:
            cursor.execute(said)
        for table, name, said in keys:
            cursor.execute(f"alter table {table} add constraint {name} {said}")
        for table, name in triggers:
            cursor.execute(f"alter table {table} enable trigger {name}")


def _found(statement: str, *given: list[str] | str | bool) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(given))
        return cursor.fetchall()
