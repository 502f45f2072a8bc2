"""Citations: rows that point to things of several kinds (`Cites`, `Citable`), seen by who sees both ends and by nobody else.

A foreign key can point to one table only, and not to a higher room. So the labels of what is cited are written by trigger:
when the citation is made, and whenever they change there. How many citations rows of the own agency hold, those included
of things that the viewer does not see, is told by the function `<table>_held(ids)`, so that nobody takes the rest for all.
"""

from collections.abc import Iterator

from agencies.labels.declared import CITED_COLUMNS, Citable, Cites, Declared, declared
from agencies.labels.statements import TRIGGER, function, opened, trigger

_CITES = """begin
    case new.kind
{kinds}
        else null;
    end case;
    if new.cited_label_id is null then
        raise exception 'new row violates row-level security policy for table "%"', tg_table_name
            using errcode = 'insufficient_privilege';  -- as PostgreSQL says of what is there and hidden
    end if;
    return new;
end"""
_KIND = """        when '{kind}' then
            select {there} into new.cited_label_id, new.cited_beside_label_id, new.cited_classification
            from {table} t where t.id = new.cited_id;"""

_FOLLOWS = """begin
{each}
    return null;
end"""
_FOLLOW = """    update {cites} c set (cited_label_id, cited_beside_label_id, cited_classification) = (select {there})
    from after_it t where c.kind = '{kind}' and c.cited_id = t.id
      and (c.cited_label_id, c.cited_beside_label_id, c.cited_classification) is distinct from ({there});"""

_HELD = """
    select count(*) from {table} c where c.{by} = any (ids) and c.label_id = any (hub_own_labels('{act}'))
"""

_CLEARED = "{} = any ((select hub_cleared())::text[])"


def functions_of(said: Declared) -> Iterator[str]:
    """The statements that make the functions of a declaration, to be run as `hub_labels`."""
    if isinstance(said, Cites):
        kinds = "\n".join(_KIND.format(kind=one.kind, there=_there(one), table=one.table) for one in _citable())
        yield function(f"{said.table}_cites()", TRIGGER, _CITES.format(kinds=kinds))
        yield function(f"{said.table}_held(ids bigint[])", "returns bigint language sql stable",
                       _HELD.format(table=said.table, by=said.by, act=said.act))
        yield f"grant execute on function {said.table}_held(bigint[]) to hub_application"
    elif isinstance(said, Citable):
        each = "\n".join(_FOLLOW.format(cites=one.table, kind=said.kind, there=_there(said)) for one in _cites())
        yield function(f"{said.table}_is_cited()", TRIGGER, _FOLLOWS.format(each=each))


def triggers_of(said: Declared) -> Iterator[str]:
    """The statements that make the triggers of a declaration, to be run as the owner of the tables."""
    if isinstance(said, Cites):
        yield trigger("label_of_cited", "before insert", said.table, f"for each row execute function {said.table}_cites()")
        changes = " or ".join(f"old.{column} is distinct from new.{column}" for column in (*CITED_COLUMNS, "kind", "cited_id"))
        yield trigger("label_is_kept", "before update", said.table,
                      f"for each row when ({changes}) execute function hub_label_is_kept()")
    elif isinstance(said, Citable):
        yield trigger("label_of_citations_follows", "after update", said.table, "referencing new table as after_it"
                      f" for each statement execute function {said.table}_is_cited()")


def rights_of(said: Declared) -> Iterator[str]:
    """What `hub_labels` needs on the tables of a declaration; to be run as the owner."""
    if isinstance(said, Cites):
        yield from opened(said.table, *CITED_COLUMNS)
    elif isinstance(said, Citable):
        yield from opened(said.table)


def policies_of(said: Declared) -> Iterator[str]:
    """Who reads, adds and removes a citation: who sees both ends; who may write the end that cites."""
    if isinstance(said, Cites):
        visible = f"({' or '.join(_seen(one) for one in _citable())}) and {_CLEARED.format('cited_classification')}"
        own = f"label_id = any ((select hub_own_labels('{said.act}'))::int[])"
        read = f"label_id = any ((select hub_labels('{said.act}'))::int[]) and {_CLEARED.format('classification')}"
        for name, on, condition in (
                ("sees_with_both", "select", f"using ({read} and {visible})"),
                ("adds_own", "insert", f"with check ({own} and {visible})"),
                ("removes_own", "delete", f"using ({own})")):
            yield f"drop policy if exists {name} on {said.table}"
            yield f"create policy {name} on {said.table} for {on} to hub_application {condition}"


def wrong(said: Citable) -> str:
    """The statement that counts citations which do not bear the labels of what they cite."""
    here = ", ".join(f"c.{column}" for column in CITED_COLUMNS)
    counts = [f"(select count(*) from {one.table} c join {said.table} t on t.id = c.cited_id"
              f" where c.kind = '{said.kind}' and ({here}) is distinct from ({_there(said)}))" for one in _cites()]
    return f"select {' + '.join(counts) or 0}"


def _there(said: Citable) -> str:
    """The three columns as the cited row has them: two labels, the one twice where there is one, and a classification."""
    first, *more = said.labels
    classified = f"t.{said.classification}::text" if said.classification else "'UNCLASSIFIED'"
    return f"t.{first}, t.{more[0] if more else first}, {classified}"


def _seen(said: Citable) -> str:
    first, *more = said.labels.values()
    return (f"(kind = '{said.kind}' and '{said.act}' = any ((select hub_acts())::text[])"
            f" and cited_label_id = any ((select hub_labels('{first}'))::int[])"
            f" and cited_beside_label_id = any ((select hub_labels('{more[0] if more else first}'))::int[]))")


def _citable() -> list[Citable]:
    return [one for one in declared() if isinstance(one, Citable)]


def _cites() -> list[Cites]:
    return [one for one in declared() if isinstance(one, Cites)]
