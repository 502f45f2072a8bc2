"""Emergency releases that wait for their review."""

from typing import Any

from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.text import Truncator

from agencies.access import Viewer
from hub.kit.waiting import Line, Waits
from intel.releases.emergency.life import SEND
from intel.releases.emergency.models import Emergency
from intel.releases.emergency.selectors import emergencies
from intel.releases.emergency.states import EmergencyState
from intel.releases.life import DECIDE, VIEW


def to_review(viewer: Viewer) -> Waits | None:
    """Those of colleagues for who may review them, once they are overdue for supervisors, too; and the viewer's own."""
    if not viewer.may(VIEW):
        return None
    open_ = emergencies().filter(state=EmergencyState.TO_REVIEW)
    theirs = Q() if viewer.may(DECIDE) else Q(due_at__lte=Now())
    released = Q(declared_by__in=viewer.names(DECIDE)) | Q(declared_for__in=viewer.names(DECIDE))
    mine = open_.exclude(released).filter(theirs) if viewer.may(DECIDE) or viewer.may(SEND) else None
    return Waits(line=_line, since="declared_at", due="due_at", mine=mine, others=open_.filter(released))


def _line(row: Any) -> Line:
    emergency: Emergency = row
    return Line(title=Truncator(" ".join(emergency.danger.split())).chars(120), reference=emergency.reference,
                who=f"{emergency.owner_agency.code} → {emergency.recipient_agency.code}",
                address=reverse("releases:emergency", args=[emergency.pk]))
