"""What views of pages and of the API read from a request: who is looking, which rows, which number, which revision."""

from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django_filters import FilterSet
from rest_framework.request import Request

from agencies.access.viewer import Viewer
from agencies.audit import record
from hub.kit import room, sorting
from hub.kit.errors import Invalid, NotFound
from hub.kit.limits import LARGEST
from hub.kit.listing import Listing
from hub.kit.paging import Page, page_of
from hub.kit.several import Choosing
from hub.kit.sorting import narrowed_by

Row = TypeVar("Row", bound=Model)


class HubRequest(HttpRequest):
    """A request after `LookingAsMiddleware`: it carries who is looking."""

    viewer: Viewer


def viewer_of(request: HttpRequest | Request) -> Viewer:
    """Who is looking: the owner of the session or of the token, or nobody."""
    return cast(HubRequest, getattr(request, "_request", request)).viewer


def number_of(text: str) -> int | None:
    """The number that a text writes in plain decimal digits, if the database could hold it: an id, a revision.

    `isdigit` is not enough: it takes `²`, which `int` does not, and any length, which `int` does not either.
    """
    if not text.isascii() or not text.isdecimal() or len(text) > 19:
        return None
    number = int(text)
    return number if number <= LARGEST else None


def revision_of(request: HttpRequest) -> int | None:
    """The revision of the thing that the person had before their eyes, or None when the form says none.

    Raises Invalid (`revision`) for what is no number.
    """
    given = request.POST.get("revision", "").strip()
    if not given:
        return None
    revision = number_of(given)
    if revision is None:
        raise Invalid(_("This is no revision. Reload the page and try again."), field="revision")
    return revision


def row_or_absent(rows: QuerySet[Row], pk: int) -> Row:
    """The row of that number, if it is among those the viewer may see. Raises NotFound."""
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list as it was asked for: `given` are the filters with what was chosen, or nothing; `choosing`, what the
    viewer can do with several rows; `sorts`, by what it can be sorted, and in which words; `listing`, what a file of it holds."""

    page: Page
    given: dict[str, str]
    errors: Any
    choosing: Choosing | None = None
    sorts: tuple[tuple[str, str], ...] = ()
    listing: Listing | None = None

    @property
    def rows(self) -> list[Any]:
        """The rows of the page."""
        return self.page.rows

    def shown(self, **more: Any) -> dict[str, Any]:
        """What the template of a list takes."""
        return {"page": self.page, "rows": self.rows, "given": self.given, "narrowed": narrowed_by(self.given),
                "errors": self.errors, "choosing": self.choosing, "sorts": self.sorts, "listing": self.listing, **more}


def found(request: HttpRequest, filters: type[FilterSet], rows: QuerySet[Any], action: str, *, size: int = 25) -> Found:
    """The page of a list that the address asks for, with the record of what was looked for (`report.searched`).

    Filters that cannot be used find nothing, and `errors` says why.
    """
    chosen = filters(request.GET, queryset=rows)
    page = page_of(chosen.qs if chosen.is_valid() else rows.none(), request, size=size)
    record_search(request, filters, action, found=len(page.rows))
    sorted_by, listing = chosen.filters.get(sorting.NAME), room.listing_of(filters)
    return Found(page, chosen_in(request, filters), chosen.errors, choosing(listing, by=viewer_of(request)) if listing else None,
                 tuple(sorted_by.extra["choices"]) if sorted_by else (), listing)


def choosing(listing: Listing, *, by: Viewer) -> Choosing:
    """What the viewer can do with several rows of a list."""
    pages = room.chosen().get(listing.rows().model._meta.label_lower, ())
    return Choosing(listing, tuple(each for each in listing.several if any(map(by.may, each.acts))),
                    tuple(each for each in pages if by.may(each.act)))


def chosen_in(request: HttpRequest | Request, filters: type[FilterSet]) -> dict[str, str]:
    """Every filter with what was chosen, or nothing."""
    return {name: request.GET.get(name, "") for name in filters.base_filters}


def record_search(request: HttpRequest | Request, filters: type[FilterSet], action: str, *, found: int) -> None:
    """Note what was looked for and how much was shown; the words apart from the other filters."""
    chosen = chosen_in(request, filters)
    words: dict[str, Any] = {"terms": chosen.pop("q")} if "q" in chosen else {}
    record(action, by=viewer_of(request), **words, found=found, filters={name: value for name, value in chosen.items() if value})
