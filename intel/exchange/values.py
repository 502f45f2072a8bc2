"""Plain values that the readers of this room give: no Django, no database, nothing that changes.

Countries are ISO 3166-1 alpha-2 or "", currencies ISO 4217, masses kilograms (`Decimal`, three places), money two
places; a date known only in part is an ISO prefix ("1961", "1961-03", "1961-03-22"). Every collection is a tuple, so a
value can be hashed and compared.
"""

from __future__ import annotations

from dataclasses import dataclass

from hub.kit.error_file import BadRow
from hub.kit.files import UnreadableFile
from intel.trade.values import (
    IDENTIFIER_KINDS,
    PARTY_ROLES,
    TRANSPORT_MODES,
    Declaration,
    GoodsItem,
    Identifier,
    Party,
    Transport,
)

__all__ = [
    "IDENTIFIER_KINDS",
    "NAME_KINDS",
    "PARTY_ROLES",
    "SUBJECT_KINDS",
    "TRANSPORT_MODES",
    "BadRow",
    "Declaration",
    "GoodsItem",
    "Identifier",
    "Name",
    "Party",
    "Transport",
    "UnreadableFile",
    "WatchlistEntry",
]

# Kinds of subject that a list or a feed can name.
SUBJECT_KINDS = frozenset(("PERSON", "ORGANISATION", "VEHICLE", "CONTAINER", "VESSEL", "AIRCRAFT"))

# How good a name is.
NAME_KINDS = frozenset(("PRIMARY", "ALIAS", "WEAK_ALIAS", "FORMER"))


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a subject. `text` is as the source wrote it ("ROJAS QUISPE, Juan"), `natural` in spoken order."""

    text: str
    natural: str
    kind: str  # one of NAME_KINDS; a weak alias is a nickname or a common word


@dataclass(frozen=True, slots=True)
class WatchlistEntry:
    """One subject of a watchlist with everything known that identifies it."""

    source_id: str
    kind: str  # one of SUBJECT_KINDS
    names: tuple[Name, ...]  # the first is the primary one
    programs: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    birth_dates: tuple[str, ...] = ()  # ISO prefixes; "circa" gives the year, a range each of its years
    countries: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    title: str = ""
    remarks: str = ""  # the source's free text, unchanged
