"""Panels that this room adds to the pages of alerts, traders and consignments: their hits; and to the first page."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from agencies.access.door import viewer_of
from hub.kit.panels import counted
from intel.hits import selectors
from intel.hits.models import Hit
from intel.hits.states import State

#: How many hits a panel shows before it says that there are more.
SHOWN = 10
AT_HOME = 6

Context = dict[str, Any] | None


def of_alert(request: HttpRequest, alert: Any) -> Context:
    """What was found for an alert."""
    return _panel(request, selectors.of_alert(alert), "alert")


def of_trader(request: HttpRequest, trader: Any) -> Context:
    """The alerts that a trader may be the subject of."""
    return _panel(request, selectors.of_trader(trader), "trader")


def of_consignment(request: HttpRequest, consignment: Any) -> Context:
    """The alerts that a consignment's parties or transport units may be the subject of."""
    return _panel(request, selectors.of_consignment(consignment), "consignment")


def counts(request: HttpRequest, _row: None) -> Context:
    """How many hits wait for anybody, and for the viewer."""
    if not viewer_of(request).may("hits.view_hit"):
        return None
    candidates, mine = _to_work_on(request)
    return {"waiting": counted(candidates), "mine": counted(mine)}


def at_home(request: HttpRequest, _row: None) -> Context:
    """The first hits to work on, the viewer's own before all others."""
    if not viewer_of(request).may("hits.view_hit"):
        return None
    candidates, mine = _to_work_on(request)
    return {"hits": [*mine[:AT_HOME], *candidates[:AT_HOME]][:AT_HOME]}


def _to_work_on(request: HttpRequest) -> tuple[QuerySet[Hit], QuerySet[Hit]]:
    hits = selectors.worklist()
    return (hits.filter(state=State.CANDIDATE, match__holds=True),
            hits.filter(state=State.UNDER_VERIFICATION, taken_by=viewer_of(request).user_id))


def _panel(request: HttpRequest, hits: QuerySet[Hit], about: str) -> Context:
    if not viewer_of(request).may("hits.view_hit"):
        return None
    rows = list(hits[:SHOWN + 1])
    shown = [(hit, selectors.top_reason(hit)) for hit in rows[:SHOWN]]
    return {"rows": shown, "more": len(rows) > SHOWN, "about": about}
