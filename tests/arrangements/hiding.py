"""An arrangement that nobody but its agency must notice (`tests/rules/hidden.py`)."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from agencies.access import looking_as
from agencies.models import Agency
from intel.arrangements.entries import ArrangementEntry, TermEntry
from intel.arrangements.services import draft_arrangement


def hide(by: Any, consignment: Any) -> dict[str, int]:
    """A draft, to an agency to which it was never proposed."""
    other = Agency.objects.taking_part().exclude(pk=by.agency_id).first()
    assert other is not None
    today = timezone.localdate()
    with looking_as(by):
        entry = ArrangementEntry("Convenio Wiphala", today, today + timedelta(days=30), (TermEntry(by.agency_id, "SILENT"),))
        return {"arrangement": draft_arrangement(by=by, entry=entry, other=other).pk}
