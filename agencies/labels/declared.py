"""What a room says of its tables: which carry a label of their own, and which carry that of another row.

Said as `labels = (…)` of the room's AppConfig; triggers, filling and proof are made from it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.apps import apps


@dataclass(frozen=True, slots=True)
class Labelled:
    """A table whose rows have `owner_agency_id`, `classification` and an audience (`grants`, a GroupGrant's table).

    `act` is the permission to view it. The audience counts while `shared_when`, a condition in SQL on the row `r`, holds;
    before, only the owner's agency reads it. While `reserved_when` holds, whoever reads it needs `reserved_act` as well.
    Without `grants` there is no audience: it is its own agency's for good.
    """

    table: str
    act: str
    grants: str = ""
    shared_when: str = "true"
    reserved_when: str = "false"

    @property
    def reserved_act(self) -> str:
        """The permission for rows that not everybody reads who reads the others; hub_labels() knows it by its name."""
        return self.act.replace(".view_", ".view_reserved_")


@dataclass(frozen=True, slots=True)
class Marked:
    """A table with a boolean `column` that says whether a row of another table (`of`, by the column `by`) meets `when`.

    For what a label of the one depends on in the other. `when` is a condition in SQL on the row `r` of the other.
    """

    table: str
    column: str
    of: str
    by: str
    when: str


@dataclass(frozen=True, slots=True)
class Shared:
    """A table whose rows each have a label of their own, the readers of which change with the row's grants.

    For a row whose audience is that of millions of others, which carry its label.
    """

    table: str
    act: str
    grants: str


@dataclass(frozen=True, slots=True)
class Carried:
    """A table whose rows carry the label of the row they are part of or point to (`of`, by the column `by`).

    `columns` maps columns here to columns there. Where the label there changes, a foreign key with ON UPDATE CASCADE,
    made by a migration of the room, brings the change here.
    """

    table: str
    by: str
    of: str
    columns: Mapping[str, str] = field(default_factory=lambda: {"label_id": "label_id"})


@dataclass(frozen=True, slots=True)
class Paired:
    """A table whose rows join an alert (`alerts`, by `alert_id`) and a party, and are read by who reads both and the subject.

    `parties` maps the columns that may name the party to their tables; a party's label never changes.
    """

    table: str
    alerts: str
    parties: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TwoSided:
    """A table whose rows two agencies write together. `act` is the permission to view it, `write` the one to write it.

    `sides` are the columns that name the two, who opens it first; from when `shared_when` holds (a condition in SQL on the
    row `r`, which has a `classification`) both read it, before only the first, and a third agency never. Without `sides` the
    row carries the label of a pair of that kind (`label`, and a `Carried` says from where): then that says who reads it, and
    the two agencies of the pair write.

    Either side changes the columns `both`, each alone those that `own` gives it, and `states` are those into which it alone
    brings the row. Every other column stays as it was born: whose row it is above all.
    """

    table: str
    act: str
    write: str
    sides: tuple[str, ...] = ()
    label: str = ""
    shared_when: str = "true"
    both: tuple[str, ...] = ("state", "revision", "updated_at")
    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    states: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def label_act(self) -> str:
        """Of which sort of thing its labels are."""
        return self.label or self.act


@dataclass(frozen=True, slots=True)
class Entries:
    """A table of what either side adds to a two-sided row (`of`, by the column `by`): read with the row, never changed.

    `agency` and `written_by` are the columns that name who added it; `write` the act that adding takes, where it is not that
    of the row.
    """

    table: str
    by: str
    of: TwoSided
    agency: str = "agency_id"
    written_by: str = "written_by_id"
    write: str = ""

    @property
    def carried(self) -> Carried:
        """It has the label of its row."""
        return Carried(self.table, by=self.by, of=self.of.table)


@dataclass(frozen=True, slots=True)
class Notes:
    """A table of what one side notes for itself on a two-sided row: a heir of `agencies.access.two_sided.SideNote`.

    Its label is that of its agency alone; who reads it has to read the row as well, whose label it carries beside.
    """

    table: str
    by: str
    of: TwoSided

    @property
    def carried(self) -> Carried:
        """The label of the row it is on, beside its own."""
        return Carried(self.table, by=self.by, of=self.of.table, columns={"row_label_id": "label_id"})


@dataclass(frozen=True, slots=True)
class Cites:
    """A table whose rows point to things of several kinds, of higher rooms too, by `kind` and `cited_id`.

    It has the columns `cited_label_id`, `cited_beside_label_id` and `cited_classification`, which are those of what is
    cited and follow it; a row is seen by who sees the row that cites (`by`, `of`, a `Carried` of the room, with its
    `classification`) and what it cites. `act` is the permission to view the former.
    """

    table: str
    by: str
    of: str
    act: str

    @property
    def carried(self) -> Carried:
        """Label and classification of the row that cites."""
        return Carried(self.table, by=self.by, of=self.of,
                       columns={"label_id": "label_id", "classification": "classification"})


@dataclass(frozen=True, slots=True)
class Citable:
    """A table whose rows may be cited, as things of this `kind`. `act` is the permission to view them.

    `labels` maps its label columns, one or two, to the sorts of their labels: a viewer reads each. `classification` is the
    column that holds the reader besides, where its label does not.
    """

    table: str
    kind: str
    act: str
    labels: Mapping[str, str]
    classification: str = ""


Declared = Labelled | Marked | Shared | Carried | Paired | TwoSided | Entries | Notes | Cites | Citable

CITED_COLUMNS = ("cited_label_id", "cited_beside_label_id", "cited_classification")
PAIR_COLUMNS = ("alert_label_id", "subject_label_id", "party_label_id", "label_id")


def declared() -> Iterator[Declared]:
    """What all rooms have said, lower rooms first."""
    for app in apps.get_app_configs():
        yield from with_parts(getattr(app, "labels", ()))


def with_parts(said: Iterable[Declared]) -> Iterator[Declared]:
    """The same, with what parts and citations carry of their rows."""
    for one in said:
        yield one
        if isinstance(one, Entries | Notes | Cites):
            yield one.carried


def acts_of(said: Iterable[Declared]) -> list[str]:
    """The sorts of things of which every agency has labels of its own from its creation."""
    acts = [one.of.act if isinstance(one, Notes) else one.act for one in said
            if isinstance(one, Labelled | Notes) or (isinstance(one, TwoSided) and one.sides)]
    reserved = [one.reserved_act for one in said if isinstance(one, Labelled) and one.reserved_when != "false"]
    return list(dict.fromkeys(acts + reserved))


def label_columns() -> dict[str, list[str]]:
    """The label columns of each table that has any."""
    found: dict[str, list[str]] = {}
    for said in declared():
        found.setdefault(said.table, []).extend(columns_of(said))
    return found


def tables_of(said: Declared) -> tuple[str, ...]:
    """Every table that a declaration names."""
    match said:
        case Carried() | Marked():
            return (said.table, said.of)
        case Paired():
            return (said.table, said.alerts, *said.parties.values())
        case Entries() | Notes():
            return (said.table, said.of.table)
        case TwoSided() | Citable():
            return (said.table,)
        case Cites():
            return (said.table, said.of)
        case Labelled() | Shared():
            return (said.table, said.grants) if said.grants else (said.table,)


def columns_of(said: Declared) -> tuple[str, ...]:
    """The label columns that a declaration is about."""
    if isinstance(said, Carried):
        return tuple(said.columns)
    if isinstance(said, Cites):
        return CITED_COLUMNS
    if isinstance(said, Entries | Citable | Marked) or (isinstance(said, TwoSided) and not said.sides):
        return ()  # it carries one
    return PAIR_COLUMNS if isinstance(said, Paired) else ("label_id",)
