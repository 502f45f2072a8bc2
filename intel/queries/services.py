"""Asking, and taking a mistaken question back. Nothing is looked up here: a worker answers."""

from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import audit
from agencies.access import Viewer, require
from agencies.access.lifecycle import required_reason
from agencies.access.rules import Rule
from agencies.markings.classification import LADDER, Classification
from agencies.models import Agency
from agencies.references import next_reference
from agencies.work import queue
from hub.kit.errors import Conflict
from hub.kit.rows import lock
from intel.queries.budget import require_within_budget
from intel.queries.entries import QueryEntry, checked
from intel.queries.kinds import ANSWER
from intel.queries.models import Query

#: The series of queries in an agency's references: PB-Q-2026-000017.
SERIES = "Q"

IS_ASKER = Rule("queries.add_query", when=lambda by, query: query.asked_by_id == by.user_id,
                otherwise=gettext_lazy("Only who asked takes it back."))


@atomic
def ask(*, by: Viewer, entry: QueryEntry) -> Query:
    """Ask whether another agency has something on one subject. The answer is PENDING when this returns, always.

    Raises NotAllowed, Invalid (with the field), OverBudget.
    """
    require(by, "queries.add_query")
    entry = checked(entry)
    require_within_budget(by, entry.purpose)
    agency = Agency.objects.get(pk=by.agency_id)
    query = Query.objects.create(
        reference=next_reference(agency, year=timezone.localdate().year, series=SERIES), owner_agency=agency,
        unit_id=by.unit_id, asked_by_id=by.user_id, classification=marking(by), **entry.columns())
    queue.enqueue(ANSWER, [query.pk])
    audit.record("query.asked", by=by, on=query, purpose=entry.purpose, case=entry.case_reference, urgency=entry.urgency)
    return query


@atomic
def withdraw(*, by: Viewer, query: Query, reason: str) -> Query:
    """Take back a question that was a mistake: what it was, who asked and why it was taken back stay.

    Raises NotAllowed, Invalid (`reason`), NotFound, Conflict when it was taken back already.
    """
    IS_ASKER.require(by, query)
    reason = required_reason(reason)
    query = lock(query)
    if query.withdrawn_at is not None:
        raise Conflict(_("It was taken back already."))
    if query.purged_at is not None:
        raise Conflict(_("What was asked is kept no longer. There is nothing to take back."))
    query.withdrawn_at, query.withdrawn_by_id, query.withdrawn_because = timezone.now(), by.user_id, reason
    query.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    audit.record("query.withdrawn", by=by, on=query)
    return query


def marking(by: Viewer) -> str:
    """What a query is marked as: RESTRICTED, or what its asker can read if that is less."""
    return Classification.RESTRICTED.value if Classification.RESTRICTED in by.cleared else LADDER[0]


def can_withdraw(by: Viewer, query: Query) -> bool:
    """Whether the page offers to take it back."""
    return query.withdrawn_at is None and query.purged_at is None and IS_ASKER.allows(by, query)
