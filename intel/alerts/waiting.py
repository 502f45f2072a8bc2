"""Alerts that wait for somebody: submitted ones for a second person, returned ones for their author."""

from django.urls import reverse

from agencies.access import Viewer
from agencies.handover.holding import mine_to_write, not_written_by
from hub.kit.waiting import Line, Waits
from intel.alerts.models import Alert
from intel.alerts.selectors import newest
from intel.alerts.states import State


def to_validate(viewer: Viewer) -> Waits | None:
    """Submitted alerts, new versions among them: those that the viewer may issue, and the viewer's own."""
    if not viewer.may("alerts.view_reserved_alert"):
        return None
    submitted = newest().select_related("created_by").filter(state=State.PENDING_VALIDATION, owner_agency=viewer.agency_id)
    return Waits(
        line=_line, since="updated_at", others=submitted.filter(created_by=viewer.user_id),
        mine=not_written_by(submitted, viewer.user_id) if viewer.may("alerts.issue_alert") else None)


def returned(viewer: Viewer) -> Waits | None:
    """The viewer's drafts that somebody gave back."""
    if not viewer.may("alerts.change_alert"):
        return None
    drafts = newest().select_related("created_by").filter(state=State.DRAFT, submitted_as__isnull=False)
    return Waits(line=_line, since="updated_at", mine=mine_to_write(drafts, viewer.user_id))


def _line(alert: Alert) -> Line:
    return Line(title=str(alert.subject), reference=alert.reference, address=reverse("alerts:detail", args=[alert.pk]),
                who=str(alert.created_by or ""))
