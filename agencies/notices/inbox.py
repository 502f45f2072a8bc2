"""The inbox: what waits for the viewer, what the viewer waits for, and what is overdue, over all rooms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.access import Viewer
from hub.kit import room
from hub.kit.errors import Invalid
from hub.kit.room import Waiting
from hub.kit.waiting import Line, Waits

#: How many rows of one sort the inbox shows; the page of the room has them all.
SHOWN = 25


class Tab(Enum):
    """A part of the inbox."""

    MINE = "mine"
    OTHERS = "others"
    OVERDUE = "overdue"

    @property
    def label(self) -> Any:
        return _LABELS[self]


_LABELS = {Tab.MINE: _("Waiting for me"), Tab.OTHERS: _("Waiting for others"), Tab.OVERDUE: pgettext_lazy("inbox", "Overdue")}


def tab_of(given: Mapping[str, Any]) -> Tab:
    """The tab that an address asks for. Raises Invalid (`tab`)."""
    asked = given.get("tab", "") or Tab.MINE.value
    if asked not in (tab.value for tab in Tab):
        raise Invalid(_("There is no such tab."), field="tab")
    return Tab(asked)


@dataclass(frozen=True, slots=True)
class Waited:
    """One row that waits: its sort, since when, until when it is to be decided, whether that is over, and for whom."""

    heading: str
    line: Line
    since: datetime
    until: datetime
    overdue: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Inbox:
    """The rows of a tab, those first that are to be decided first; `more` are the sorts of which it does not show all."""

    tab: Tab
    rows: list[Waited]
    more: list[tuple[str, str]]

    @property
    def count(self) -> str:
        """How many they are: `12`, or `25+`."""
        return f"{len(self.rows)}{'+' if self.more else ''}"


def read(viewer: Viewer, tab: Tab, *, shown: int = SHOWN, at_home: bool = False) -> Inbox:
    """What waits in a tab, with the viewer's own eyes: `shown` rows of each sort at most."""
    now, found, more = timezone.now(), [], []
    for waiting, waits in _of_rooms(viewer, at_home=at_home):
        for mine, rows in _parts(waits, tab, now):
            page = list(rows[:shown + 1])
            found += [_waited(waiting, waits, row, mine=mine, now=now) for row in page[:shown]]
            if len(page) > shown:
                more.append((str(waiting.heading), reverse(waiting.page)))
    return Inbox(tab, sorted(found, key=lambda row: row.until), list(dict.fromkeys(more)))


def _of_rooms(viewer: Viewer, *, at_home: bool) -> Iterator[tuple[Waiting, Waits]]:
    for waiting in room.waiting():
        if waiting.at_home or not at_home:
            waits: Waits | None = import_string(waiting.rows)(viewer)
            if waits is not None:
                yield waiting, waits


def _parts(waits: Waits, tab: Tab, now: datetime) -> Iterator[tuple[bool, QuerySet[Any]]]:
    for mine, rows in ((True, waits.mine), (False, waits.others)):
        if rows is None:
            continue
        if tab is Tab.OVERDUE:
            yield mine, waits.overdue(rows, now=now)
        elif mine == (tab is Tab.MINE):
            yield mine, waits.timed(rows)


def _waited(waiting: Waiting, waits: Waits, row: Any, *, mine: bool, now: datetime) -> Waited:
    return Waited(str(waiting.heading), waits.line(row), row.waits_since, row.waits_until, row.waits_until < now, mine)
