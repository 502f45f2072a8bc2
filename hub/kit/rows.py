"""Rows: locking one."""

from typing import TypeVar

from django.db.models import Model

from hub.kit.errors import NotFound

Row = TypeVar("Row", bound=Model)


def lock(row: Row) -> Row:
    """The same row, read anew and locked until the transaction ends. Raises NotFound when it is not visible any more."""
    fresh = type(row)._default_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if fresh is None:
        raise NotFound
    return fresh
