"""What this room shows on the first page."""

from typing import Any

from django.http import HttpRequest

from agencies.access.door import viewer_of
from intel.subjects.selectors import awaiting

AT_HOME = 6


def to_decide(request: HttpRequest, _row: None) -> dict[str, Any] | None:
    """The proposals that wait for the viewer as their second person, oldest first, if there are any."""
    viewer = viewer_of(request)
    proposals = list(awaiting(viewer)[:AT_HOME]) if viewer.may("subjects.approve_subject") else []
    return {"proposals": proposals} if proposals else None
