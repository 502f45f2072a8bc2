"""Panels: what a higher room shows on the page of a lower one, which does not know it.

The lower room's page asks `panels_for("trade.trader", request, trader)`; the higher room registers in its `apps.py`.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

#: Gives (template, context) for a row, or None when there is nothing to show to this viewer.
Panel = Callable[[HttpRequest, Any], tuple[str, dict[str, Any]] | None]

_panels: dict[str, list[Panel]] = defaultdict(list)


def register(place: str, panel: Panel) -> None:
    """Show a panel at a place, named `room.page`. Registering the same panel again changes nothing."""
    if panel not in _panels[place]:
        _panels[place].append(panel)


def panels_for(place: str, request: HttpRequest, row: Any) -> list[SafeString]:
    """The panels of a place as HTML, in the order of the rooms, for `{% for panel in panels %}{{ panel }}{% endfor %}`."""
    made = (panel(request, row) for panel in _panels[place])
    return [SafeString(render_to_string(template, context, request)) for template, context in filter(None, made)]
