"""A collision within an agency that nobody else must notice (`tests/rules/hidden.py`)."""

from typing import Any

from agencies.access import looking_as
from intel.deconfliction.models import Side
from tests.deconfliction import making


def hide(by: Any, consignment: Any) -> dict[str, int]:
    """Of two alerts of one agency."""
    for action in (making.DISCREET, making.SPECIFIC):
        making.alert(by, action, ("plate", "9999-WIP", "BO"), label=f"Camión Wiphala {action}")
    making.compared()
    with looking_as(by):
        return {"side": Side.objects.get(alert__subject__label__startswith="Camión Wiphala").pk}
