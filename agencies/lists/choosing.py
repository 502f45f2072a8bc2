"""What a person keeps of a list: the columns that they want to see, and filters under a name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.db.models import QuerySet
from django.db.transaction import atomic
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.access import Viewer
from agencies.lists.models import ColumnChoice, SavedFilter
from agencies.lists.tables import known
from hub.kit.errors import Invalid
from hub.kit.listing import Listing
from hub.kit.text import require_seen

#: How many filters of one list somebody keeps, and how long their address may be.
MOST_FILTERS, LONGEST_NAME, LONGEST_QUERY = 20, 60, 1000


def choose(listing: Listing, columns: Sequence[str], *, by: Viewer) -> None:
    """Show these columns of a list from now on, and those that always stand. Without any, or with all, as it is by itself.

    Raises Invalid (`columns`).
    """
    known(listing, columns)
    choices = ColumnChoice.objects.filter(person=by.user_id, listing=listing.name)
    wanted = [each.name for each in listing.columns if each.fixed or each.name in columns]
    if not columns or len(wanted) == len(listing.columns):
        choices.delete()
    else:
        ColumnChoice.objects.update_or_create(person_id=by.user_id, listing=listing.name, defaults={"columns": wanted})


@dataclass(frozen=True, slots=True)
class Kept:
    """A filter by name: where it leads, whether it is the one that is in force, and what is wrong with it by now."""

    pk: int
    name: str
    address: str
    is_now: bool
    wrong: str


def kept(listing: Listing, *, by: Viewer, now: Mapping[str, str]) -> list[Kept]:
    """The filters of a list that the viewer keeps, by name."""
    query = _query(listing, now)
    return [Kept(one.pk, one.name, f"{reverse(listing.page)}?{one.query}", one.query == query, wrong(listing, one.query))
            for one in own(listing, by=by)]


def own(listing: Listing, *, by: Viewer) -> QuerySet[SavedFilter]:
    """What the viewer keeps of a list, by name."""
    return SavedFilter.objects.filter(person=by.user_id, listing=listing.name).order_by("name")


def wrong(listing: Listing, query: str) -> str:
    """Why filters cannot be used; empty where they can."""
    there, data = set(listing.filters.base_filters), QueryDict(query)
    if gone := [name for name, _value in parse_qsl(query) if name not in there]:
        return _("The list has no filter “%(name)s” any more.") % {"name": gone[0][:40]}
    form = listing.filters(data, queryset=listing.rows().none())
    return "" if form.is_valid() else " ".join(str(problem) for problems in form.errors.values() for problem in problems)


@atomic
def keep(listing: Listing, name: str, given: Mapping[str, str], *, by: Viewer) -> SavedFilter:
    """Keep filters and order of an address under a name; what was kept under it is written anew. Raises Invalid."""
    name, query = _named(name), _query(listing, given)
    if not query:
        raise Invalid(_("There is no filter to save: choose one first."), field="name")
    if len(query) > LONGEST_QUERY or wrong(listing, query):
        raise Invalid(wrong(listing, query) or _("These filters are too long to be saved."), field="name")
    there = own(listing, by=by)
    if not there.filter(name=name).exists() and there.count() >= MOST_FILTERS:
        raise Invalid(_("At most %(most)s filters of a list are saved. Delete one first.") % {"most": MOST_FILTERS}, field="name")
    return SavedFilter.objects.update_or_create(person_id=by.user_id, listing=listing.name, name=name,
                                                defaults={"query": query})[0]


@atomic
def rename(saved: SavedFilter, name: str, *, by: Viewer) -> None:
    """Call it otherwise. Raises Invalid (`name`)."""
    name = _named(name)
    if SavedFilter.objects.filter(person=by.user_id, listing=saved.listing, name=name).exclude(pk=saved.pk).exists():
        raise Invalid(_("You have a filter of this name already."), field="name")
    SavedFilter.objects.filter(pk=saved.pk).update(name=name)


def _named(name: str) -> str:
    name = " ".join(name.split())
    require_seen(name, "name")
    if not name:
        raise Invalid(_("Give a name."), field="name")
    if len(name) > LONGEST_NAME:
        raise Invalid(_("At most %(most)s characters.") % {"most": LONGEST_NAME}, field="name")
    return name


def _query(listing: Listing, given: Mapping[str, str]) -> str:
    """What of an address are filters of the list, in their order."""
    return urlencode([(name, given[name]) for name in listing.filters.base_filters if given.get(name)])
