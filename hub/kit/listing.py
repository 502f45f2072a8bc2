"""A list of the hub as a value: its rows, its filters, and the columns that a person sees and a file holds.

One for each list, in the `lists.py` of its room, named in the `lists` of its `apps.py`: page, API, command and file go by it.

    REPORTS = Listing("reports", _("Reports"), page="reports:list", act="reports.view_report", of="report",
                      rows=selectors.newest, filters=ReportFilter, columns=(
        column("reference", _("Report"), "reference", fixed=True),
        column("title", _("Title"), "title", "risk_area", agency="owner_agency.code"),
    ))
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django_filters import FilterSet

from hub.kit.several import RowAct

#: Where a row has a value: attributes and items, one after the other ("match.alert.reference"), or a function of the row.
Where = str | Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a file: its name, the same in all languages, and where a row has it."""

    name: str
    where: Where

    def of(self, row: Any) -> Any:
        """The value of a row."""
        return value_at(row, self.where)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the page, in the order of its table, with what of it a file holds. A fixed one always stands."""

    name: str
    words: Any
    fields: tuple[Field, ...]
    fixed: bool = False


def column(name: str, words: Any, /, *named: str, fixed: bool = False, **elsewhere: Where) -> Column:
    """`named` are fields called as the attribute of the row; `elsewhere` says where the others are."""
    fields = (*(Field(each, each) for each in named), *(Field(each, where) for each, where in elsewhere.items()))
    return Column(name, words, fields, fixed)


@dataclass(frozen=True)
class Listing:
    """A list. `of` begins the actions of the log (`report.exported` for each row of a file); empty, where rows are no objects.

    `act` is the permission that opens it, `rows` gives what the viewer may see, in the order of the list. `marks` says where a
    row has the thing with its markings (itself), None where none is marked. A `strong` one is exported after a fresh sign-in
    only. A list whose export is noted elsewhere, too, says by what (`also`): it is given the rows, and `by` whom.

    `several` is what can be done with several of its rows at once; `reference` says where a row has what people call it, and
    `detail` is the page of one.
    """

    name: str
    words: Any
    page: str
    act: str
    rows: Callable[[], QuerySet[Any]]
    filters: type[FilterSet]
    columns: tuple[Column, ...]
    of: str = ""
    marks: Where | None = ""
    strong: bool = False
    also: Callable[..., None] | None = None
    several: tuple[RowAct, ...] = ()
    reference: Where = "reference"
    detail: str = ""

    def shown(self, chosen: Iterable[str] = ()) -> tuple[Column, ...]:
        """The columns that somebody chose, and the fixed ones; all, where nothing was chosen."""
        names = set(chosen)
        return tuple(each for each in self.columns if not names or each.fixed or each.name in names)

    def marked(self, row: Any) -> Any:
        """The thing that bears the markings of a row; None where it bears none."""
        return None if self.marks is None else value_at(row, self.marks)


def value_at(row: Any, where: Where) -> Any:
    """What a row has there; None where something on the way is missing."""
    if callable(where):
        return where(row)
    for name in filter(None, where.split(".")):
        if row is None:
            return None
        row = row.get(name) if isinstance(row, dict) else getattr(row, name)
        if callable(row):
            row = row()
    return row


def written(value: Any) -> str | int | float:
    """As a cell: moments in ISO 8601 by the clock of the hub, several with a semicolon between; nothing for what is missing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if isinstance(value, Model):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return "; ".join(str(written(each)) for each in value)
    return str(value)


def cells(columns: Iterable[Column], row: Any) -> Iterator[str | int | float]:
    """What a file holds of a row, in the order of `names`."""
    return (written(field.of(row)) for each in columns for field in each.fields)


def names(columns: Iterable[Column]) -> list[str]:
    """The heading of a file."""
    return [field.name for each in columns for field in each.fields]
