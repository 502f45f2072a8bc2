"""A query that nobody but its agency must notice (`tests/rules/hidden.py`)."""

from typing import Any

from agencies.access import looking_as
from intel.queries.services import ask
from tests.queries.asking import entry


def hide(by: Any, consignment: Any) -> dict[str, int]:
    """By the owner of the hidden things, about one of them."""
    with looking_as(by):
        return {"query": ask(by=by, entry=entry(names=("Wiphala del Sur",))).pk}
