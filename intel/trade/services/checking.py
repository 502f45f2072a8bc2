"""Why a declaration cannot be kept: nothing is cut, so what does not fit is given back with the reason."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from hub.kit.canonical import canonical
from intel.trade.models import Consignment, GoodsItem, Trader, TraderIdentifier, TransportUnit
from intel.trade.values import Declaration

#: The escape of canonical JSON for the sign; not a backslash that somebody wrote before "u0000".
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_MOST_VALUE, _MOST_WEIGHT = Decimal(10) ** 18, Decimal(10) ** 15

#: What a declaration calls it, and the column that keeps it.
_OF_DECLARATION = {"number": "number", "office": "office", "regime": "procedure", "transport_mode": "transport_mode",
                   "country_of_departure": "country_of_departure", "country_of_destination": "country_of_destination",
                   "route": "route", "currency": "currency"}
_OF_ITEM = {"hs_code": "hs_code", "description": "description", "origin": "country_of_origin", "currency": "currency"}
_OF_PARTY = {"name": "name", "country": "country", "address": "address", "birth_date": "birth_date"}
_OF_NUMBER = {"value": "value", "country": "country"}
_OF_TRANSPORT = {"id": "value", "country": "country"}


def fault(declaration: Declaration) -> str:
    """Why a declaration cannot be kept, or nothing."""
    if not declaration.number:
        return _("The number is missing.")
    values = [declaration.value, *(item.value for item in declaration.items)]
    weights = [declaration.gross_kg, *(item.net_kg for item in declaration.items)]
    if any(value is not None and not -_MOST_VALUE < value < _MOST_VALUE for value in values):
        return _("A value is larger than any trade.")
    if any(weight is not None and not 0 <= weight < _MOST_WEIGHT for weight in weights):
        return _("A weight is negative or larger than any ship.")
    if reason := next(_too_long(declaration), ""):
        return reason
    try:
        if _NUL.search(canonical(declaration)):
            return _("It contains a null character.")
    except ValueError:
        return _("It contains half of a character.")
    return ""


def _too_long(declaration: Declaration) -> Iterator[str]:
    yield from _longer("", declaration, _OF_DECLARATION, Consignment)
    for number, item in enumerate(declaration.items, 1):
        yield from _longer(_("item %(number)s") % {"number": number}, item, _OF_ITEM, GoodsItem)
    for party in declaration.parties:
        yield from _longer(party.name[:40] or party.role, party, _OF_PARTY, Trader)
        for identifier in party.identifiers:
            yield from _longer(party.name[:40] or party.role, identifier, _OF_NUMBER, TraderIdentifier)
    most = TransportUnit._meta.get_field("value").max_length or 0
    for means in declaration.transports:
        yield from _longer(means.kind, means, _OF_TRANSPORT, TransportUnit)
    for value in (*declaration.containers, *declaration.documents):
        if len(value) > most:
            yield _told("", TransportUnit._meta.get_field("value"), value)


def _longer(where: str, given: Any, columns: dict[str, str], model: type[Model]) -> Iterator[str]:
    for name, most in _lengths(model, tuple(columns.items())):
        if len(text := getattr(given, name)) > most:
            yield _told(where, model._meta.get_field(columns[name]), text)


@cache
def _lengths(model: type[Model], columns: tuple[tuple[str, str], ...]) -> list[tuple[str, int]]:
    """How many characters of each the column keeps."""
    return [(name, model._meta.get_field(column).max_length or 0) for name, column in columns]  # type: ignore[union-attr]


def _told(where: str, field: Any, text: str) -> str:
    name = f"{where}: {field.verbose_name}" if where else str(field.verbose_name)
    return _("“%(name)s” has %(count)s characters; %(most)s can be kept. It begins: %(text)s") % {
        "name": name, "count": len(text), "most": field.max_length, "text": text[:40]}
