"""What two agencies write together: labels, triggers and row policies, made from what a room declares (`TwoSided`).

    both sides, and nobody else, read the row, from when it is shared; each writes its own columns and states only, and
    neither whose row it is; what a side adds stands, and both read it; what a side notes is its own.
"""

from collections.abc import Iterable, Iterator

from agencies.labels.declared import Declared, Entries, Notes, TwoSided
from agencies.labels.statements import TRIGGER, function, opened, trigger

#: A note is as secret as the row it is on, whose label it carries beside its own.
_NOTE = "hub_label('{act}', {row}.agency_id, 'UNCLASSIFIED', '{{}}')"

_BORN = """begin
    new.label_id := hub_label('{act}', new.{first}, new.classification, '{{}}');
    return new;
end"""

_WANTED = """begin
    return query
    select r.id, case when {shared_when} then hub_label_of_two('{act}', r.{first}, r.{second}, r.classification::text)
                      else hub_label('{act}', r.{first}, r.classification::text, '{{}}') end
    from {table} r where r.id = any (ids);
end"""

_FOLLOWS = """begin
    if not exists (select from after_it) then
        return null;  -- it fires for what it does itself, too
    end if;
    update {table} r set label_id = w.label_id
    from {table}_labels(array(select id from after_it)) w where w.row_id = r.id and r.label_id <> w.label_id;
    return null;
end"""

_NOTED = """begin
    new.label_id := {label};
    return new;
end"""

# Runs with the caller's rights: the service, and keys that bring labels on, are not a side.
_KEPT = """
create or replace function {table}_sides_keep() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    here bigint := hub_agency();
    free text[] := {both};
    written text[];
begin
    if current_user <> 'hub_application' then
        return new;
    end if;
{own}
    select array_agg(n.key order by n.key) into written from jsonb_each(to_jsonb(new)) n
        where n.value is distinct from to_jsonb(old) -> n.key and n.key <> all (free);
    if written is not null then
        raise exception 'new row for relation "%" violates rule "%": %', tg_table_name, 'each_side_writes_its_own', written
            using errcode = 'check_violation', constraint = 'each_side_writes_its_own';
    end if;
    return new;
end $$
"""
_OWN = "    if old.{side} = here then\n        free := free || {columns};\n    end if;"
_STATES = """    if new.state <> old.state and here = old.{side} and new.state = any ({others}) then
        raise exception 'new row for relation "%" violates rule "%": %', tg_table_name, 'each_side_takes_its_own_steps', new.state
            using errcode = 'check_violation', constraint = 'each_side_takes_its_own_steps';
    end if;"""


def label_of_note(said: Notes, row: str) -> str:
    """In SQL: the label that a note bears."""
    return _NOTE.format(act=said.of.act, row=row)


def functions_of(said: Declared) -> Iterator[str]:
    """The statements that make the functions of a declaration, to be run as `hub_labels`."""
    if isinstance(said, TwoSided):
        yield _KEPT.format(table=said.table, both=_array(said.both), own="\n".join(_of_each_side(said)))
        if said.sides:
            first, second = said.sides
            known = {"table": said.table, "act": said.act, "first": first, "second": second, "shared_when": said.shared_when}
            yield function(f"{said.table}_is_born()", TRIGGER, _BORN.format(**known))
            yield function(f"{said.table}_labels(ids bigint[])", "returns table (row_id bigint, label_id int) language plpgsql",
                           "#variable_conflict use_column\n" + _WANTED.format(**known))
            yield function(f"{said.table}_follows()", TRIGGER, _FOLLOWS.format(**known))
    elif isinstance(said, Notes):
        yield function(f"{said.table}_is_noted()", TRIGGER, _NOTED.format(label=label_of_note(said, "new")))


