"""Which addresses are measured: every list, form, home and API page, each filter of each list, and the pages of single rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Count
from django.urls import resolve
from django.utils import timezone

from agencies.access import Viewer, looking_as
from intel.alerts.models import Alert
from intel.hits.models import Hit
from intel.reports.models import Report
from intel.screening.models import Match
from intel.subjects.models import Subject
from intel.trade.models import Consignment, ConsignmentParty, Trader
from tests.rules.addresses import of_lists, of_rows

#: The kinds of rows that are filled, by the first word of their addresses.
KINDS: dict[str, Any] = {"alerts": Alert, "hits": Hit, "reports": Report, "subjects": Subject, "traders": Trader,
                         "consignments": Consignment}
#: What a filter by a text is tried with, by its name.
TEXTS = {"office": ("Tambo Quemado", "nowhere"), "hs": ("84", "0071"), "country": ("BO", "ZZ"), "departure": ("CN", "ZZ"),
         "q": ("Quispe", "Potrerillos", "Zzyzx", "1020703023")}
PAGE, FILTER, SEARCH, ROW = "page", "filter", "search", "row"
#: What answers with a file, waits for something, or writes.
LEFT_OUT = ("export", "/logout", "metrics", "events/", "schema")


@dataclass(frozen=True, slots=True)
class Asked:
    """An address, what sort of it (PAGE, FILTER, SEARCH, ROW), and how it is called in the page of figures."""

    path: str
    sort: str
    words: str


def asked_of_all() -> list[Asked]:
    """What is the same for every viewer."""
    found = []
    narrowed = dict(_filtersets())
    for address in of_lists():
        if any(word in address.path for word in LEFT_OUT):
            continue
        found.append(Asked(address.path, PAGE, address.path))
        filters = narrowed.get(address.path.removeprefix("/api/v1"))
        if filters is not None and address.path.strip("/").split("/")[-1] in KINDS:
            found += _narrowed(address.path, filters)
    return found


def asked_of(viewer: Viewer) -> list[Asked]:
    """The pages of rows: of each kind the newest that the viewer sees, and the one that has the most to show."""
    found = []
    with looking_as(viewer):
        rows = {kind: _rows(kind) for kind in KINDS}
    for address in of_rows():
        first = address.path.removeprefix("/api/v1").strip("/").split("/")[0]
        if len(address.parameters) == 1 and first in rows and not any(word in address.path for word in LEFT_OUT):
            found += [Asked(address.at(pk), ROW, f"{address.path} {which}") for which, pk in rows[first].items()]
    return found


def _filtersets() -> Iterator[tuple[str, Any]]:
    for address in of_lists():
        filters = getattr(getattr(resolve(address.path).func, "cls", None), "filterset_class", None)
        if filters is not None and address.path.startswith("/api/v1/"):
            yield address.path.removeprefix("/api/v1"), filters


def _narrowed(path: str, filters: Any) -> Iterator[Asked]:
    for name, one in filters.base_filters.items():
        if name == "q" and path.startswith("/api/"):
            continue  # the same statement as on the page
        for value in _values(name, one):
            yield Asked(f"{path}?{name}={value}", SEARCH if name == "q" else FILTER, f"{path}?{name}={value}")


def _values(name: str, one: Any) -> list[Any]:
    if isinstance(one, django_filters.ChoiceFilter):
        choices = [value for value, _words in one.field.choices if value]
        return choices if name == "state" else [choices[0], choices[-1]]
    if isinstance(one, django_filters.ModelChoiceFilter):
        return ["AN", "PB", "SIN"]
    if isinstance(one, django_filters.DateFilter):
        today = timezone.localdate()
        return [today - timedelta(days=30), today + timedelta(days=1), today - timedelta(days=3 * 365 - 10)]
    if isinstance(one, django_filters.NumberFilter):
        return [0.9]
    return list(TEXTS.get(name, ()))


def _rows(kind: str) -> dict[str, int]:
    model = KINDS[kind]
    newest = model.objects.order_by("-pk").values_list("pk", flat=True)[:1]
    found = dict(zip(("newest",), newest, strict=False))
    most = _most(kind)
    return found | ({"busiest": most} if most else {})


def _most(kind: str) -> int | None:
    """The row with the most of what its page shows."""
    if kind == "traders":
        return _busiest(ConsignmentParty.objects.all(), "trader")
    if kind == "alerts":
        return _busiest(Match.objects.all(), "alert")
    return None


def _busiest(rows: Any, by: str) -> int | None:
    found = rows.values_list(by).annotate(many=Count("pk")).order_by("-many").first()
    return found[0] if found else None
