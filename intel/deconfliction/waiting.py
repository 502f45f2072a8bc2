"""What waits: for an agency to call the coordinator, for the coordinator to bring two agencies together."""

from typing import Any

from django.urls import reverse

from agencies.access import Viewer
from hub.kit.waiting import Line, Waits
from intel.deconfliction.models import Collision, Side
from intel.deconfliction.selectors import collisions, sides
from intel.deconfliction.states import CollisionState, State


def to_clear_up(viewer: Viewer) -> Waits | None:
    """What the viewer's agency has not answered yet."""
    if not viewer.may("deconfliction.answer_side"):
        return None
    return Waits(line=_line, since="told_at", mine=sides().filter(state=State.TOLD))


def to_coordinate(viewer: Viewer) -> Waits | None:
    """What the coordinator has not called about yet; and what is called and not solved."""
    if not viewer.may("deconfliction.coordinate_collision"):
        return None
    return Waits(line=_line_of_coordinator, since="told_at", mine=collisions().filter(state=CollisionState.FOUND),
                 others=collisions().filter(state=CollisionState.CALLED))


def _line(row: Any) -> Line:
    side: Side = row
    return Line(title=str(side.alert), reference=side.reference, address=reverse("deconfliction:detail", args=[side.pk]))


def _line_of_coordinator(row: Any) -> Line:
    collision: Collision = row
    return Line(title=f"{collision.first_agency.code} · {collision.second_agency.code}", reference=collision.reference,
                address=reverse("deconfliction:collision", args=[collision.pk]))
