"""Rows: locking one, and what it is when the lock cannot be had; keeping many at once."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

from django.db import OperationalError, connection
from django.db.models import Model

from hub.kit.errors import InUse, NotFound

Row = TypeVar("Row", bound=Model)

#: What PostgreSQL says when `lock_timeout` is over, and when it ends one of several transactions that wait for each other.
_NOT_HAD = ("55P03", "40P01")

_INSERT = "insert into {table} ({names}) select {names} from jsonb_to_recordset(%s) as given ({columns}) {otherwise}"
_UPDATE = """
    update {table} there set ({names}) = row({values}) from jsonb_to_recordset(%s) as given ({columns}) where there.id = given.id
"""


def lock(row: Row) -> Row:
    """The same row, read anew and locked until the transaction ends. Raises NotFound when it is not visible any more.

    Whoever held it while we waited may have given it another label, which our statement did not know yet: so it is looked for
    once more.
    """
    rows = type(row)._default_manager.select_for_update(of=("self",)).filter(pk=row.pk)
    fresh = rows.first() or rows.first()
    if fresh is None:
        raise NotFound
    return fresh


def in_use(error: Exception) -> InUse | None:
    """The domain error for a lock that was waited for in vain; None for any other error."""
    lost = isinstance(error, OperationalError) and getattr(error.__cause__, "sqlstate", None) in _NOT_HAD
    return InUse() if lost else None


def insert(model: type[Model], rows: Sequence[Mapping[str, object]], *, otherwise: str = "") -> None:
    """Keep thousands of rows in one statement with one parameter; `bulk_create` binds, and quotes, each value by itself.

    `rows` by column, each with the same columns; what they do not say is the database's default. `otherwise` is SQL, such as
    "on conflict do nothing". No signals, and no ids come back.
    """
    if not rows:
        return
    table, columns, given = _statement_parts(model, rows[0])
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT.format(table=table, names=names, otherwise=otherwise, columns=given), [_told(rows)])


def update(model: type[Model], rows: Sequence[Mapping[str, object]]) -> None:
    """Change thousands of rows in one statement. `rows` by column, `id` among them, each with the same columns. No signals."""
    if not rows:
        return
    table, columns, given = _statement_parts(model, rows[0])
    columns = [column for column in columns if column != connection.ops.quote_name("id")]
    values = ", ".join(f"given.{column}" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE.format(table=table, names=", ".join(columns), values=values, columns=given), [_told(rows)])


def _statement_parts(model: type[Model], row: Mapping[str, object]) -> tuple[str, list[str], str]:
    """The table and the columns of a row, quoted, and the columns with their types."""
    types = {field.column: field.db_type(connection) for field in model._meta.concrete_fields}
    quoted = {column: connection.ops.quote_name(column) for column in row}
    typed = ", ".join(f"{name} {types[column]}" for column, name in quoted.items())
    return connection.ops.quote_name(model._meta.db_table), list(quoted.values()), typed


def _told(rows: Sequence[Mapping[str, object]]) -> str:
    return json.dumps(rows, default=str)


@contextmanager
def many() -> Iterator[None]:
    """Where the block writes many rows of several tables, what follows from them is written once, when it ends.

    Without it, what can be found of a thing is written for each of the statements that write a part of it. At the latest the
    end of the transaction does it, whatever becomes of the block. Must be inside a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("select set_config('hub.writes_many', 'yes', true)")
        yield
        cursor.execute("select set_config('hub.writes_many', '', true)")
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")
