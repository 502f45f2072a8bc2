"""Taking a list as a file: what its page shows with its filters and in its order, under the policies of who takes it."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from agencies.access import Viewer, require
from agencies.audit.recording import record, record_each
from agencies.lists.formats import Format, Table
from agencies.lists.tables import Asked, Line, marking_of
from hub.kit.errors import Invalid

#: A list of so many rows is taken at once; a longer one is written by a worker.
SHORT = 1000


def take(of: Asked, *, by: Viewer, format: str) -> Table | None:
    """The list as a table, noted in the log; None where it is longer than SHORT.

    Raises NotAllowed, StepUpRequired, Invalid (`format`, a filter).
    """
    check(of, by=by, format=format)
    rows = list(of.rows()[:SHORT + 1])
    if len(rows) > SHORT:
        return None
    lines = [of.line(row) for row in rows]
    note_each(of, rows, by=by)
    note(of, by=by, format=format, count=len(lines), marking=marking_of(lines))
    return of.table(lines, by=by)


def take_all(of: Asked, *, by: Viewer, format: str) -> Table:
    """The list as a table however long it is, for who waits; noted. Raises as `take`, and Invalid for more than `most` rows."""
    check(of, by=by, format=format)
    ids, lines = which(of), list[Line]()
    for start in range(0, len(ids), SHORT):
        rows = in_order(of, ids[start:start + SHORT])
        lines += [of.line(row) for row in rows]
        note_each(of, rows, by=by)
    note(of, by=by, format=format, count=len(lines), marking=marking_of(lines))
    return of.table(lines, by=by)


def which(of: Asked) -> list[int]:
    """The ids of its rows, in their order. Raises Invalid for more than `most`."""
    ids = list(of.rows().values_list("pk", flat=True)[:most() + 1])
    if len(ids) > most():
        raise too_long()
    return ids


def in_order(of: Asked, ids: Sequence[int]) -> list[Any]:
    """Those of its rows that the viewer still sees, as they are now, in the order of the ids."""
    found = {row.pk: row for row in of.listing.rows().filter(pk__in=ids)}
    return [found[number] for number in ids if number in found]


def check(of: Asked, *, by: Viewer, format: str) -> None:
    """Raise NotAllowed, StepUpRequired, Invalid (`format`) where this is not to be taken so."""
    require(by, of.listing.act, strong=of.listing.strong)
    if format not in Format.values:
        raise Invalid(_("There is no such format."), field="format")


def most() -> int:
    """So many rows a file has at most."""
    return settings.CONFIGURATION.export_most_rows


def too_long() -> Invalid:
    """What somebody is told whose list has more."""
    return Invalid(_("More than %(most)s rows: narrow the list by its filters, and take it in several files.") % {
        "most": f"{most():,}"}, field="filters")


def note(of: Asked, *, by: Viewer, format: str, count: int, marking: str, **more: Any) -> None:
    """That a list was taken: which, with which filters and columns, how many rows, and how the file is marked."""
    filters = of.filters
    words: dict[str, Any] = {"terms": filters.pop("q")} if "q" in filters else {}
    record("list.exported", by=by, list=of.listing.name, format=format, rows=count, marking=marking,
           columns=[each.name for each in of.columns], **words, filters=filters, **more)


def note_each(of: Asked, rows: Sequence[Any], *, by: Viewer) -> None:
    """That each of them was taken, on the thing itself."""
    if of.listing.of:
        record_each(f"{of.listing.of}.exported", by=by, on=rows, list=of.listing.name)
    if of.listing.also is not None:
        of.listing.also(rows, by=by)
