"""What this room shows on every page: the bell."""

from typing import Any

from django.http import HttpRequest

from agencies.access.door import viewer_of
from agencies.notices import selectors


def bell(request: HttpRequest, _row: None) -> dict[str, Any] | None:
    """How many notices the viewer has not looked at."""
    return {"unseen": selectors.unseen_count()} if viewer_of(request).may("agencies.enter") else None
