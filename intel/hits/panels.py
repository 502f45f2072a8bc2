"""Panels that this room adds to the pages of alerts, traders and consignments: their hits."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from agencies.access.door import viewer_of
from intel.hits import selectors
from intel.hits.models import Hit

#: How many hits a panel shows before it says that there are more.
SHOWN = 10

Found = tuple[str, dict[str, Any]] | None


def of_alert(request: HttpRequest, alert: Any) -> Found:
    """What was found for an alert."""
    return _panel(request, selectors.of_alert(alert), "alert")


def of_trader(request: HttpRequest, trader: Any) -> Found:
    """The alerts that a trader may be the subject of."""
    return _panel(request, selectors.of_trader(trader), "trader")


def of_consignment(request: HttpRequest, consignment: Any) -> Found:
    """The alerts that a consignment's parties or transport units may be the subject of."""
    return _panel(request, selectors.of_consignment(consignment), "consignment")


def _panel(request: HttpRequest, hits: QuerySet[Hit], about: str) -> Found:
    if not viewer_of(request).may("hits.view_hit"):
        return None
    rows = list(hits[:SHOWN + 1])
    shown = [(hit, selectors.top_reason(hit)) for hit in rows[:SHOWN]]
    return "hits/_panel.html", {"rows": shown, "more": len(rows) > SHOWN, "about": about}
