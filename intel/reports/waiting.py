"""Reports that wait for somebody: submitted ones for a second person, returned ones for their author."""

from django.urls import reverse

from agencies.access import Viewer
from agencies.handover.holding import mine_to_write, not_written_by
from hub.kit.waiting import Line, Waits
from intel.reports.models import Report
from intel.reports.selectors import newest
from intel.reports.states import State


def to_disseminate(viewer: Viewer) -> Waits | None:
    """Submitted reports: those that the viewer may disseminate, and the viewer's own."""
    if not viewer.may("reports.view_report"):
        return None
    submitted = newest().filter(state=State.SUBMITTED, owner_agency=viewer.agency_id)
    return Waits(
        line=_line, since="updated_at", others=submitted.filter(author=viewer.user_id),
        mine=not_written_by(submitted, viewer.user_id) if viewer.may("reports.disseminate_report") else None)


def returned(viewer: Viewer) -> Waits | None:
    """The viewer's drafts that somebody gave back."""
    if not viewer.may("reports.change_report"):
        return None
    drafts = newest().filter(state=State.DRAFT, submitted_as__isnull=False)
    return Waits(line=_line, since="updated_at", mine=mine_to_write(drafts, viewer.user_id))


def _line(report: Report) -> Line:
    return Line(title=report.title, reference=report.reference, address=reverse("reports:detail", args=[report.pk]),
                who=str(report.author or ""))
