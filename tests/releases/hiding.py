"""A request to release that nobody but its agency must notice (`tests/rules/hidden.py`)."""

from typing import Any

from agencies.access import looking_as
from agencies.models import Agency
from intel.alerts.models import Alert
from intel.releases.entries import ItemEntry, ReleaseEntry
from intel.releases.services import draft_release


def hide(by: Any, consignment: Any) -> dict[str, int]:
    """A draft, of the hidden alert, to an agency to which nothing was released."""
    with looking_as(by):
        recipient = Agency.objects.taking_part().exclude(pk=by.agency_id).first()
        alert = Alert.objects.filter(subject__label__contains="Wiphala", issued_at__isnull=False).first()
        assert alert is not None
        entry = ReleaseEntry((ItemEntry(alert.reference),), "TAX_CONTROL", "Convenio Wiphala", "Wiphala", rests_on_others=False)
        return {"releaserequest": draft_release(by=by, entry=entry, recipient=recipient).pk}
