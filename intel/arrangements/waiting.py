"""What waits in standing arrangements: to be signed for the own agency, and by the other one."""

from typing import Any

from django.db.models import Q
from django.urls import reverse

from agencies.access import Viewer
from hub.kit.waiting import Line, Waits
from intel.arrangements.life import SIGN
from intel.arrangements.models import Arrangement
from intel.arrangements.selectors import arrangements
from intel.arrangements.states import State


def to_sign(viewer: Viewer) -> Waits | None:
    """Drafts of colleagues and what is proposed to the viewer's agency; and what the viewer drafted, or the agency proposed."""
    if not viewer.may("arrangements.view_arrangement"):
        return None
    ours = Q(state=State.DRAFT, proposing_agency=viewer.agency_id) & ~Q(created_by=viewer.user_id)
    mine = arrangements().filter(ours | Q(state=State.PROPOSED, other_agency=viewer.agency_id))
    others = arrangements().filter(Q(state=State.DRAFT, created_by=viewer.user_id)
                                   | Q(state=State.PROPOSED, proposing_agency=viewer.agency_id))
    return Waits(line=_line, since="updated_at", mine=mine if viewer.may(SIGN) else None, others=others)


def _line(row: Any) -> Line:
    arrangement: Arrangement = row
    sides = f"{arrangement.proposing_agency.code} → {arrangement.other_agency.code}"
    return Line(title=str(arrangement.get_state_display()), reference=str(arrangement), who=sides,
                address=reverse("arrangements:detail", args=[row.pk]))
