"""The reading room as a table to be kept: CSV, of which no cell begins a formula."""

import csv
import io
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from agencies.access import Viewer
from agencies.audit import record
from hub.kit.error_file import inert
from intel.readings.models import Use

#: So many rows a file has at most, the newest; who needs more narrows the days.
MOST = 10_000
COLUMNS = ("classification", "release", "purpose", "agency", "person", "act", "at", "audit_event")


def as_csv(rows: QuerySet[Use], *, by: Viewer, filters: dict[str, Any]) -> str:
    """The rows with their column names. Noted in the log, with the filters."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    shown = rows[:MOST]
    for use in shown:
        writer.writerow([inert(cell) for cell in (
            use.classification, use.reference, use.purpose, use.reader_agency.code, use.person or "", use.act,
            timezone.localtime(use.at).isoformat(timespec="seconds"), use.event or "")])
    record("reading.exported", by=by, rows=len(shown), filters={name: value for name, value in filters.items() if value})
    return out.getvalue()
