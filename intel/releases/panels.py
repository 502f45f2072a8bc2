"""What this room shows on pages of others: the way to release what is there, and what was released of it or for it."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from agencies.access.door import viewer_of
from intel.enquiries.models import Enquiry
from intel.releases.life import VIEW, WRITE
from intel.releases.models import Release
from intel.releases.selectors import releases
from intel.releases.sources import named, sources

#: How many releases the page of another thing shows.
SHOWN = 10

Context = dict[str, Any] | None


def on_row(request: HttpRequest, row: Model) -> Context:
    """On a report, an alert, a subject or a hit: what the own agency released of it."""
    viewer = viewer_of(request)
    if not viewer.may(VIEW):
        return None
    kind, ids, reference = named(row)
    of_it = releases().filter(holder_agency=viewer.agency_id, portions__portion__kind=kind, portions__portion__source_id__in=ids)
    may = viewer.may(WRITE) and bool(sources([(kind, number) for number in ids]))
    return _panel(of_it.distinct(), f"item={reference}" if may else "")


def on_enquiry(request: HttpRequest, row: Enquiry) -> Context:
    """On what one agency is asked: what was released for it, and to the agency asked the way to release something."""
    viewer = viewer_of(request)
    if not viewer.may(VIEW):
        return None
    may = viewer.may(WRITE) and row.asked_agency_id == viewer.agency_id
    return _panel(releases().filter(enquiry_id=row.pk), f"enquiry={row.pk}" if may else "")


def _panel(rows: QuerySet[Release], start: str) -> Context:
    found = list(rows[:SHOWN])
    return {"released": found, "start": start} if found or start else None
