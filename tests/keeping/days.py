"""Later, for the database: what is over then."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_TODAY = """
    create or replace function hub_today() returns date language sql stable parallel restricted
    set search_path = pg_catalog, public, pg_temp as $$ select (now() at time zone 'America/La_Paz')::date + {days} $$
"""


@contextmanager
def later(days: int) -> Iterator[None]:
    """So many days from now on: the database's day, by which it knows what is over."""
    _be(days)
    try:
        yield
    finally:
        _be(0)


def _be(days: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("set role hub_owner")
        cursor.execute(_TODAY.format(days=days))
        cursor.execute("set role hub_application")
