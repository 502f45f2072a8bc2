"""Proposals about subjects that wait for a second person."""

from django.urls import reverse

from agencies.access import Viewer
from hub.kit.waiting import Line, Waits
from intel.subjects.models import SubjectProposal
from intel.subjects.selectors import awaiting, proposals
from intel.subjects.states import State


def to_decide(viewer: Viewer) -> Waits | None:
    """What others proposed, for who may decide on it; and what the viewer proposed."""
    if not viewer.may("subjects.view_reserved_subject"):
        return None
    own = proposals().filter(state=State.WAITING, proposed_by=viewer.user_id)
    return Waits(line=_line, since="proposed_at", others=own,
                 mine=awaiting(viewer) if viewer.may("subjects.approve_subject") else None)


def _line(proposal: SubjectProposal) -> Line:
    return Line(title=str(proposal.subject), reference=proposal.get_kind_display(),
                address=reverse("subjects:detail", args=[proposal.subject_id]), who=str(proposal.proposed_by))
