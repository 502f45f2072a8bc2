"""What this room shows on the page of an alert."""

from typing import Any

from django.http import HttpRequest

from agencies.access.door import viewer_of
from intel.deconfliction import selectors


def of_alert(request: HttpRequest, alert: Any) -> dict[str, Any] | None:
    """That it collides with another, for who may know."""
    if not viewer_of(request).may("deconfliction.view_side"):
        return None
    rows = list(selectors.of_alert(alert))
    return {"sides": rows, "alert": alert} if rows else None
