"""What stands above the rows of a list, whatever its room."""

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from agencies.access.door import viewer_of
from agencies.lists import choosing
from agencies.lists.formats import Format
from agencies.lists.tables import columns_of
from agencies.notices.visits import NEW
from hub.kit.listing import Listing

register = template.Library()


@register.inclusion_tag("lists/_tools.html", takes_context=True)
def list_tools(context: Context, listing: Listing) -> dict[str, Any]:
    """How many rows, filters by name, what is new, columns, files. The columns that are left out are told to the style sheet."""
    request, page = context["request"], context.get("page")
    viewer, shown = viewer_of(request), columns_of(viewer_of(request), listing)
    given = {name: request.GET[name] for name in listing.filters.base_filters if request.GET.get(name)}
    left_out = [number for number, each in enumerate(listing.columns, 1) if shown and not each.fixed and each.name not in shown]
    toggled = request.GET.copy()
    toggled.pop("cursor", None)
    is_new = toggled.pop(NEW, [""])[-1] == "1"
    if not is_new:
        toggled[NEW] = "1"
    return {
        "request": request, "listing": listing, "query": request.GET.urlencode(), "given": given,
        "columns": [(each, each.fixed or not shown or each.name in shown) for each in listing.columns],
        "left_out": left_out, "kept": choosing.kept(listing, by=viewer, now=given), "formats": Format.choices,
        "total": len(page.rows) if page is not None and not page.newer and not page.older else None,
        "has_new": NEW in listing.filters.base_filters, "is_new": is_new,
        "new_address": f"{reverse(listing.page)}?{toggled.urlencode()}"}
