"""The page of the search, and what is done there with saved searches."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.access import require
from agencies.access.door import row_or_absent, viewer_of
from hub.kit.errors import Invalid
from hub.kit.pages import done, render_page
from hub.kit.paging import Page
from intel.search import saving
from intel.search.finding import MOST, Facet
from intel.search.models import News, SavedSearch
from intel.search.searching import CHOICES, NEW, Result, search


@login_required
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What fits what was typed, with how it divides. What cannot be searched for is said on the page, as a bad request."""
    viewer = viewer_of(request)
    require(viewer, "search.view_entry")
    given = _given(request)
    try:
        result = search(request.GET, by=viewer)
    except Invalid as error:
        return render_page(request, "search/page.html", {
            "given": given, "error": error.message, "result": None, "saved": _saved(), "query": ""}, status=error.status)
    return render_page(request, "search/page.html", {
        "given": given, "error": "", "result": result, "most": MOST, "saved": _saved(), "query": _at(given),
        "chosen": _chosen(given, result), "facets": _facets(given, result), "page": Page(
            result.lines, newer=_at(given, result.page - 1) if result.page > 1 else None,
            older=None if result.is_last else _at(given, result.page + 1))})


@require_POST
def act_save(request: HttpRequest) -> HttpResponse:
    """Keep the search of the address under a name."""
    row = saving.save(request.POST.get("name", ""), request.GET, by=viewer_of(request), tells="tells" in request.POST)
    done(request, _("The search is saved as “%(name)s”.") % {"name": row.name})
    return _back(request)


@require_safe
def news(request: HttpRequest, pk: int) -> HttpResponse:
    """To what is new since then and fits the saved search."""
    row = row_or_absent(News.objects.select_related("search"), pk)
    require(viewer_of(request), "search.view_entry")
    return redirect(reverse("search:page") + _at({**row.search.given, NEW: str(row.pk)}))


@require_POST
def act_tell(request: HttpRequest, pk: int) -> HttpResponse:
    """Be told of what is new and fits a saved search, or no more."""
    row = saving.tell(_row(pk), request.POST.get("tells") == "yes", by=viewer_of(request))
    done(request, (_("You are told of what is new for “%(name)s”.") if row.tells else
                   _("You are told no more of what is new for “%(name)s”.")) % {"name": row.name})
    return _back(request)


@require_POST
def act_rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a saved search otherwise."""
    saving.rename(_row(pk), request.POST.get("name", ""), by=viewer_of(request))
    return _back(request)


@require_POST
def act_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a search no longer."""
    row = _row(pk)
    saving.remove(row, by=viewer_of(request))
    done(request, _("“%(name)s” is removed.") % {"name": row.name})
    return _back(request)


def _row(pk: int) -> SavedSearch:
    return row_or_absent(saving.saved(), pk)


def _back(request: HttpRequest) -> HttpResponse:
    """To the search, as it was."""
    return redirect(reverse("search:page") + _at(_given(request)))


def _given(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in ("q", *CHOICES, NEW)}


def _saved() -> list[tuple[SavedSearch, str]]:
    """The searches that the viewer saved, each with what is wrong with it by now."""
    return [(row, saving.wrong(row)) for row in saving.saved()]


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
    kinds[given[NEW]] = _("What is new")
    dropped = {NEW: {NEW: ""}, "kind": {"kind": ""}, "agency": {"agency": ""}, "since": {"since": "", "until": ""}}
    return [(kinds.get(given[name], given[name]), _at(given, changed=without))
            for name, without in dropped.items() if given[name]]
