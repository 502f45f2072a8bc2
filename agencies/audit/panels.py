"""What this room shows on the first page."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from agencies.access.door import viewer_of
from agencies.audit import selectors
from hub.kit.panels import counted


def left_by_one(request: HttpRequest, _row: None) -> dict[str, Any] | None:
    """How much left the agency by one person, today and yesterday: for supervisors."""
    viewer = viewer_of(request)
    if not viewer.may("audit.view_leaving"):
        return None
    today, acts = timezone.localdate(), selectors.left_by_one(by=viewer)
    return {"days": [(day, counted(selectors.of_day(acts, day))) for day in (today, today - timedelta(days=1))]}
