"""Panels that higher rooms show on pages of lower rooms: the page leaves a named place, other rooms fill it.

Both are said in `apps.py` (`hub/kit/room.py`); the page calls `panels_for` with its row.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from hub.kit import room

#: A tile counts no further than this: "99+" says as much as a slower, exact number.
MOST = 100


def panels_for(place: str, request: HttpRequest, row: Any = None) -> list[SafeString]:
    """The panels of a place as HTML, in their order, for `{% for panel in panels %}{{ panel }}{% endfor %}`.

    Raises LookupError for a place that no room declares.
    """
    if place not in room.panels():
        raise LookupError(f"No room has a place {place!r}; there are {', '.join(sorted(room.panels()))}.")
    filled = ((panel.template, import_string(panel.context)(request, row)) for panel in room.panels()[place])
    return [SafeString(render_to_string(template, context, request)) for template, context in filled if context is not None]


def counted(rows: QuerySet[Any]) -> str:
    """How many rows there are, as a tile shows it."""
    found = rows.order_by()[:MOST].count()
    return f"{MOST - 1}+" if found >= MOST else str(found)
