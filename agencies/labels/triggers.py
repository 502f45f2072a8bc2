"""The triggers that write labels, made from what the rooms declare. Installed whole, after every `migrate`.

Each declaration becomes functions, which `hub_labels` owns, and triggers, which the owner of the tables makes.
"""

from collections.abc import Iterator

from agencies.labels import citing, marks, two_sided
from agencies.labels.declared import Carried, Declared, Labelled, Marked, Paired, Shared, columns_of
from agencies.labels.statements import TRIGGER, function, opened, trigger

_BORN = """begin
    new.label_id := hub_label({of_new}, new.owner_agency_id, new.classification, '{{}}');
    return new;
end"""

_WANTED = """begin
    return query
    with said as materialized (
        select r.id as row_id, {of_row} as of_act, r.owner_agency_id, r.classification::text as classification,
               {audience} as audience
        from {table} r where r.id = any (ids)),
    made as materialized (
        select d.*, hub_label(d.of_act, d.owner_agency_id, d.classification, d.audience) as label_id
        from (select distinct of_act, owner_agency_id, classification, audience from said) d)
    select said.row_id, made.label_id from said join made using (of_act, owner_agency_id, classification, audience);
end"""

_AUDIENCE = """case when {shared_when}
                    then array(select distinct g.group_id from {grants} g where g.content_object_id = r.id
                               and g.permission_id = hub_permission('{act}') order by 1)
                    else '{{}}'::int[] end"""

_RELABEL = """begin
    if ids = '{{}}' then
        return;  -- the trigger that calls it fires for what it does itself, too
    end if;
    update {table} r set label_id = w.label_id from {table}_labels(ids) w
    where w.row_id = r.id and r.label_id is distinct from w.label_id;
end"""

_CHANGED = """begin
    perform {table}_relabel(array(
        select r.id from after_it r join before_it b on b.id = r.id
        where r.classification <> b.classification or r.owner_agency_id <> b.owner_agency_id
           or ({shared_when}) is distinct from ({shared_before}) or {of_row} <> {of_before}));
    return null;
end"""

_GRANTED = """begin
    perform {table}_relabel(array(select distinct content_object_id from given));
    return null;
end"""

_BORN_SHARED = """begin
    new.label_id := hub_feed_label('{act}', new.owner_agency_id, new.id);
    return new;
end"""

_READERS = """begin
    delete from access_reader d using {table} f
    where f.id = any (ids) and d.label_id = f.label_id
      and not exists (select 1 from {grants} g where g.content_object_id = f.id and g.group_id = d.group_id
                      and g.permission_id = hub_permission('{act}'));
    insert into access_reader (label_id, group_id)
        select distinct f.label_id, g.group_id from {table} f join {grants} g on g.content_object_id = f.id
        where f.id = any (ids) and g.permission_id = hub_permission('{act}') on conflict do nothing;
end"""

_PAIRED = """begin
    if tg_op = 'INSERT' then
        select label_id, subject_label_id into new.alert_label_id, new.subject_label_id from {alerts} where id = new.alert_id;
        new.party_label_id := coalesce({parties});
    end if;
    new.label_id := hub_pair_label(new.alert_label_id, new.subject_label_id, new.party_label_id);
    return new;
end"""


