"""Failed work waits for an administrator."""

from django.urls import reverse

from agencies.access import Viewer
from agencies.work.models import Work
from hub.kit.waiting import Line, Waits


def failed(viewer: Viewer) -> Waits | None:
    """Work of the viewer's agency that was given up, to be tried again or dropped."""
    if not viewer.may("work.administer_work"):
        return None
    return Waits(line=_line, since="failed_at", mine=Work.objects.filter(state=Work.State.FAILED))


def _line(work: Work) -> Line:
    return Line(title=work.label or work.kind, reference=str(work.pk), address=reverse("work:list"), who=work.kind)
