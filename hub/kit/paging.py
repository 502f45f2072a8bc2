"""Keyset paging, the same for pages and API: stable while rows are added, and as cheap on page 1,000 as on page 1."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import QuerySet
from django.http import HttpRequest
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.utils.urls import remove_query_param, replace_query_param

from hub.kit.keyset import Keyset


class KeysetPagination(CursorPagination):
    """Pages by all the values that order the last row seen. A view may set `ordering`; it must end in a unique field.

    Takes from DRF's cursors how sizes are asked for and answers described, but not the cursors themselves: those hold the
    first field only and count on from there, up to 1,000 rows.
    """

    page_size = 25
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = "-id"

    def get_ordering(self, request: Any, queryset: Any, view: Any) -> tuple[str, ...]:
        """The order of the queryset, else that of the view, else newest first."""
        ordering = queryset.query.order_by or getattr(view, "ordering", None) or self.ordering
        return (ordering,) if isinstance(ordering, str) else tuple(ordering)

    def paginate_queryset(self, queryset: QuerySet[Any], request: Any, view: Any = None) -> list[Any]:
        """The rows of the page that the address asks for. Raises Invalid (`cursor`)."""
        keyset = Keyset.of(queryset, self.get_ordering(request, queryset, view))
        size = self.get_page_size(request) or self.page_size
        cursor = request.query_params.get(self.cursor_query_param)
        backwards, values = keyset.read(cursor) if cursor else (False, None)
        along = keyset.reversed if backwards else keyset
        rows = queryset.order_by(*along.ordering())
        with _in_order(queryset):
            found = list((rows if values is None else along.after(rows, values))[:size + 1])
        more, page = len(found) > size, found[:size]
        if backwards:
            page.reverse()
        self._address = request.build_absolute_uri()
        self._newer = self._older = None
        if page and (more if backwards else values is not None):
            self._newer = self._at(keyset.cursor(page[0], backwards=True))
        if page and (more or backwards):
            self._older = self._at(keyset.cursor(page[-1], backwards=False))
        if not page and values is not None:  # the rows beyond have gone since
            self._newer = remove_query_param(self._address, self.cursor_query_param)
        return page

    def get_previous_link(self) -> str | None:
        """The address of the page before, if there is one."""
        return self._newer

    def get_next_link(self) -> str | None:
        """The address of the page after, if there is one."""
        return self._older

    def _at(self, cursor: str) -> str:
        return str(replace_query_param(self._address, self.cursor_query_param, cursor))


@contextmanager
def _in_order(queryset: QuerySet[Any]) -> Iterator[None]:
    """Let the rows of a list that nothing narrows be read by the index of its order, without being put in order.

    PostgreSQL cannot know how many rows bear one of the viewer's labels, guesses far too few, and would fetch and sort all of
    them for the first 25. Of a list that is narrowed it may be right; who sees few rows pays for a walk along the index.
    """
    if queryset.query.where:
        yield
        return
    with connections[queryset.db].cursor() as cursor:
        cursor.execute("set local enable_sort = off")
        yield
        cursor.execute("set local enable_sort = on")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows and where its neighbours are: addresses, or None at an end."""

    rows: list[Any]
    newer: str | None
    older: str | None


def page_of(queryset: QuerySet[Any], request: HttpRequest, *, size: int = 25) -> Page:
    """The page of `queryset` that the address of `request` asks for with `?cursor=`.

    The queryset's own order is used and must end in a unique field. Raises Invalid (`cursor`) for a cursor that was not
    made by this list, or was changed.
    """
    pager = KeysetPagination()
    pager.page_size = size
    rows = pager.paginate_queryset(queryset, Request(request), view=None)
    return Page(rows=rows, newer=pager.get_previous_link(), older=pager.get_next_link())
