"""What this room shows on the first page."""

from typing import Any

from django.http import HttpRequest

from agencies.access.door import viewer_of
from intel.exchange.models import ImportRun

AT_HOME = 3


def latest(request: HttpRequest, _row: None) -> dict[str, Any] | None:
    """The latest imports, if there are any."""
    if not viewer_of(request).may("exchange.view_importrun"):
        return None
    runs = list(ImportRun.objects.select_related("feed").defer("content", "errors").order_by("-id")[:AT_HOME])
    return {"runs": runs} if runs else None
