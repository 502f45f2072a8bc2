"""Searches that people keep by name: saved, called otherwise, removed. Each is its person's alone."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.transaction import atomic
from django.utils.translation import gettext as _

from agencies.access import Viewer, require
from agencies.audit import record
from hub.kit.errors import Invalid
from hub.kit.rows import lock
from hub.kit.text import require_seen
from intel.search.finding import snapshot
from intel.search.models import SavedSearch
from intel.search.searching import CHOICES, question_in

#: How many one person keeps.
MOST = 50
LONGEST_NAME = 60

_TURN = "select pg_advisory_xact_lock(hashtextextended('searches of ' || %s, 0))"


def saved() -> QuerySet[SavedSearch]:
    """Those of the viewer, by name."""
    return SavedSearch.objects.order_by("name", "pk")


@atomic
def save(name: str, given: Mapping[str, str], *, by: Viewer, tells: bool = False) -> SavedSearch:
    """Keep the search of an address (`?q=…&kind=…`) under a name, and tell what is new. Raises NotAllowed, Invalid."""
    require(by, "search.view_entry")
    name, kept = _named(name), _kept(given)
    with connection.cursor() as cursor:  # one after the other, so that there are never more, and none has the name of another
        cursor.execute(_TURN, [by.user_id])
    _require_free(name)
    if saved().count() >= MOST:
        raise Invalid(_("At most %(most)s searches are saved. Remove one first.") % {"most": MOST}, field="name")
    row = SavedSearch.objects.create(person_id=by.user_id, name=name, given=kept, tells=tells, heard=snapshot() if tells else "")
    record("search.saved", by=by, on=row, **_told(row))
    return row


@atomic
def tell(search: SavedSearch, tells: bool, *, by: Viewer) -> SavedSearch:
    """From now on tell the person of what is new and fits, or no more. Raises NotAllowed."""
    require(by, "search.view_entry")
    row = lock(search)
    if tells != row.tells:
        row.tells, row.heard = tells, snapshot() if tells else ""
        row.save(update_fields=["tells", "heard"])
        record("search.saved_changed", by=by, on=row, fields=["tells"])
    return row


@atomic
def rename(search: SavedSearch, name: str, *, by: Viewer) -> SavedSearch:
    """Call it otherwise. Raises NotAllowed, Invalid (`name`)."""
    require(by, "search.view_entry")
    row, name = lock(search), _named(name)
    if name != row.name:
        _require_free(name)
        row.name = name
        row.save(update_fields=["name"])
        record("search.saved_changed", by=by, on=row, fields=["name"])
    return row


@atomic
def remove(search: SavedSearch, *, by: Viewer) -> None:
    """Keep it no longer."""
    row = lock(search)
    record("search.saved_removed", by=by, on=row, **_told(row))
    row.delete()


def wrong(search: SavedSearch) -> str:
    """Why it finds nothing any more, an agency that is not there for instance; empty where it can be asked."""
    try:
        question_in(search.given)
    except Invalid as error:
        return str(error.message)
    return ""


def _kept(given: Mapping[str, str]) -> dict[str, str]:
    if not question_in(given).wanted:
        raise Invalid(_("There is nothing to save: say what to find first."), field="q")
    return {name: value for name in ("q", *CHOICES) if (value := " ".join(given.get(name, "").split()))}


def _named(name: str) -> str:
    name = " ".join(name.split())
    require_seen(name, "name")
    if not name:
        raise Invalid(_("Give a name."), field="name")
    if len(name) > LONGEST_NAME:
        raise Invalid(_("At most %(most)s characters.") % {"most": LONGEST_NAME}, field="name")
    return name


def _require_free(name: str) -> None:
    if saved().filter(name=name).exists():
        raise Invalid(_("You have a saved search of this name already."), field="name")


def _told(row: SavedSearch) -> dict[str, Any]:
    """What the log says of it, as of a search."""
    filters = dict(row.given)
    return {"terms": filters.pop("q", ""), "filters": filters} | ({"tells": True} if row.tells else {})
