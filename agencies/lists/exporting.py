"""Taking a list as a file: what its page shows with its filters and in its order, under the policies of who takes it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access import Viewer, require
from agencies.audit.recording import record, record_each
from agencies.lists.tables import Asked, Table, table
from agencies.markings.overall import together
from hub.kit.errors import Invalid

#: A list of so many rows is taken at once.
SHORT = 1000


class Format(TextChoices):
    """What the file is."""

    CSV = "csv", gettext_lazy("CSV")


def take(of: Asked, *, by: Viewer, format: str) -> Table:
    """The rows, noted in the log: once for the file, and once for each thing in it (`report.exported`).

    Raises NotAllowed, StepUpRequired, Invalid (`format`, a filter, or that it is too long).
    """
    require(by, of.listing.act, strong=of.listing.strong)
    if format not in Format.values:
        raise Invalid(_("There is no such format."), field="format")
    rows = list(of.rows()[:SHORT + 1])
    if len(rows) > SHORT:
        raise Invalid(_("More than %(most)s rows. Narrow the list by its filters.") % {"most": SHORT})
    marks = [of.marks(row) for row in rows]
    note(of, by=by, format=format, count=len(rows), marking=together(marks).line())
    note_each(of, rows, by=by)
    return table(of, [of.cells(row) for row in rows], marks, by=by, rows=len(rows))


def note(of: Asked, *, by: Viewer, format: str, count: int, marking: str) -> None:
    """That a list was taken: which, with which filters and columns, how many rows, and how the file is marked."""
    filters = of.filters
    words: dict[str, Any] = {"terms": filters.pop("q")} if "q" in filters else {}
    record("list.exported", by=by, list=of.listing.name, format=format, rows=count, marking=marking,
           columns=[each.name for each in of.columns], **words, filters=filters)


def note_each(of: Asked, rows: Sequence[Any], *, by: Viewer) -> None:
    """That each of them was taken, on the thing itself."""
    if of.listing.of:
        record_each(f"{of.listing.of}.exported", by=by, on=rows, list=of.listing.name)
    if of.listing.also is not None:
        of.listing.also(rows, by=by)
