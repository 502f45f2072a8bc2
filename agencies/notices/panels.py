"""What this room shows on every page, the bell, and on the first: the top of the inbox, and what is new since the last visit."""

from typing import Any

from django.http import HttpRequest

from agencies.access.door import viewer_of
from agencies.notices import inbox, selectors
from agencies.notices.inbox import Tab
from agencies.notices.visits import last_visit

#: How much of the inbox, and of what is new, the first page shows.
AT_HOME = 6


def bell(request: HttpRequest, _row: None) -> dict[str, Any] | None:
    """How many notices the viewer has not looked at."""
    return {"unseen": selectors.unseen_count()} if viewer_of(request).may("agencies.enter") else None


def at_home(request: HttpRequest, _row: None) -> dict[str, Any] | None:
    """What waits for the viewer, those first that are to be decided first; and what the viewer was told since the last visit."""
    viewer = viewer_of(request)
    if not viewer.may("notices.view_inbox"):
        return None
    visited = last_visit(viewer)
    return {"rows": inbox.read(viewer, Tab.MINE, shown=AT_HOME, at_home=True).rows[:AT_HOME], "visited": visited,
            "told": selectors.since(visited, shown=AT_HOME)}
