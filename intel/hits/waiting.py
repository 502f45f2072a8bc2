"""Hits that wait for somebody: those that the viewer verifies, and those that nobody does."""

from django.db.models import Q, QuerySet
from django.urls import reverse

from agencies.access import Viewer
from hub.kit.waiting import Line, Waits
from intel.hits.models import Hit
from intel.hits.selectors import worklist
from intel.hits.states import State


def being_verified(viewer: Viewer) -> Waits | None:
    """Those that the viewer has taken; and those that a colleague has."""
    if not viewer.may("hits.judge_hit"):
        return None
    taken = worklist().filter(state=State.UNDER_VERIFICATION)
    colleagues = taken.filter(taken_by__agency=viewer.agency_id).exclude(taken_by=viewer.user_id)
    return Waits(line=_line, since="taken_at", mine=taken.filter(taken_by=viewer.user_id), others=colleagues)


def to_verify(viewer: Viewer) -> Waits | None:
    """Those that the viewer's agency may judge, and nobody has taken."""
    if not viewer.may("hits.judge_hit"):
        return None
    return Waits(line=_line, since="created_at", order=("-probability", "-match_id"),
                 mine=_of_agency(viewer).filter(state=State.CANDIDATE, match__holds=True))


def _of_agency(viewer: Viewer) -> QuerySet[Hit]:
    """Of its alerts, and on what came by its feeds: as `Hit.sides` has it."""
    agency = viewer.agency_id
    return worklist().filter(Q(match__alert__owner_agency=agency) | Q(match__trader__feed__owner_agency=agency)
                             | Q(match__consignment__feed__owner_agency=agency))


def _line(hit: Hit) -> Line:
    return Line(title=hit.party_label, reference=str(hit), address=reverse("hits:detail", args=[hit.pk]),
                who=str(hit.taken_by) if hit.taken_by else hit.match.alert.owner_agency.code)
