"""What this room shows on pages of others: the requests that were born there, and the way to ask."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.http import HttpRequest

from agencies.access.door import viewer_of
from intel.enquiries.models import Request
from intel.enquiries.origins import born_of, kind_of
from intel.queries.models import Query
from intel.queries.selectors import hits_of

#: How many requests the page of another thing shows.
SHOWN = 10

Context = dict[str, Any] | None


def on_row(request: HttpRequest, row: Model) -> Context:
    """On an alert, a report or a hit: what the own agency asked because of it."""
    return _panel(request, row, [{"from": f"{kind_of(row)}:{row.pk}"}])


def on_query(request: HttpRequest, query: Query) -> Context:
    """On a query: each hit of which its owner is to be asked, by the reference that the owner knows."""
    if query.owner_agency_id != viewer_of(request).agency_id:
        return None
    return _panel(request, query, [
        {"from": f"query:{query.pk}", "hit_reference": hit.reference, "to": hit.owner_code} for hit in hits_of(query)])


def _panel(request: HttpRequest, row: Model, starts: list[dict[str, str]]) -> Context:
    viewer = viewer_of(request)
    if not viewer.may("enquiries.view_enquiry"):
        return None
    born: list[Request] = list(born_of(row)[:SHOWN])
    can_write = viewer.may("enquiries.write_enquiry")
    if not born and not (can_write and starts):
        return None
    return {"born": born, "starts": [(start.get("to", ""), urlencode(start)) for start in starts if can_write]}
