"""Which rows changed, by the notes that whoever changes one leaves in its transaction."""

from dataclasses import dataclass

from django.db import connection

_SINCE = """
    select pg_snapshot_xmin(s)::text::bigint, pg_current_xact_id_if_assigned()::text::bigint, coalesce((
        select array_agg(array[id, transaction, {column}]) from {table}
        where transaction >= %s and transaction <> all(%s::bigint[])
    ), array[]::bigint[]) from pg_current_snapshot() s
"""
_LAST = "select id, transaction, {column} from {table} order by id desc limit 1"
_THERE = """
    select pg_snapshot_xmax(pg_current_snapshot())::text::bigint > %s and (%s::bigint is null or exists (
        select from {table} where id = %s and transaction = %s and {column} = %s))
"""

#: A note: its id, its transaction, the row that changed.
Note = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Covered:
    """The transactions whose changes an index has: all below `horizon`, and those `beyond` it that had ended already."""

    horizon: int
    beyond: frozenset[int] = frozenset()

    def __or__(self, other: "Covered") -> "Covered":
        horizon = max(self.horizon, other.horizon)
        return Covered(horizon, frozenset(one for one in self.beyond | other.beyond if one >= horizon))


def newest(*notes: Note | None) -> Note | None:
    """The newest of these."""
    return max((note for note in notes if note is not None), default=None)


#: So that no note is asked for: the rows are about to be read as they are.
EVERYTHING = Covered(2**62)


@dataclass(frozen=True, slots=True)
class Asked:
    """What changed since, and what is covered once that is taken in. `last` is the newest of the notes."""

    ids: frozenset[int]
    covered: Covered
    last: Note | None


class Notes:
    """The notes in one table. For services."""

    def __init__(self, table: str, column: str) -> None:
        self._table, self._column = table, column

    def since(self, covered: Covered) -> Asked:
        """What changed in transactions that are not covered. What the present one changed is told, and told again."""
        with connection.cursor() as cursor:
            cursor.execute(self._named(_SINCE), [covered.horizon, sorted(covered.beyond)])
            horizon, own, notes = cursor.fetchone()
        done = {transaction for _id, transaction, _row in notes if transaction >= horizon and transaction != own}
        beyond = done | {one for one in covered.beyond if one >= horizon}
        return Asked(frozenset(row for _id, _transaction, row in notes), Covered(horizon, frozenset(beyond)),
                     max(map(tuple, notes), default=None))

    def last(self) -> Note | None:
        """The newest note there is."""
        with connection.cursor() as cursor:
            cursor.execute(self._named(_LAST))
            return cursor.fetchone()

    def could_follow(self, covered: Covered, last: Note | None) -> bool:
        """Whether this database can have told what is covered: it is no earlier state of itself, put back from a backup."""
        with connection.cursor() as cursor:
            cursor.execute(self._named(_THERE), [covered.horizon - 1, last and last[0], *(last or (None, None, None))])
            return bool(cursor.fetchone()[0])

    def add(self, rows: list[int]) -> None:
        """Note, in the present transaction, that these rows changed."""
        with connection.cursor() as cursor:
            cursor.execute(f"insert into {self._table} ({self._column}) select unnest(%s::bigint[])", [rows])

    def _named(self, statement: str) -> str:
        return statement.format(table=self._table, column=self._column)


def database() -> str:
    """Which database this is: the server's own number, that of the database, how often a server was put back or took over."""
    with connection.cursor() as cursor:
        cursor.execute("""
            select d.oid, has_function_privilege('pg_control_system()', 'execute')
                and has_function_privilege('pg_control_checkpoint()', 'execute')
            from pg_database d where d.datname = current_database()""")
        number, told = cursor.fetchone()
        if not told:
            return str(number)
        cursor.execute("select s.system_identifier, c.timeline_id from pg_control_system() s, pg_control_checkpoint() c")
        return ".".join(map(str, (*cursor.fetchone(), number)))
