"""Ids of rows that tell when a row was written and never how many there are: numbers in a row count what is hidden, too.

An id is the time since 2026 in ticks of 1/256 ms, times 32, plus a number in which nobody sees anything: that of a sequence
under a mask, which is a keyed hash of the tick. It grows with time, as lists rest on, and stays below 2**53, which clients
in JavaScript read to the last digit, until 2060. Two rows have two ids since nobody draws 32 numbers in a tick.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection

from agencies.labels.statements import function
from hub.kit.policies import APPLICATION, SERVICE, tables_of

KEY = "access_idkey"
NEXT = "hub_next_id()"

#: Ticks of 1/256 ms from 1970 until 2026.
_BEGINS = 1_767_225_600 * 256_000

#: While migrations run the key is closed, too; whoever adds rows then is alone, and any mask will do.
_NEXT = f"""declare
    tick bigint;
    number bigint;
    mask int;
begin
    loop
        tick := floor(date_part('epoch', clock_timestamp()) * 256000);
        number := nextval('access_id');
        exit when tick = floor(date_part('epoch', clock_timestamp()) * 256000);  -- drawn within the tick
    end loop;
    mask := (select get_byte(sha256(uuid_send(key) || int8send(tick)), 0) from {KEY});
    while tick = floor(date_part('epoch', clock_timestamp()) * 256000) loop
        null;  -- what this session writes next has a later tick, and so a larger id
    end loop;
    return (tick - {_BEGINS}) * 32 + ((number + coalesce(mask, floor(random() * 32)::int)) & 31);
end"""

#: Tables numbered in a row by identity columns, but those named.
_NUMBERED = """
    select c.oid::regclass::text from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and a.attname = 'id' and a.attidentity <> ''
      and a.atttypid = 'bigint'::regtype and c.relname <> all (%s) order by 1
"""


def functions_of_ids() -> Iterator[str]:
    """The statements that make the function which gives the next id, to be run as `hub_labels`."""
    yield function(NEXT, "returns bigint language plpgsql volatile", _NEXT)
    yield f"grant execute on function {NEXT} to {APPLICATION}, {SERVICE}"


def settle_ids() -> None:
    """Let every table that is numbered in a row take ids of time from now on; to be run as the owner of the tables.

    But who is who: whoever sees one agency, person or group sees them all, and so how many they are. Old ids stay.
    """
    counted = [*tables_of(apps.get_app_config("agencies")), "django_migrations"]
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERED, [counted])
        for (table,) in cursor.fetchall():
            cursor.execute(f"alter table {table} alter column id drop identity, alter column id set default {NEXT}")


def next_ids(count: int) -> list[int]:
    """The ids of so many rows, drawn before they are written: each later than the one before."""
    with connection.cursor() as cursor:
        cursor.execute(f"select {NEXT} from generate_series(1, %s)", [count])
        return [number for (number,) in cursor.fetchall()]
