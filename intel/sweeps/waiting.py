"""What waits: sweeps that nobody has decided on."""

from django.urls import reverse

from agencies.access import Viewer
from hub.kit.waiting import Line, Waits
from intel.sweeps.models import Sweep
from intel.sweeps.selectors import sweeps
from intel.sweeps.states import State
from intel.sweeps.wording import names_of


def to_decide(viewer: Viewer) -> Waits | None:
    """The open ones of the viewer's agency."""
    if not viewer.may("sweeps.decide_sweep"):
        return None
    return Waits(line=_line, since="found_at", mine=sweeps().filter(state=State.OPEN))


def _line(sweep: Sweep) -> Line:
    return Line(title=names_of(sweep.patterns), reference=sweep.reference, who=str(sweep.person),
                address=reverse("sweeps:detail", args=[sweep.pk]))
