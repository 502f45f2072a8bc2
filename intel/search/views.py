"""The page of the search."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from agencies.access import require
from agencies.access.door import viewer_of
from hub.kit.errors import Invalid
from hub.kit.pages import render_page
from hub.kit.paging import Page
from intel.search.finding import MOST, Facet
from intel.search.searching import CHOICES, Result, search


@login_required
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What fits what was typed, with how it divides. What cannot be searched for is said on the page, as a bad request."""
    viewer = viewer_of(request)
    require(viewer, "search.view_entry")
    given = {name: request.GET.get(name, "") for name in ("q", *CHOICES)}
    try:
        result = search(request.GET, by=viewer)
    except Invalid as error:
        return render_page(request, "search/page.html", {"given": given, "error": error.message, "result": None},
                           status=error.status)
    return render_page(request, "search/page.html", {
        "given": given, "error": "", "result": result, "most": MOST, "chosen": _chosen(given, result),
        "facets": _facets(given, result), "page": Page(
            result.lines, newer=_at(given, result.page - 1) if result.page > 1 else None,
            older=None if result.is_last else _at(given, result.page + 1))})


def _at(given: dict[str, str], page: int = 1, changed: dict[str, str] | None = None) -> str:
    wanted = {name: value for name, value in {**given, **(changed or {})}.items() if value}
    return "?" + urlencode(wanted | ({"page": str(page)} if page > 1 else {}))


def _facets(given: dict[str, str], result: Result) -> dict[str, list[tuple[Facet, str]]]:
    """The facets, each with the address that narrows to it."""
    answer = result.answer
    agencies = answer.agencies if len(answer.agencies) > 1 else ()
    years = answer.years if len(answer.years) > 1 else ()
    return {"kinds": [(facet, _at(given, changed={"kind": facet.value})) for facet in answer.kinds],
            "agencies": [(facet, _at(given, changed={"agency": facet.value})) for facet in agencies],
            "years": [(facet, _at(given, changed={"since": facet.value, "until": facet.value})) for facet in years]}


def _chosen(given: dict[str, str], result: Result) -> list[tuple[Any, str]]:
    """What it is narrowed to beside the text, each with the address without it."""
    kinds = {facet.value: facet.words for facet in result.answer.kinds}
    dropped = {"kind": {"kind": ""}, "agency": {"agency": ""}, "since": {"since": "", "until": ""}}
    return [(kinds.get(given[name], given[name]), _at(given, changed=without))
            for name, without in dropped.items() if given[name]]
