"""The menu of a viewer: what the roles allow, the place where the page is, and who is looking."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from agencies.roles import Role


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of the menu: words, the name of its page, its icon, and the act that opens it (empty: everybody)."""

    label: Any
    page: str
    icon: str
    act: str = ""
    key: str = ""


MENU: tuple[tuple[Any, tuple[Entry, ...]], ...] = (
    ("", (
        Entry(_("Home"), "home", "home", key="h"),
        Entry(_("Hits"), "hits:list", "target-arrow", "hits.view_hit", "i"),
    )),
    (_("Intelligence"), (
        Entry(_("Alerts"), "alerts:list", "bell-ringing", "alerts.view_alert", "a"),
        Entry(_("Reports"), "reports:list", "file-text", "reports.view_report", "r"),
        Entry(_("Subjects"), "subjects:list", "user-question", "subjects.view_subject", "s"),
    )),
    (_("Trade"), (
        Entry(_("Traders"), "trade:traders", "building-store", "trade.view_trader", "t"),
        Entry(_("Consignments"), "trade:consignments", "container", "trade.view_consignment", "c"),
        Entry(_("Import"), "exchange:imports", "file-import", "exchange.view_importrun", "m"),
    )),
    (_("Oversight"), (
        Entry(_("Audit log"), "audit:list", "clipboard-check", "audit.view_event", "l"),
        Entry(_("Left by one person"), "audit:left-by-one", "share", "audit.view_leaving"),
        Entry(_("Acts of all agencies"), "audit:acts", "clipboard-check", "audit.count_acts"),
        Entry(_("Users"), "agencies:users", "users", "agencies.administer_users", "u"),
        Entry(_("Failed work"), "work:list", "refresh", "work.administer_work", "w"),
        Entry(_("API"), "api-docs", "api", key="p"),
    )),
)


def for_viewer(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `menu` for the request's viewer, `viewer`, and the labels of the viewer's roles.

    `menu` is a list of (heading, items); an item has label, address, icon, key and current. Nobody gets no menu.
    """
    viewer = getattr(request, "viewer", None)
    if viewer is None or viewer.is_nobody:
        return {"viewer": None, "menu": [], "viewer_roles": []}
    return {
        "viewer": viewer,
        "menu": _menu(request, viewer),
        "viewer_roles": [role.label for role in Role if role.value in viewer.roles],
    }


def _menu(request: HttpRequest, viewer: Any) -> list[tuple[Any, list[dict[str, Any]]]]:
    menu = [(heading, [item for entry in entries if not entry.act or viewer.may(entry.act)
                       for item in _item(entry, request)]) for heading, entries in MENU]
    return [(heading, items) for heading, items in menu if items]


def _item(entry: Entry, request: HttpRequest) -> list[dict[str, Any]]:
    try:
        address = reverse(entry.page)
    except NoReverseMatch:  # this hub is run without the room
        return []
    here = request.path_info
    current = here == address or (entry.page != "home" and here.startswith(address))
    return [{"label": entry.label, "address": address, "icon": entry.icon, "key": entry.key, "current": current}]
