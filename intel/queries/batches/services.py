"""A file of questions: kept, read by the importer as who uploaded it, and asked in one transaction."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from django.db import IntegrityError
from django.db.models import Case, QuerySet, When
from django.db.models.functions import Now
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, looking_as, now_looking, require
from agencies.models import Agency
from agencies.references import next_reference, next_references
from agencies.work import queue
from agencies.work.states import State
from agencies.work.uploads import Upload, finish, limits
from hub.kit.error_file import BadRow
from hub.kit.errors import Conflict, Invalid
from hub.kit.files import TooMuch
from intel.queries.batches.reading import Row, read
from intel.queries.budget import require_batch_within_budget
from intel.queries.entries import Why, checked_why
from intel.queries.kinds import ANSWER_BATCH, OPEN_BATCH, READ_BATCH
from intel.queries.models import Batch, Query
from intel.queries.services import SERIES, marking
from intel.queries.settings import BATCH_PATIENCE, BATCH_ROWS

#: The series of files of queries in an agency's references: PB-QF-2026-000017.
FILES = "QF"

#: After so many rows whoever waits sees how far the reading is.
_STEP = 500


def batches() -> QuerySet[Batch]:
    """Every visible file of queries, newest first, with `answered_at`: when its answers opened; none before."""
    opened = Case(When(opens_at__lte=Now(), then="opens_at"))
    return Batch.objects.select_related("owner_agency", "unit", "started_by").defer(
        "content", "errors").annotate(answered_at=opened).order_by("-id")  # type: ignore[no-redef]


@atomic
def ask_file(*, by: Viewer, why: Why, file_name: str, content: bytes) -> Batch:
    """Keep a file of questions, and have it read and asked.

    Raises NotAllowed, Invalid (with the field), OverBudget, Conflict when its agency asked the same file today for the same
    purpose and case.
    """
    require(by, "queries.add_batch")
    why = checked_why(why)
    if not content:
        raise Invalid(_("The file is empty."), field="file")
    require_batch_within_budget(by, asking=1)
    agency, today = Agency.objects.get(pk=by.agency_id), timezone.localdate()
    try:
        with atomic():
            return Batch.kept(
                by=by, file_name=file_name, content=content, work=READ_BATCH, owner_agency=agency, unit_id=by.unit_id,
                classification=marking(by), asked_date=today, **why.columns(),
                reference=next_reference(agency, year=today.year, series=FILES))
    except IntegrityError as error:
        if "batch_is_asked_once_a_day" not in str(error):
            raise
        raise Conflict(_("Your agency asked this very file today, for the same purpose and case. Open it in the list of files: "
                         "its answers would be the same.")) from error


def read_batch(run: Upload, file: Path, by: Viewer) -> None:
    """Read a file, then ask all of its good rows at once; bad ones come back with row and column. For the importer.

    Raises UnreadableFile, TooMuch, OverBudget: then nothing is asked.
    """
    assert isinstance(run, Batch)
    why = Why(run.purpose, run.legal_basis, run.case_reference, run.urgency)
    good, bad = _read(run, read(file, why=why, limits=limits(BATCH_ROWS)), by)
    if not good:
        finish(by=by, run=run, bad=bad, failed=_("No row of the file can be asked. Mend the rows and send it again."))
        return
    with looking_as(by):  # alone, since the counter of references is locked until it ends
        references = next_references(run.owner_agency, year=run.asked_date.year, series=SERIES, count=len(good))
    with looking_as(by):
        require_batch_within_budget(by, asking=len(good))
        _ask(run, good, references)
        Batch.objects.filter(pk=run.pk).update(rows_asked=len(good))
        finish(by=by, run=run, bad=bad)


def _read(run: Batch, rows: Iterable[Row | BadRow], by: Viewer) -> tuple[list[Row], list[BadRow]]:
    """All rows, good and bad. How far it is shows on the file: rows read, whatever they ask for."""
    good: list[Row] = []
    bad: list[BadRow] = []
    rows = iter(rows)
    while part := list(islice(rows, _STEP)):
        good += [row for row in part if isinstance(row, Row)]
        bad += [row for row in part if isinstance(row, BadRow)]
        if len(good) + len(bad) > BATCH_ROWS:
            raise TooMuch(_("The file has more than %(most)s rows. Split it.") % {"most": BATCH_ROWS})
        with looking_as(by):
            run.move(to=State.RUNNING, rows_read=len(good) + len(bad), rows_bad=len(bad))
    return good, bad


def _ask(run: Batch, rows: list[Row], references: list[str]) -> None:
    """One query a row, asked by who uploaded the file, with the work of answering it and of opening all of them."""
    queries = Query.objects.bulk_create(
        [Query(reference=reference, owner_agency_id=run.owner_agency_id, unit_id=run.unit_id, asked_by_id=run.started_by_id,
               classification=run.classification, batch=run, batch_line=row.line, **row.entry.columns())
         for row, reference in zip(rows, references, strict=True)], batch_size=1_000)
    queue.enqueue(ANSWER_BATCH, [query.pk for query in queries])
    audit.record("batch.asked", by=now_looking(), on=run, purpose=run.purpose, case=run.case_reference, urgency=run.urgency,
                 rows=len(queries))
    queue.enqueue(OPEN_BATCH, [run.pk], not_before=timezone.now() + BATCH_PATIENCE)
