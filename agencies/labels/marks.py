"""Marks: what the label of a row depends on in another table, kept by triggers of that table. See `declared.Marked`."""

from collections.abc import Iterator

from agencies.labels.declared import Marked
from agencies.labels.statements import TRIGGER, function, opened, trigger

_MARK = """begin
    if ids = '{{}}' then
        return;
    end if;
    update {table} m set {column} = not m.{column}
    where m.id = any (ids) and m.{column} <> exists (select 1 from {of} r where r.{by} = m.id and ({when}));
end"""

_CHANGED = """begin
    if tg_op = 'INSERT' then
        perform {name}(array(select distinct r.{by} from after_it r where ({when})));
    elsif tg_op = 'DELETE' then
        perform {name}(array(select distinct b.{by} from before_it b where ({before})));
    else
        perform {name}(array(
            select distinct unnest(array[r.{by}, b.{by}]) from after_it r join before_it b on b.id = r.id
            where ({when}) is distinct from ({before}) or r.{by} <> b.{by}));
    end if;
    return null;
end"""

_BORN = """begin
    new.{column} := false;
    return new;
end"""

#: The transition tables of each kind of statement.
_SEEN = {"insert": "new table as after_it", "delete": "old table as before_it",
         "update": "old table as before_it new table as after_it"}


def functions_of(said: Marked) -> Iterator[str]:
    """To be run as `hub_labels`."""
    known = {"table": said.table, "column": said.column, "of": said.of, "by": said.by, "when": said.when,
             "before": said.when.replace("r.", "b."), "name": _name(said)}
    yield function(f"{_name(said)}(ids bigint[])", "returns void language plpgsql", _MARK.format(**known))
    yield function(f"{_name(said)}_changed()", TRIGGER, _CHANGED.format(**known))
    yield function(f"{_name(said)}_born()", TRIGGER, _BORN.format(**known))


def triggers_of(said: Marked) -> Iterator[str]:
    """To be run as the owner of the tables. Nobody else writes the mark."""
    yield trigger(f"{said.column}_born", "before insert", said.table, f"for each row execute function {_name(said)}_born()")
    yield trigger(f"{said.column}_kept", "before update", said.table, f"for each row when (old.{said.column} is distinct from"
                  f" new.{said.column}) execute function hub_label_is_kept()")
    for on, tables in _SEEN.items():
        yield trigger(f"marks_{said.column}_on_{on}", f"after {on}", said.of, f"referencing {tables}"
                      f" for each statement execute function {_name(said)}_changed()")


def rights_of(said: Marked) -> Iterator[str]:
    """To be run as the owner of the tables."""
    yield from opened(said.table, said.column)
    yield from opened(said.of)


def marking(said: Marked) -> str:
    """The statement that marks every row as it should be."""
    return f"select {_name(said)}(array(select id from {said.table}))"


def wrong(said: Marked) -> str:
    """The statement that counts the rows which are marked otherwise than they should be."""
    return (f"select count(*) from {said.table} m where m.{said.column}"
            f" <> exists (select 1 from {said.of} r where r.{said.by} = m.id and ({said.when}))")


def _name(said: Marked) -> str:
    return f"{said.table}_{said.column}"
