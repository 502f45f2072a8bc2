"""Functions of the session by which statements draw: the same for the same seed, whatever the order of the rows."""

from collections.abc import Iterable

from django.db import connection

from hub.filling.words import LISTS, codes, words

#: How far back the oldest rows lie.
DAYS = 3 * 365

_FUNCTIONS = """
create function pg_temp.draw(n bigint, salt int) returns float8 language sql immutable
    return (hashint8extended(n, {seed} * 1000 + salt) & 1125899906842623)::float8 / 1125899906842624;
create function pg_temp.id_of(n bigint, many bigint) returns bigint language sql immutable
    return n * ({newest} / (many + 1) / 32 * 32) + (hashint8extended(n, {seed}) & 31);
create function pg_temp.made(n bigint, many bigint) returns timestamptz language sql immutable
    return '{today}'::timestamptz - (1 - n::float8 / (many + 1)) * interval '{days} days';
create function pg_temp.container(n bigint) returns text language sql immutable return (
    select p.code || lpad(n::text, 6, '0') || (p.worth + n / 100000 % 10 * 16 + n / 10000 % 10 * 32 + n / 1000 % 10 * 64
           + n / 100 % 10 * 128 + n / 10 % 10 * 256 + n % 10 * 512) % 11 % 10
    from (select ('{prefixes}'::text[])[1 + n % {many_prefixes}] code, ('{worths}'::int[])[1 + n % {many_prefixes}] worth) p);
"""
_LIST = """
create function pg_temp.{name}(drawn float8) returns text language sql immutable
    return (%s::text[])[1 + floor(drawn * {many})::int];
"""


def prepare(seed: int) -> None:
    """Make them, and the tables of words and codes they draw from; they go with the session or its transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select date_trunc('day', now()), (date_part('epoch', date_trunc('day', now())) - 1767225600)::bigint")
        today, seconds = cursor.fetchone()
        cursor.execute(_FUNCTIONS.format(
            seed=seed, today=today.isoformat(), days=DAYS, newest=max(seconds, 86_400) * 256_000 * 32, **_prefixes()))
        for name, items in LISTS.items():
            cursor.execute(_LIST.format(name=name, many=len(items)), [list(items)])
    _listed("fill_word", words(seed))
    _listed("fill_code", codes(seed))


def forget() -> None:
    """Drop the functions: a session may fill once more. Tables of the session go with its transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select p.oid::regprocedure::text from pg_proc p where pronamespace = pg_my_temp_schema()")
        for (function,) in cursor.fetchall():
            cursor.execute(f"drop function {function}")


def word(drawn: str) -> str:
    """In SQL, a word of names: that of the number from 0 to 1 that `drawn` gives, squared, so that the first come often."""
    return f"(select w.said from fill_word w where w.k = 1 + floor(power({drawn}, 2.5) * (select max(k) from fill_word))::int)"


def company(n: str, salt: int) -> str:
    """In SQL, the name of a company of this country."""
    return (f"pg_temp.trade(pg_temp.draw({n}, {salt})) || ' ' || {word(f'pg_temp.draw({n}, {salt + 1})')}"
            f" || case when pg_temp.draw({n}, {salt + 2}) < 0.7 then ' ' || {word(f'pg_temp.draw({n}, {salt + 3})')} else '' end"
            f" || ' ' || pg_temp.form(power(pg_temp.draw({n}, {salt + 4}), 2))")


def person(n: str, salt: int) -> str:
    """In SQL, the name of a person: given names and two surnames."""
    return (f"pg_temp.given(pg_temp.draw({n}, {salt})) || ' ' || pg_temp.surname(power(pg_temp.draw({n}, {salt + 1}), 1.5))"
            f" || ' ' || pg_temp.surname(pg_temp.draw({n}, {salt + 2}))")


def abroad(n: str, salt: int) -> str:
    """In SQL, the name of a company abroad."""
    first, second = (word(f"pg_temp.draw({n}, {salt + more})") for more in (0, 1))
    return f"{first} || ' ' || {second} || ' ' || pg_temp.form_abroad(power(pg_temp.draw({n}, {salt + 2}), 1.5))"


def _listed(table: str, items: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"create temporary table {table} (k int primary key, said text) on commit drop")
        cursor.execute(f"insert into {table} select k, said from unnest(%s::text[]) with ordinality as t (said, k)", [list(items)])
        cursor.execute(f"analyze {table}")


def _prefixes() -> dict[str, object]:
    """Owners of containers, and what the four letters add to the check digit (ISO 6346)."""
    from hub.filling.words import PREFIXES

    values = [number for number in range(10, 39) if number % 11]
    worth = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", values, strict=True))
    worths = [sum(worth[letter] << place for place, letter in enumerate(code)) for code in PREFIXES]
    return {"prefixes": "{" + ",".join(PREFIXES) + "}", "worths": "{" + ",".join(map(str, worths)) + "}",
            "many_prefixes": len(PREFIXES)}
