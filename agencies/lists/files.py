"""Files that take long: written by a worker in the name of who asked, part by part, and read by nobody else.

What is in the list when it is begun is kept as ids, in parts. Each part is read, written, noted and counted in one transaction,
so that a worker killed anywhere leaves no row out and none twice. What its reader may not see any more is left out: when the file
is made, and again when it is taken.
"""

from datetime import timedelta
from typing import Any

from django.db.transaction import atomic
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agencies.access import Viewer, as_service, at_the_door, looking_as
from agencies.audit.recording import record
from agencies.lists import exporting
from agencies.lists.formats import written
from agencies.lists.models import Export, ExportPart
from agencies.lists.states import STATES, UNDER_WAY, State
from agencies.lists.tables import Asked, Line, asked, listing_called, marking_of
from agencies.markings.overall import Marks
from agencies.models import User
from agencies.work import queue
from agencies.work.models import Work
from hub.kit.errors import HubError, Invalid, NotFound, WrongState
from hub.kit.room import listings

#: The kind of work that writes one, how often it is begun, and how many rows a part has.
WRITE, ATTEMPTS, BATCH = "lists.export", 3, 500
#: How many one person has at once, and how many of them under way.
MOST_KEPT, MOST_UNDER_WAY = 20, 3
#: How long one can be taken, from when it was made.
LASTS = timedelta(hours=24)


def files() -> Any:
    """Those of the viewer, newest first, without what is in them."""
    return Export.objects.defer("content").order_by("-id")


@atomic
def ask(of: Asked, *, by: Viewer, format: str) -> Export:
    """Have a file written. Raises NotAllowed, StepUpRequired, Invalid."""
    exporting.check(of, by=by, format=format)
    of.rows()  # its filters hold
    own = list(Export.objects.select_for_update().only("state").order_by("pk"))
    if sum(one.state in UNDER_WAY for one in own) >= MOST_UNDER_WAY or len(own) >= MOST_KEPT:
        raise Invalid(_("At most %(most)s files are written for you at once, and %(kept)s kept. Wait for one, cancel it, or "
                        "remove one.") % {"most": MOST_UNDER_WAY, "kept": MOST_KEPT})
    export = Export.objects.create(person_id=by.user_id, listing=of.listing.name, format=format, given=of.given,
                                   columns=[each.name for each in of.columns])
    filters = of.filters
    words: dict[str, Any] = {"terms": filters.pop("q")} if "q" in filters else {}
    record("list.export_asked", by=by, on=export, list=of.listing.name, format=format, **words, filters=filters)
    _enqueue(export, by)
    return export


@atomic
def cancel(export: Export, *, by: Viewer) -> None:
    """Have it not be written, or written on. Raises WrongState."""
    row = _locked(export.pk)
    STATES.require(row, to=State.CANCELLED)
    row.parts.all().delete()
    row.state, row.finished_at = State.CANCELLED, timezone.now()
    row.save(update_fields=["state", "finished_at"])
    record("list.export_cancelled", by=by, on=row, list=row.listing)


@atomic
def remove(export: Export, *, by: Viewer) -> None:
    """Keep it no longer. Raises WrongState while it is being written."""
    row = _locked(export.pk)
    if row.state in UNDER_WAY:
        raise WrongState(_("It is being written. Cancel it first."))
    record("list.export_removed", by=by, on=row, list=row.listing)
    row.delete()


def is_over(export: Export) -> bool:
    """Whether its time is over: it is not handed out any more."""
    return export.finished_at is not None and export.finished_at + LASTS <= timezone.now()


@atomic
def taken(export: Export, *, by: Viewer) -> bytes | None:
    """The file; None where its reader may not see all of it any more: then it is written anew without that.

    Raises NotFound for who does not open the list any more, StepUpRequired, WrongState while it is not made, or its time is over.
    """
    of = asked_for(export, by)
    exporting.check(of, by=by, format=export.format)
    row = _locked(export.pk)
    if row.state != State.DONE or row.content is None or is_over(row):
        raise WrongState(_("There is no file: it is not written yet, or its time is over. Take the list anew."))
    for part in row.parts.all():
        held = [line[0] for line in part.lines or ()]
        if of.listing.rows().filter(pk__in=held).count() < len(held):
            Export.objects.filter(pk=row.pk).update(state=State.WAITING, content=None, finished_at=None)
            record("list.export_renewed", by=by, on=row, list=row.listing)
            _enqueue(row, by)
            return None
    record("list.file_taken", by=by, on=row, list=row.listing, rows=row.rows_written, marking=row.marking)
    return bytes(row.content)


