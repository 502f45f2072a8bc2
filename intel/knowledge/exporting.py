"""The answer as a file: a line for each thing. No cell begins a formula."""

import csv
import io

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.access import Viewer, require
from agencies.audit import record
from hub.kit.error_file import inert
from hub.kit.errors import Invalid
from intel.knowledge.known import Question, known

#: A file has no more lines.
MOST = 10_000

COLUMNS = ("moment", "kind", "reference", "agency", "could_read", "told", "told_at", "opened", "opened_at", "last_opened_at",
           "exported", "exported_at")


def export(question: Question, *, by: Viewer, asked: dict[str, str]) -> str:
    """The answer as CSV, newest thing first; noted in the log with what was `asked`.

    Raises NotAllowed, StepUpRequired, Invalid (`kind`) for more than MOST lines.
    """
    require(by, "audit.view_knowledge", strong=True)
    rows = known(question, at_most=MOST + 1)
    if len(rows) > MOST:
        raise Invalid(_("More than %(most)s lines. Choose a kind, a person, or whose they are.") % {"most": MOST}, field="kind")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    moment = _written(question.moment)
    for row in rows:
        cells = [moment, row.kind, row.reference, row.agency, row.could, row.told, row.told_at, row.opened, row.opened_at,
                 row.last_opened_at, row.exported, row.exported_at]
        writer.writerow([inert(_written(cell)) for cell in cells])
    record("knowledge.exported", by=by, moment=moment, found=len(rows), filters=asked)
    return out.getvalue()


def _written(cell: object) -> object:
    """Moments as ISO 8601 by the clock of the hub; nothing for what did not happen."""
    if cell is None:
        return ""
    return timezone.localtime(cell).isoformat(timespec="seconds") if hasattr(cell, "tzinfo") else cell  # type: ignore[arg-type]
