"""The menu of a viewer: what the roles allow, the place where the page is, and who is looking."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from agencies.roles import Role
from hub.kit import room
from hub.kit.panels import panels_for
from hub.kit.room import MenuEntry


def for_viewer(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `menu` for the request's viewer, `viewer`, the labels of the roles, and the panels of the `top` bar.

    `menu` is a list of (heading, items); an item has label, address, icon, key and current. Nobody gets no menu.
    """
    viewer = getattr(request, "viewer", None)
    if viewer is None or viewer.is_nobody:
        return {"viewer": None, "menu": [], "top": [], "viewer_roles": [], "can_search": False}
    return {
        "viewer": viewer,
        "can_search": viewer.may("search.view_entry"),
        "searched_for": request.GET.get("q", "") if request.path_info == reverse("search:page") else "",
        "menu": _menu(request, viewer),
        "top": SimpleLazyObject(lambda: panels_for("top", request)),
        "viewer_roles": [role.label for role in Role if role.value in viewer.roles],
    }


def _menu(request: HttpRequest, viewer: Any) -> list[tuple[Any, list[dict[str, Any]]]]:
    menu = [(section.label, [_item(entry, request) for entry in entries if not entry.act or viewer.may(entry.act)])
            for section, entries in room.menu()]
    nearest = max((len(item["address"]) for _heading, items in menu for item in items if item["current"]), default=0)
    for _heading, items in menu:
        for item in items:
            item["current"] = item["current"] and len(item["address"]) == nearest
    return [(heading, items) for heading, items in menu if items]


def _item(entry: MenuEntry, request: HttpRequest) -> dict[str, Any]:
    address, here = reverse(entry.page), request.path_info
    current = here == address or (entry.page != "home" and here.startswith(address))
    return {"label": entry.label, "address": address, "icon": entry.icon, "key": entry.key, "current": current}
