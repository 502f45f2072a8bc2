"""A list as a table: what was asked for, the rows that are, and the file that comes of them."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.access import Viewer
from agencies.markings.overall import Marks, together
from hub.kit.error_file import inert
from hub.kit.errors import Invalid, NotFound
from hub.kit.listing import Column, Listing, cells, names
from hub.kit.room import listings
from hub.kit.sorting import NAME as SORT

Cells = list[str | int | float]


@dataclass(frozen=True, slots=True)
class Asked:
    """A list with its filters as they stand in an address, and the columns of the file."""

    listing: Listing
    given: dict[str, str]
    columns: tuple[Column, ...]

    def rows(self) -> QuerySet[Any]:
        """What the viewer sees of it, in its order. Raises Invalid with the first filter that cannot be used."""
        data = QueryDict(mutable=True)
        data.update(self.given)
        chosen: Any = self.listing.filters(data, queryset=self.listing.rows())
        if not chosen.is_valid():
            field, errors = next(iter(chosen.errors.items()))
            raise Invalid(errors[0], field=field)
        found: QuerySet[Any] = chosen.qs
        return found

    @property
    def filters(self) -> dict[str, str]:
        """What narrows it."""
        return {name: value for name, value in self.given.items() if name != SORT}

    def cells(self, row: Any) -> Cells:
        """A line of the file."""
        return list(cells(self.columns, row))

    def marks(self, row: Any) -> Marks:
        """The markings of a row."""
        return Marks.of(self.listing.marked(row))


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a file with what stands above them: the marking of the whole, of which list, who took it, and when."""

    above: str
    heading: Sequence[str | int | float]
    lines: Iterable[Cells]


def listing_called(name: str, by: Viewer) -> Listing:
    """The list of that name. Raises NotFound for one that is not there, or that the viewer does not open."""
    listing = listings().get(name)
    if listing is None or not by.may(listing.act):
        raise NotFound
    return listing


def asked(listing: Listing, given: Any, columns: Sequence[str] = ()) -> Asked:
    """What an address asks for: of its parameters those that are filters of the list. Raises Invalid (`columns`)."""
    there = [each.name for each in listing.columns]
    if unknown := [name for name in columns if name not in there]:
        raise Invalid(_("There is no column “%(name)s”; there are %(there)s.") % {
            "name": unknown[0][:40], "there": ", ".join(there)}, field="columns")
    chosen = {name: given[name] for name in listing.filters.base_filters if given.get(name)}
    return Asked(listing, chosen, listing.shown(columns))


def table(of: Asked, lines: Iterable[Cells], marks: Iterable[Marks], *, by: Viewer, rows: int) -> Table:
    """The file with the line above: markings as codes, the rest in the language of who takes it."""
    taken = _("%(list)s, taken by %(person)s on %(at)s") % {
        "list": of.listing.words, "person": by.label, "at": timezone.localtime().isoformat(timespec="seconds")}
    count = ngettext("%(count)s row", "%(count)s rows", rows) % {"count": rows}
    line = together(marks).line() or _("Not marked")
    return Table(f"{line} · {taken} · {count}", names(of.columns), lines)


def as_csv(of: Table) -> str:
    """The marking in the first line, the heading in the second. No cell begins a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    lines: Iterable[Sequence[str | int | float]] = ([of.above], of.heading, *of.lines)
    for line in lines:
        writer.writerow([cell if isinstance(cell, int | float) else inert(cell) for cell in line])
    return out.getvalue()