def functions_of(said: Declared) -> Iterator[str]:
    """The statements that make the functions of a declaration, to be run as `hub_labels`."""
    if isinstance(said, Marked):
        yield from marks.functions_of(said)
    elif isinstance(said, Labelled):
        known = {"table": said.table, "act": said.act, "grants": said.grants, "shared_when": said.shared_when,
                 "shared_before": said.shared_when.replace("r.", "b."),
                 "of_row": _act(said, "r"), "of_new": _act(said, "new"), "of_before": _act(said, "b")}
        known["audience"] = _AUDIENCE.format(**known) if said.grants else "'{}'::int[]"
        yield function(f"{said.table}_is_born()", TRIGGER, _BORN.format(**known))
        yield function(f"{said.table}_labels(ids bigint[])", "returns table (row_id bigint, label_id int) language plpgsql",
                        "#variable_conflict use_column\n" + _WANTED.format(**known))
        yield function(f"{said.table}_relabel(ids bigint[])", "returns void language plpgsql", _RELABEL.format(**known))
        yield function(f"{said.table}_changed()", TRIGGER, _CHANGED.format(**known))
        if said.grants:
            yield function(f"{said.table}_granted()", TRIGGER, _GRANTED.format(**known))
    elif isinstance(said, Shared):
        known = {"table": said.table, "act": said.act, "grants": said.grants}
        yield function(f"{said.table}_is_born()", TRIGGER, _BORN_SHARED.format(**known))
        yield function(f"{said.table}_relabel(ids bigint[])", "returns void language plpgsql", _READERS.format(**known))
        yield function(f"{said.table}_granted()", TRIGGER, _GRANTED.format(**known))
    elif isinstance(said, Paired):
        parties = ", ".join(f"(select label_id from {of} where id = new.{by})" for by, of in said.parties.items())
        yield function(f"{said.table}_is_paired()", TRIGGER, _PAIRED.format(alerts=said.alerts, parties=parties))
    elif isinstance(said, Carried):
        there = ", ".join(said.columns.values())
        here = ", ".join(f"new.{column}" for column in said.columns)
        yield function(f"{_part(said)}()", TRIGGER,
                        f"begin\n    if new.{said.by} is not null then\n        select {there} into {here} from {said.of}"
                        f" where id = new.{said.by};\n    end if;\n    return new;\nend")
    else:
        yield from two_sided.functions_of(said)
        yield from citing.functions_of(said)


def triggers_of(said: Declared) -> Iterator[str]:
    """The statements that make the triggers of a declaration, to be run as the owner of the tables."""
    if isinstance(said, Marked):
        yield from marks.triggers_of(said)
        return
    if not isinstance(said, Carried | Paired | Labelled | Shared):
        yield from two_sided.triggers_of(said)
        yield from citing.triggers_of(said)
        return
    if isinstance(said, Carried):
        yield trigger(_part(said), "before insert", said.table, f"for each row execute function {_part(said)}()")
        kept = [*said.columns, said.by]
    elif isinstance(said, Paired):
        made = f"for each row execute function {said.table}_is_paired()"
        yield trigger("label_of_pair", "before insert", said.table, made)
        yield trigger("label_of_pair_follows", "before update", said.table, "for each row when (old.alert_label_id is distinct"
                       " from new.alert_label_id or old.subject_label_id is distinct from new.subject_label_id)"
                       f" execute function {said.table}_is_paired()")
        kept = [*columns_of(said), "alert_id", *said.parties]
    else:
        yield trigger("label_is_born", "before insert", said.table, f"for each row execute function {said.table}_is_born()")
        for name, on, table in (("granted", "insert", "new"), ("withdrawn", "delete", "old")) if said.grants else ():
            yield trigger(f"label_{name}", f"after {on}", said.grants, f"referencing {table} table as given"
                           f" for each statement execute function {said.table}_granted()")
        kept = ["label_id"]
    if isinstance(said, Labelled):
        yield trigger("label_follows", "after update", said.table, "referencing old table as before_it new table as after_it"
                       f" for each statement execute function {said.table}_changed()")
    changes = " or ".join(f"old.{column} is distinct from new.{column}" for column in kept)
    name = f"{_part(said)}_kept" if isinstance(said, Carried) else "label_is_kept"
    yield trigger(name, "before update", said.table, f"for each row when ({changes}) execute function hub_label_is_kept()")


def rights_of(said: Declared) -> Iterator[str]:
    """What `hub_labels` needs on the tables of a declaration, policies included; to be run as the owner."""
    if isinstance(said, Carried):
        yield from opened(said.table)
        yield from opened(said.of)
    elif isinstance(said, Paired):
        for table in (said.table, said.alerts, *said.parties.values()):
            yield from opened(table)
    elif isinstance(said, Marked):
        yield from marks.rights_of(said)
    elif not isinstance(said, Labelled | Shared):
        yield from two_sided.rights_of(said)
        yield from citing.rights_of(said)
    else:
        yield from opened(said.table, "label_id")
        if said.grants:
            yield from opened(said.grants)


def _act(said: Labelled, row: str) -> str:
    """In SQL, which act one needs to read a row."""
    if said.reserved_when == "false":
        return f"'{said.act}'"
    return f"(case when {said.reserved_when.replace('r.', f'{row}.')} then '{said.reserved_act}' else '{said.act}' end)"


def _part(said: Carried) -> str:
    """The name of the function and trigger by which a row takes over the label of its whole."""
    return f"{said.table}_carries_{said.by}"
