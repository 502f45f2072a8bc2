"""After every `migrate`: the triggers that keep `retain_until`, and the row policies under which the service purges.

Made from what rooms say (`keeps`), so that nothing of it is written twice. The database alone writes `retain_until`, by
the code of retention; when the amount of a code changes, all rows under it follow in the same transaction.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from agencies.labels.statements import LABELS_ROLE, TRIGGER, function, opened, trigger
from hub.kit import room
from hub.kit.keeping import Kept, Part

FUNCTIONS = Path(__file__).with_name("functions.sql")

#: It fires after those of rooms that compare what somebody writes with what was there.
_IS_SET = "until_is_set"

_SETS = """begin
    new.retain_until := hub_retain_until('{code}', {since});
    return new;
end"""
_FOLLOWS = """begin
    update {table} r set retain_until = null
    where (r.retain_until is not null or {since} is not null)
      and r.retain_until is distinct from hub_retain_until('{code}', {since});
end"""
# What a row holds is blanked by a function: afterwards the service does not see it any more, and could not write it.
_BLANKS = """begin
    update {table} r set {blanks} where r.id = any (ids) and {may};
end"""
# For an agency a row is over on its day, whatever hold of another one keeps it: closed to it, and with a receipt (`purging`).
# The service alone is told which those are; who is looking is told of the holds of their own agency.
_OVER_FOR = """begin
    return array(select r.id from {table} r where r.retain_until < hub_today() and not ({held}){waits});
end"""
_HOLDS = """begin
    return hub_is_held_by(of_kind, of_row, (hub_viewer() ->> 'agency')::bigint);
end"""
_CHANGED = """declare
    changed text := case tg_op when 'DELETE' then old.code else new.code end;
begin
{each}
    return null;
end"""
_EACH = "    if changed = '{code}' then\n        perform {table}_until_follows();\n    end if;"
_OWN = """
create or replace function hub_is_own_row(of_kind text, of_row bigint) returns boolean language sql stable parallel restricted
    set search_path = pg_catalog, public, pg_temp as $$ select case of_kind {each} else false end $$
"""
_ITS = "when '{kind}' then exists (select from {table} r where r.id = of_row and hub_agency() in ({agencies}))"


def table_of(model: str) -> str:
    """The table of a model, named as `queries.query`."""
    return apps.get_model(model)._meta.db_table


def of_row(condition: str, row: str) -> str:
    """A condition on the row `r`, as one on a row of another name."""
    return re.sub(r"\br\.", f"{row}.", condition)


def set_to(blanks: Mapping[str, str]) -> str:
    """In SQL: what columns become."""
    return ", ".join(f"{column} = {value}" for column, value in blanks.items())


def may_purge(kept: Kept, row: str = "r") -> str:
    """In SQL: whether a row may be purged today."""
    waits = [f"not {table_of(kept.of)}_waits_for_{number}({row}.id)" for number in range(len(kept.waits_for))]
    return " and ".join([f"{row}.retain_until < hub_today()", f"not ({held(kept, row)})", *waits])


def may_go(kept: Kept, part: Part) -> str:
    """In SQL: whether a part of the row `r` may be purged today: with its row, or on its day where that is one agency's own."""
    if not part.agency:
        return may_purge(kept)
    own = held(kept, by=f"hub_is_held_by('{{kind}}', {{row}}.{{column}}, {table_of(part.of)}.{part.agency})")
    return f"r.retain_until < hub_today() and not ({own})"


def held(kept: Kept, row: str = "r", *, by: str = "hub_is_held('{kind}', {row}.{column})") -> str:
    """In SQL: whether a legal hold keeps a row; of whatever agency, or as the function that is named asks."""
    holds = [(kept.of, "id"), *kept.held_with.items()]
    return " or ".join(by.format(kind=kind, row=row, column=column) for kind, column in holds)


def settle_keeping() -> None:
    """Install functions and triggers, and fill `retain_until` where it is missing. Safe to repeat; needs the owner."""
    keeps = list(room.keeps().values())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FUNCTIONS.read_text(encoding="utf-8").replace("{zone}", settings.TIME_ZONE))
        cursor.execute(_OWN.format(each=" ".join(_ITS.format(
            kind=kept.of, table=table_of(kept.of), agencies=", ".join(kept.agencies)) for kept in keeps if kept.reference)))
        for statement in opened("markings_code"):
            cursor.execute(statement)
        cursor.execute(f"set local role {LABELS_ROLE}")
        cursor.execute(function("hub_holds(of_kind text, of_row bigint)", "returns boolean language plpgsql stable", _HOLDS))
        cursor.execute("grant execute on function hub_holds(text, bigint) to hub_application")
        for kept in keeps:
            for statement in _functions(kept):
                cursor.execute(statement)
        each = "\n".join(_EACH.format(code=kept.code, table=table_of(kept.of)) for kept in keeps)
        cursor.execute(function("hub_retention_changed()", TRIGGER, _CHANGED.format(each=each)))
        cursor.execute("set local role hub_owner")
        cursor.execute(trigger(
            "retention_changes", "after insert or update or delete", "markings_code",
            "for each row execute function hub_retention_changed()"))
        for kept in keeps:
            cursor.execute(trigger(_IS_SET, "before insert or update", table_of(kept.of),
                                   f"for each row execute function {table_of(kept.of)}_until()"))
            for statement in _rights(kept):
                cursor.execute(statement)
        for kept in keeps:
            cursor.execute(f"select {table_of(kept.of)}_until_follows()")


