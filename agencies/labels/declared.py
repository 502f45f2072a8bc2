"""What a room says of its tables: which carry a label of their own, and which carry that of another row.

Said as `labels = (…)` of the room's AppConfig; triggers, filling and proof are made from it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.apps import apps


@dataclass(frozen=True, slots=True)
class Labelled:
    """A table whose rows have `owner_agency_id`, `classification` and an audience (`grants`, a GroupGrant's table).

    `act` is the permission to view it. The audience counts while `shared_when`, a condition in SQL on the row, holds;
    before, only the owner's agency reads it.
    """

    table: str
    act: str
    grants: str
    shared_when: str = "true"


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


Declared = Labelled | Shared | Carried | Paired

PAIR_COLUMNS = ("alert_label_id", "subject_label_id", "party_label_id", "label_id")


def declared() -> Iterator[Declared]:
    """What all rooms have said, lower rooms first."""
    for app in apps.get_app_configs():
        yield from getattr(app, "labels", ())


def label_columns() -> dict[str, list[str]]:
    """The label columns of each table that has any."""
    found: dict[str, list[str]] = {}
    for said in declared():
        found.setdefault(said.table, []).extend(columns_of(said))
    return found


def columns_of(said: Declared) -> tuple[str, ...]:
    """The label columns that a declaration is about."""
    if isinstance(said, Carried):
        return tuple(said.columns)
    return PAIR_COLUMNS if isinstance(said, Paired) else ("label_id",)
