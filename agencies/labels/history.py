"""What was, until when: of who could read what. Triggers add a row to `access_past` whenever one of these things changes.

A row says: of this table, the thing (`object_id`, for what joins two also `other_id`) had this `value` until `valid_until`,
and since `valid_from` where something was known before; `value` null means that it was not there. What is so today stands in
the tables themselves. Grants say themselves since when they are (`granted_at`). Of each table `access_pastbegan` says from when
on its changes are kept: what was before, nobody can say.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agencies.labels.declared import Declared, Labelled, Shared
from agencies.labels.statements import TRIGGER, function, opened, trigger


@dataclass(frozen=True, slots=True)
class Tracked:
    """A table whose changes are kept: `key` names the thing, `columns` are those that count.

    `since` is the column that says since when a row is there; without one, its being added is kept, too.
    """

    table: str
    key: tuple[str, ...]
    columns: tuple[str, ...] = ()
    since: str = ""
    born_with_it: bool = False

    @property
    def values(self) -> str:
        """The value of a row `{row}` in SQL."""
        pairs = ", ".join(f"'{column}', {{row}}.{column}" for column in self.columns or self.key)
        return f"jsonb_build_object({pairs})"


#: Who is who, and which role holds which act.
_WHO = (
    Tracked("agencies_user", ("id",), ("agency_id", "unit_id", "clearance", "is_active"), since="date_joined"),
    Tracked("agencies_user_groups", ("user_id", "group_id")),
    Tracked("agencies_agencyrole", ("group_id", "agency_id"), ("role",)),
    Tracked("auth_group_permissions", ("group_id", "permission_id")),
    Tracked("sharing_member", ("id",), ("sharing_group_id", "agency_id", "person_id", "roles", "since", "left_at")),
)

#: A grant that was given again is there since it was given again, and not since it was taken away.
_FROM = """greatest((select max(p.valid_until) from access_past p where p.of_table = '{table}'
                 and p.object_id = b.{object} and p.other_id is not distinct from {other}), {since})"""

_KEEPS = """begin
    if tg_op = 'INSERT' then
        insert into access_past (of_table, object_id, other_id, valid_until, by_user)
            select '{table}', r.{object}, {other_after}, statement_timestamp(), hub_user() from after_it r;
    elsif tg_op = 'DELETE' then
        insert into access_past (of_table, object_id, other_id, value, valid_from, valid_until, by_user)
            select '{table}', b.{object}, {other}, {before}, {valid_from}, statement_timestamp(), hub_user()
            from before_it b;
    else
        insert into access_past (of_table, object_id, other_id, value, valid_from, valid_until, by_user)
            select '{table}', b.{object}, {other}, {before}, {valid_from}, statement_timestamp(), hub_user()
            from before_it b join after_it r on r.id = b.id where {before} <> {after}{known};
    end if;
    return null;
end"""

_SEEN = {"insert": "new table as after_it", "delete": "old table as before_it",
         "update": "old table as before_it new table as after_it"}


def tracked(said: Iterable[Declared]) -> list[Tracked]:
    """Every table whose changes are kept: who is who, and of the rooms labels and grants."""
    found = list(_WHO)
    for one in said:
        if isinstance(one, Labelled | Shared):
            found.append(Tracked(one.table, ("id",), ("label_id",), born_with_it=True))
            if one.grants:
                found.append(Tracked(one.grants, ("content_object_id", "group_id"), since="granted_at"))
    return found


def functions_of(kept: Tracked) -> str:
    """To be run as `hub_labels`."""
    first, *more = kept.key
    other = f"b.{more[0]}::bigint" if more else "null::bigint"
    known = {"table": kept.table, "object": first, "other": other, "other_after": other.replace("b.", "r."),
             "before": kept.values.format(row="b"), "after": kept.values.format(row="r")}
    known["known"] = " and b.label_id is not null" if kept.born_with_it else ""  # rows are labelled after an update
    since = f"b.{kept.since}" if kept.since else "null"
    return function(f"{kept.table}_past()", TRIGGER, _KEEPS.format(**known, valid_from=_FROM.format(**known, since=since)))


def triggers_of(kept: Tracked) -> Iterator[str]:
    """To be run as the owner of the tables."""
    for on, tables in _SEEN.items():
        if on != "insert" or not (kept.since or kept.born_with_it):
            yield trigger(f"past_on_{on}", f"after {on}", kept.table,
                          f"referencing {tables} for each statement execute function {kept.table}_past()")


def begin(kept: Iterable[Tracked]) -> str:
    """To be run as `hub_labels`, once the triggers are there: from now on the changes of these tables are kept, if not before."""
    values = ", ".join(f"('{one.table}', clock_timestamp())" for one in kept)
    return f"insert into access_pastbegan (of_table, began_at) values {values} on conflict (of_table) do nothing"


def rights_of(kept: Tracked) -> Iterator[str]:
    """To be run as the owner of the tables."""
    yield from opened(kept.table)
