"""Keyset paging, the same for pages and API: stable while rows are added, and as cheap on page 1,000 as on page 1."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request


class KeysetPagination(CursorPagination):
    """Pages by the values of the last row seen, not by counting. A view may set `ordering`; it must end in a unique field."""

    page_size = 25
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = "-id"

    def get_ordering(self, request: Any, queryset: Any, view: Any) -> tuple[str, ...]:
        """The order of the view, else that of the queryset, else newest first."""
        ordering = getattr(view, "ordering", None) or queryset.query.order_by or self.ordering
        return (ordering,) if isinstance(ordering, str) else tuple(ordering)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows and where its neighbours are: addresses, or None at an end."""

    rows: list[Any]
    newer: str | None
    older: str | None


def page_of(queryset: QuerySet[Any], request: HttpRequest, *, size: int = 25) -> Page:
    """The page of `queryset` that the address of `request` asks for with `?cursor=`.

    The queryset's own order is used and must end in a unique field. A cursor that was tampered with raises
    `rest_framework.exceptions.NotFound`, which the error pages answer as an absent page.
    """
    pager = KeysetPagination()
    pager.page_size = size
    rows = pager.paginate_queryset(queryset, Request(request), view=None)
    return Page(rows=list(rows or []), newer=pager.get_previous_link(), older=pager.get_next_link())
