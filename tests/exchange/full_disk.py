"""A disk that is full, as the database tells of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tests.world import as_operator


@contextmanager
def no_room_after(number: str) -> Iterator[None]:
    """The database says that its disk is full, as it does itself, to whoever adds a consignment with a number behind this."""
    with as_operator(), connection.cursor() as cursor:
        cursor.execute(f"""
            create function test_no_room() returns trigger language plpgsql as $$ begin
                raise exception 'could not extend file "base/1/2": No space left on device' using errcode = '53100';
            end $$;
            create trigger test_no_room after insert on trade_consignment for each row when (new.number > '{number}')
                execute function test_no_room()""")
    try:
        yield
    finally:
        with as_operator(), connection.cursor() as cursor:
            cursor.execute("set constraints all immediate; drop function test_no_room() cascade")
