"""The answers of a file, as a file: for each row what was asked and what was answered, a line for each of its hits.

Each line bears its marking: the classification of the question, whatever becomes of the file. No cell begins a formula.
"""

import csv
import io
from collections import Counter

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.access import Viewer
from agencies.audit import record
from hub.kit.error_file import inert
from hub.kit.errors import WrongState
from intel.queries.levels import Level
from intel.queries.models import Answer, Batch, Query

_ASKED = ("kind", "names", "identifiers", "birth_date", "country", "address")
_HIT = ("hit_reference", "answer", "owner_agency", "likelihood", "alert", "subject")
COLUMNS = ("classification", "line", "query", *_ASKED, "answer", "answered_at", "hit_reference", "hit", "owner_agency",
           "likelihood", "alert", "subject")


def answers_of(batch: Batch) -> dict[str, int] | None:
    """How many rows were answered how, once the answers are open; before, none."""
    if batch.answered_at is None:
        return None
    found = Counter(Answer.objects.filter(query__batch=batch).values_list("answer", flat=True))
    return {code: found[code] for code, _words in Level.answers()}


def export(*, by: Viewer, batch: Batch) -> str:
    """The file, as CSV. Noted in the log. Raises WrongState before the answers are open."""
    if batch.answered_at is None:
        raise WrongState(_("The answers of this file are not open yet. Take them when the page shows them."))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    rows = Query.objects.filter(batch=batch).prefetch_related("answers").order_by("batch_line")
    for query in rows:
        writer.writerows([*map(inert, [*_asked(query), *hit])] for hit in _answered(query))
    record("batch.exported", by=by, on=batch, rows=batch.rows_asked)
    return out.getvalue()


def _asked(query: Query) -> list[object]:
    numbers = [":".join(filter(None, one)) for one in query.identifiers]
    several = [query.names, numbers, query.birth_dates, query.countries, query.addresses]
    return [query.classification, query.batch_line, query.reference, query.kind, *map("|".join, several)]


def _answered(query: Query) -> list[list[object]]:
    """A line for each hit, or one that there is none, or that the row could not be answered yet."""
    answer = query.answer
    if answer is None or answer.visible_from is None:
        return [["PENDING", "", *[""] * len(_HIT)]]
    told = [answer.answer, timezone.localtime(answer.visible_from).isoformat(timespec="milliseconds")]
    hits = [["" if hit[name] is None else hit[name] for name in _HIT] for hit in answer.hits]
    return [[*told, *hit] for hit in hits or [[""] * len(_HIT)]]
