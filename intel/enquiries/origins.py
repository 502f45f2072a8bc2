"""What a request is born from: the hit reference, report, alert or hit that its author had before their eyes.

It stays with the asking agency, and names a row that its reader may see or not: who may not is told nothing of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.access import Viewer
from agencies.models import Agency
from hub.kit.errors import Invalid
from hub.kit.limits import LARGEST, LINE
from intel.alerts.models import Alert
from intel.enquiries.models import Enquiry, PassingOn, Request
from intel.hits.models import Hit
from intel.queries.models import Query
from intel.reports.models import Report


@dataclass(frozen=True, slots=True)
class Origin:
    """A kind of row of which one may ask: its page, and the agencies that it is of."""

    rows: Callable[[], QuerySet[Any]]
    page: str
    agencies: Callable[[Any], set[int]]


ORIGINS: Mapping[str, Origin] = {
    "alert": Origin(Alert.objects.all, "alerts:detail", lambda row: {row.owner_agency_id}),
    "report": Origin(Report.objects.all, "reports:detail", lambda row: {row.owner_agency_id}),
    "hit": Origin(Hit.objects.select_related("match__alert", "match__trader", "match__consignment").all, "hits:detail",
                  lambda row: set(row.sides)),
    "enquiry": Origin(Enquiry.objects.all, "enquiries:enquiry", lambda row: set()),
    "query": Origin(Query.objects.all, "queries:detail", lambda row: set()),
}


def kind_of(row: Model) -> str:
    """How the origin is written: `alert`. Raises LookupError for a row of which nobody asks."""
    name = row._meta.model_name
    if name not in ORIGINS:
        raise LookupError(f"No request is born from {row._meta.label}.")
    return str(name)


def born_from(text: str) -> tuple[str, int] | None:
    """The origin of `alert:4711`, if the viewer sees the row; None for an empty text. Raises Invalid (`born_from`)."""
    if not text:
        return None
    kind, _colon, number = text.partition(":")
    is_number = number.isascii() and number.isdigit() and len(number) <= len(str(LARGEST)) and int(number) <= LARGEST
    if not (kind in ORIGINS and is_number and ORIGINS[kind].rows().filter(pk=int(number)).exists()):
        raise Invalid(_("There is no such alert, report, hit, query or request that you see."), field="born_from")
    return kind, int(number)


def begun(given: Mapping[str, str], *, by: Viewer) -> dict[str, Any]:
    """What a new request begins with, by the address that led to it: `?from=alert:4711`, `?hit_reference=AN-H-…&to=AN`."""
    begins: dict[str, Any] = {"hit_reference": given.get("hit_reference", "")[:LINE], "born_from": given.get("from", "")}
    try:
        origin = born_from(begins["born_from"])
    except Invalid:
        origin, begins["born_from"] = None, ""
    if origin and origin[0] == "enquiry":
        begins |= _passed_on(Enquiry.objects.get(pk=origin[1]))
    elif origin:
        kind, number = origin
        begins["addressees"] = sorted(ORIGINS[kind].agencies(ORIGINS[kind].rows().get(pk=number)) - {by.agency_id})
    if code := given.get("to", ""):
        begins["addressees"] = list(Agency.objects.filter(code=code).values_list("pk", flat=True))
    return begins


def _passed_on(enquiry: Enquiry) -> dict[str, Any]:
    """What is asked in a chain begins with the words of the agency that asked, where it agreed."""
    return {"question": enquiry.question if enquiry.passing_on is PassingOn.AGREED else "", "purpose": enquiry.purpose}


def origin_of(request: Request) -> tuple[str, str] | None:
    """What the request is born from, as words and address; None where its reader does not see that."""
    origin = ORIGINS.get(request.born_kind)
    row = origin.rows().filter(pk=request.born_id).first() if origin and request.born_id else None
    return (str(row), reverse(origin.page, args=[row.pk])) if origin and row else None


def born_of(row: Model) -> QuerySet[Request]:
    """The requests of the viewer's agency that were born from a row, newest first."""
    return Request.objects.filter(born_kind=kind_of(row), born_id=row.pk).order_by("-id")
