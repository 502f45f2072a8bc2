"""Pages of what a function of the database gives: by the id of the last row seen, as lists of tables are paged."""

from django.db.models import BigIntegerField
from rest_framework.request import Request
from rest_framework.utils.urls import remove_query_param, replace_query_param

from hub.kit.keyset import Key, Keyset
from hub.kit.paging import Page
from intel.knowledge.known import Known, Question, known

_BY_ID = Keyset((Key("id", True, BigIntegerField(), False),), "hub.keyset:knowledge")


def page_of(question: Question, request: Request, *, size: int) -> Page:
    """The page that `?cursor=` of the address asks for. Raises Invalid (`cursor`)."""
    cursor, address = request.query_params.get("cursor"), request.build_absolute_uri()
    backwards, values = _BY_ID.read(cursor) if cursor else (False, [None])
    at = {"newer_than": values[0]} if backwards else {"older_than": values[0]}
    found = known(question, at_most=size + 1, **at)
    more, rows = len(found) > size, found[-size:] if backwards else found[:size]
    if not rows:
        return Page([], remove_query_param(address, "cursor") if cursor else None, None)
    newer = _at(address, rows[0], backwards=True) if (more if backwards else cursor) else None
    return Page(rows, newer, _at(address, rows[-1], backwards=False) if more or backwards else None)


def _at(address: str, row: Known, *, backwards: bool) -> str:
    return str(replace_query_param(address, "cursor", _BY_ID.cursor(row, backwards=backwards)))