def triggers_of(said: Declared) -> Iterator[str]:
    """The statements that make the triggers of a declaration, to be run as the owner of the tables."""
    if isinstance(said, TwoSided):
        yield trigger("sides_keep", "before update", said.table, f"for each row execute function {said.table}_sides_keep()")
        if said.sides:
            yield trigger("label_is_born", "before insert", said.table, f"for each row execute function {said.table}_is_born()")
            for name, on in (("label_follows_birth", "insert"), ("label_follows", "update")):
                yield trigger(name, f"after {on}", said.table, "referencing new table as after_it for each statement"
                              f" execute function {said.table}_follows()")
            yield _kept(said.table, "label_id", *said.sides)
    elif isinstance(said, Notes):
        yield trigger("label_is_born", "before insert", said.table, f"for each row execute function {said.table}_is_noted()")
        yield _kept(said.table, "label_id", "agency_id")


def rights_of(said: Declared) -> Iterator[str]:
    """What `hub_labels` needs on the tables of a declaration; to be run as the owner."""
    if isinstance(said, TwoSided) and said.sides:
        yield from opened(said.table, "label_id")
    elif isinstance(said, Notes):
        yield from opened(said.table)


def policies_of(said: Declared) -> Iterator[str]:
    """The row policies of a declaration, after those of its room (`policies.sql`): who reads, who adds, who changes."""
    if isinstance(said, TwoSided):
        yield from _closed(said.table)
        yield _policy("sees", said.table, "select", using=(_may(said.act), _reads(said)))
        yield _policy("side_writes", said.table, "update", using=(_may(said.write), _is_a_side(said)))
        if said.sides:
            first, second = said.sides
            yield _policy("first_side_opens", said.table, "insert", check=(
                _may(said.write), f"{first} = (select hub_agency())", f"{second} <> {first}"))
    elif isinstance(said, Entries):
        yield from _closed(said.table)
        yield _policy("sees_with_row", said.table, "select", using=(_may(said.of.act), _reads(said.of)))
        yield _policy("side_adds", said.table, "insert", check=(
            _may(said.write or said.of.write), _is_a_side(said.of), *_as_themselves(said.agency, said.written_by)))
    elif isinstance(said, Notes):
        yield from _closed(said.table)
        yield _policy("own_side_sees", said.table, "select", using=(
            _may(said.of.act), f"label_id = any ((select hub_labels('{said.of.act}'))::int[])",
            _reads(said.of, "row_label_id")))
        yield _policy("side_notes", said.table, "insert", check=(
            _may(said.of.write), _is_a_side(said.of, "row_label_id"), *_as_themselves("agency_id", "written_by_id")))


def _of_each_side(said: TwoSided) -> Iterator[str]:
    for side, columns in said.own.items():
        yield _OWN.format(side=side, columns=_array(columns))
    for side in said.states:
        others = [state for other, states in said.states.items() if other != side for state in states]
        yield _STATES.format(side=side, others=_array(others))


def _kept(table: str, *columns: str) -> str:
    changes = " or ".join(f"old.{column} is distinct from new.{column}" for column in columns)
    return trigger("label_is_kept", "before update", table, f"for each row when ({changes}) execute function hub_label_is_kept()")


def _closed(table: str) -> Iterator[str]:
    yield f"alter table {table} enable row level security"
    yield f"alter table {table} force row level security"


def _policy(name: str, table: str, on: str, **conditions: Iterable[str]) -> str:
    words = {"using": "using", "check": "with check"}
    said = " ".join(f"{words[kind]} ({' and '.join(parts)})" for kind, parts in conditions.items())
    return f"drop policy if exists {name} on {table}; create policy {name} on {table} for {on} to hub_application {said}"


def _may(act: str) -> str:
    return f"'{act}' = any ((select hub_acts())::text[])"


def _reads(said: TwoSided, column: str = "label_id") -> str:
    return f"{column} = any ((select hub_labels('{said.label_act}'))::int[])"


def _is_a_side(said: TwoSided, column: str = "label_id") -> str:
    return f"{column} = any ((select hub_own_labels('{said.label_act}'))::int[])"


def _as_themselves(agency: str, person: str) -> tuple[str, str]:
    return f"{agency} = (select hub_agency())", f"{person} = (select hub_user())"


def _array(values: Iterable[str]) -> str:
    return f"'{{{','.join(values)}}}'::text[]"