def open_kept() -> None:
    """Install the row policies under which the service sees and purges what is over, and nothing before."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in opened("markings_code"):
            cursor.execute(statement)
        for kept in room.keeps().values():
            for statement in (*_rights(kept), *_policies(kept)):
                cursor.execute(statement)


def _functions(kept: Kept) -> Iterator[str]:
    """To be run as `hub_labels`, which reads what it labels and writes `retain_until`."""
    table = table_of(kept.of)
    yield function(f"{table}_until()", TRIGGER, _SETS.format(code=kept.code, since=of_row(kept.since, "new")))
    yield function(f"{table}_until_follows()", "returns void language plpgsql",
                   _FOLLOWS.format(table=table, code=kept.code, since=f"({kept.since})"))
    if kept.blanks:
        signature = f"{table}_blank(ids bigint[])"
        yield function(signature, "returns void language plpgsql",
                       _BLANKS.format(table=table, blanks=set_to(kept.blanks), may=may_purge(kept)))
        yield f"grant execute on function {signature} to hub_service"
    for number, part in enumerate(kept.waits_for):
        signature = f"{table}_waits_for_{number}(of_row bigint)"
        yield function(signature, "returns boolean language plpgsql stable",
                       f"begin\n    return exists (select from {table_of(part.of)} w where w.{part.by} = of_row);\nend")
        yield f"grant execute on function {signature} to hub_service"


    if kept.is_shared:
        waits = "".join(f" and not exists (select from {table_of(part.of)} w where w.{part.by} = r.id"
                        f" and w.id <> all ({table_of(part.of)}_over_for(here)))" for part in kept.waits_for)
        signature = f"{table}_over_for(here bigint)"
        yield function(signature, "returns bigint[] language plpgsql stable", _OVER_FOR.format(
            table=table, held=held(kept, by="hub_is_held_by('{kind}', {row}.{column}, here)"), waits=waits))
        yield f"grant execute on function {signature} to hub_service"


def _rights(kept: Kept) -> Iterator[str]:
    """What `hub_labels` needs of the rows, and of those that they wait for."""
    yield from opened(table_of(kept.of), "retain_until", *kept.blanks)
    for part in kept.waits_for:
        yield from opened(table_of(part.of))


def _policies(kept: Kept) -> Iterator[str]:
    table, may = table_of(kept.of), may_purge(kept, table_of(kept.of))
    yield _policy("service_sees_what_is_over", table, "select", "using (retain_until < (select hub_today()))")
    yield _policy("service_locks_what_is_over", table, "update", f"using ({may}) with check (false)")
    if not kept.blanks:
        yield f"grant delete on {table} to hub_service"
        yield _policy("service_purges_what_is_over", table, "delete", f"using ({may})")
    if kept.is_shared:
        yield from _closing(kept)
    yield f"grant update (retain_until) on {table} to hub_service"  # for its lock: no policy lets it be written
    for part in kept.parts:
        whole = f"exists (select from {table} r where r.id = {table_of(part.of)}.{part.by} and {may_go(kept, part)})"
        yield _policy("service_sees_what_is_over", table_of(part.of), "select", f"using ({whole})")
        if part.blanks:
            yield f"grant update ({', '.join(part.blanks)}) on {table_of(part.of)} to hub_service"
            yield _policy("service_blanks_what_is_over", table_of(part.of), "update", f"using ({whole})")
        else:
            yield f"grant delete on {table_of(part.of)} to hub_service"
            yield _policy("service_purges_what_is_over", table_of(part.of), "delete", f"using ({whole})")


def _closing(kept: Kept) -> Iterator[str]:
    """A row is closed on its day to an agency that does not hold it, nor sees what it waits for; its parts with it."""
    table = table_of(kept.of)
    waits = (f"exists (select from {table_of(part.of)} w where w.{part.by} = {table}.id)" for part in kept.waits_for)
    seen = " or ".join([f"{table}.retain_until is null or {table}.retain_until >= (select hub_today())",
                        held(kept, table, by="hub_holds('{kind}', {row}.{column})"), *waits])
    closed = [(table, seen), *((table_of(part.of), f"exists (select from {table} r where r.id = {table_of(part.of)}.{part.by})")
                               for part in kept.parts)]
    for name, condition in closed:
        yield _policy("until_its_day", name, "select", f"using ({condition})", role="hub_application", kind="as restrictive ")


def _policy(name: str, table: str, act: str, rest: str, *, role: str = "hub_service", kind: str = "") -> str:
    return f"drop policy if exists {name} on {table}; create policy {name} on {table} {kind}for {act} to {role} {rest}"