def asked_for(export: Export, by: Viewer) -> Asked:
    """What it is of. Raises NotFound for who does not open the list any more, Invalid where its columns are no more."""
    return asked(listing_called(export.listing, by), export.given, export.columns, by=by)


def write(work: Work) -> None:
    """Write a file that waits, or go on with it, as who asked for it."""
    with at_the_door():
        person = User.objects.filter(pk=work.user_id, is_active=True).select_related("agency").first()
        by = Viewer.of(person).confirmed()
    with translation.override(person.language if person else None):
        try:
            of = _begun(work.object_id, by)
            while of is not None and _written_on(of, work.object_id, by):
                pass
            if of is not None:
                _finish(of, work.object_id, by)
        except (HubError, Export.DoesNotExist) as error:
            fail(work, str(error) if isinstance(error, HubError) and not isinstance(error, NotFound)
                 else _("You do not open this list any more."))


def fail(work: Work, reason: str = "") -> None:
    """It comes to nothing; who asked reads why."""
    with as_service("work"):
        Export.objects.filter(pk=work.object_id, state__in=STATES.before(State.FAILED)).update(
            state=State.FAILED, finished_at=timezone.now(), content=None, reason=reason[:2000] or _(
                "It could not be written because of an error in the hub. The administrator of your agency can have it tried "
                "again (work %(work)s).") % {"work": work.pk})


def _begun(pk: int, by: Viewer) -> Asked | None:
    """Keep which rows are in the list, once; None where there is nothing to do. Raises NotFound, Invalid."""
    with looking_as(by):
        row = _locked(pk)
        if row.state not in (*UNDER_WAY, State.FAILED):
            return None
        of = asked_for(row, by)
        if row.rows_total is None:
            ids = exporting.which(of)
            ExportPart.objects.bulk_create(ExportPart(export=row, number=number, ids=ids[start:start + BATCH])
                                           for number, start in enumerate(range(0, len(ids), BATCH)))
            row.rows_total = len(ids)
        row.state, row.reason, row.finished_at = State.RUNNING, "", None
        row.save(update_fields=["state", "reason", "finished_at", "rows_total"])
        return of


def _written_on(of: Asked, pk: int, by: Viewer) -> bool:
    """Write the next part; False when there is none, or it was cancelled."""
    with looking_as(by):
        row = _locked(pk)
        part = row.parts.filter(lines__isnull=True).first() if row.state == State.RUNNING else None
        if part is None:
            return False
        rows = exporting.in_order(of, part.ids)
        part.lines = [_kept(of.line(each)) for each in rows]
        part.save(update_fields=["lines"])
        exporting.note_each(of, rows, by=by)
        row.rows_written += len(part.ids)
        row.save(update_fields=["rows_written"])
        return True


def _finish(of: Asked, pk: int, by: Viewer) -> None:
    """Make the file of what its reader sees still, and note it."""
    with looking_as(by):
        row = _locked(pk)
        if row.state != State.RUNNING:
            return
        lines: list[Line] = []
        for part in row.parts.all():
            seen = set(of.listing.rows().filter(pk__in=part.ids).values_list("pk", flat=True))
            kept = [_line(each) for each in part.lines or () if each[0] in seen]
            if len(kept) < len(part.lines or ()):
                part.lines = [_kept(line) for line in kept]
                part.save(update_fields=["lines"])
            lines += kept
        row.content = written(of.table(lines, by=by, left_out=(row.rows_total or 0) - len(lines)), row.format)
        row.rows_written, row.marking = len(lines), marking_of(lines)[:200]
        row.state, row.finished_at = State.DONE, timezone.now()
        row.save(update_fields=["content", "rows_written", "marking", "state", "finished_at"])
        exporting.note(of, by=by, format=row.format, count=len(lines), marking=row.marking, file=row.pk)


def _locked(pk: int) -> Export:
    return Export.objects.select_for_update().defer("content").get(pk=pk)


def _enqueue(export: Export, by: Viewer) -> None:
    queue.enqueue(WRITE, [export.pk], agency_id=by.agency_id, user_id=by.user_id,
                  label=str(listings()[export.listing].words))


def _kept(line: Line) -> list[Any]:
    return [line.number, [line.marks.classification, line.marks.tlp, list(line.marks.handling)], line.cells]


def _line(kept: list[Any]) -> Line:
    number, (classification, tlp, handling), cells = kept
    return Line(number, Marks(classification, tlp, tuple(handling)), cells)
