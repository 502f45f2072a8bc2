"""A list as a table: what was asked for, its rows as lines, and what stands above them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.access import Viewer
from agencies.audit.recording import record
from agencies.lists.formats import Cell, Table
from agencies.lists.models import ColumnChoice
from agencies.markings.overall import Marks, together
from hub.kit.errors import Invalid, NotFound
from hub.kit.listing import Column, Listing, cells, names
from hub.kit.listing_words import codes_of, words_of
from hub.kit.room import listings
from hub.kit.sorting import NAME as SORT


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list as a file holds it: which it is, how it is marked, its cells."""

    number: int
    marks: Marks
    cells: list[Cell]


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

    def line(self, row: Any) -> Line:
        """A row as a line."""
        return Line(row.pk, Marks.of(self.listing.marked(row)), list(cells(self.columns, row)))

    def table(self, lines: Sequence[Line], *, by: Viewer, left_out: int = 0) -> Table:
        """Lines with what stands above them, in the language of who takes them."""
        model = self.listing.rows().model
        filters = "; ".join(f"{name}={value}" for name, value in self.given.items())
        facts = [(_("List"), str(self.listing.words)), (_("Rows"), str(len(lines))), (_("Filters"), filters),
                 (_("Taken by"), by.label), (_("When"), timezone.localtime().isoformat(timespec="seconds")),
                 (_("Left out"), _("%(count)s that may not be seen any more") % {"count": left_out} if left_out else "")]
        return Table(str(self.listing.words), marking_of(lines), facts, names(self.columns), words_of(model, self.columns),
                     codes_of(model, self.columns), [line.cells for line in lines])


def marking_of(lines: Iterable[Line]) -> str:
    """The marking of a file that holds them all: codes, the same in every language."""
    return together(line.marks for line in lines).line() or _("Not marked")


def listing_called(name: str, by: Viewer) -> Listing:
    """The list of that name. Raises NotFound for one that is not there, or that the viewer does not open."""
    listing = listings().get(name)
    if listing is None or not by.may(listing.act):
        raise NotFound
    return listing


def given_in(listing: Listing, query: str) -> QueryDict:
    """What `state=DRAFT&sort=-title` sets. Raises Invalid (`filters`) for what is no filter of the list."""
    given, there = QueryDict(query), listing.filters.base_filters
    if unknown := [name for name in given if name not in there]:
        raise Invalid(_("The list has no filter “%(name)s”; there are %(there)s.") % {
            "name": unknown[0][:40], "there": ", ".join(there)}, field="filters")
    return given


def asked(listing: Listing, given: Any, columns: Sequence[str] = (), *, by: Viewer) -> Asked:
    """What an address asks for: of its parameters those that are filters of the list; the columns named, else those chosen.

    Raises Invalid (`columns`).
    """
    known(listing, columns)
    chosen = {name: str(given[name]) for name in listing.filters.base_filters if given.get(name)}
    return Asked(listing, chosen, listing.shown(columns or columns_of(by, listing)))


#: Up to so many rows are counted; counting on would read all there are.
COUNTED = 1000


def counted(of: Asked, *, by: Viewer) -> tuple[int, bool]:
    """How many rows the viewer sees of it, and whether there are more than were counted. Noted. Raises Invalid."""
    found = of.rows().order_by()[:COUNTED + 1].count()
    record("list.counted", by=by, list=of.listing.name, found=min(found, COUNTED), filters=of.filters)
    return min(found, COUNTED), found > COUNTED


def columns_of(by: Viewer, listing: Listing) -> list[str]:
    """The columns that the viewer chose; empty where they chose none."""
    return chosen_columns(by, listing).get(listing.name, [])


def chosen_columns(by: Viewer, *lists: Listing) -> dict[str, list[str]]:
    """The columns that the viewer chose, by name of list, where they chose some."""
    choices = ColumnChoice.objects.filter(person=by.user_id, listing__in=[listing.name for listing in lists])
    return {choice.listing: list(choice.columns) for choice in choices}


def known(listing: Listing, columns: Sequence[str]) -> None:
    """Raise Invalid (`columns`) for one that the list does not have."""
    there = [each.name for each in listing.columns]
    if unknown := [name for name in columns if name not in there]:
        raise Invalid(_("There is no column “%(name)s”; there are %(there)s.") % {
            "name": unknown[0][:40], "there": ", ".join(there)}, field="columns")
