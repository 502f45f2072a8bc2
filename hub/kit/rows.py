"""Rows: locking one, and what it is when the lock cannot be had."""

from typing import TypeVar

from django.db import OperationalError
from django.db.models import Model

from hub.kit.errors import InUse, NotFound

Row = TypeVar("Row", bound=Model)

#: What PostgreSQL says when `lock_timeout` is over, and when it ends one of several transactions that wait for each other.
_NOT_HAD = ("55P03", "40P01")


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
