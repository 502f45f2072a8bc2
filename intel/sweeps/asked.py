"""One query as the detector sees it: when, for what, about whom, how much was known, and whether the answer was read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from intel import matching
from intel.matching.identifiers import normalise_identifier
from intel.matching.records import Identifier

#: Signs that are heard alike, written as one; what is left of a word without its vowels is compared.
_ALIKE = str.maketrans({"b": "v", "z": "s", "c": "k", "q": "k", "y": "l", "j": "h", "w": "v", "g": "h", "n": "m"})
_VOWELS = re.compile("[aeiouh]")
_TWICE = re.compile(r"(.)\1+")

#: Things that pass a border by the hundred under their number alone: to ask so says nothing.
_THINGS = frozenset({"VEHICLE", "CONTAINER", "VESSEL", "AIRCRAFT", "PHONE", "DOCUMENT", "PREMISES"})


class Row(Protocol):
    """What is read of a query."""

    pk: Any
    asked_at: Any
    purpose: Any
    case_reference: Any
    kind: Any
    names: Any
    identifiers: Any
    birth_dates: Any
    addresses: Any


@dataclass(frozen=True, slots=True)
class Asked:
    """One query. `numbers` are (shape, digits as a number): two numbers of one shape can be compared.

    `words` are those of the names, `sounds` how they are heard, `links` what may join it to another query; `thin`: it gives one
    datum of somebody, a name or a number, and nothing beside. `read` is None while it is too early to say.
    """

    number: int
    at: datetime
    purpose: str
    case: str
    name: str
    words: frozenset[str]
    sounds: frozenset[str]
    numbers: tuple[tuple[str, int], ...]
    links: frozenset[str]
    born: str
    thin: bool
    read: bool | None
    usual: bool = True

    @property
    def subject(self) -> object:
        """The same for two queries about one subject: by its numbers, without any by name and date of birth as written."""
        return self.numbers or (self.name, self.born)

    @property
    def written(self) -> tuple[str, str]:
        """The same for two queries that are written alike."""
        return self.name, self.born


def described(row: Row, *, read: bool | None, usual: bool) -> Asked:
    """A query as the detector sees it. `usual`: it was asked at an hour at which its asker asks."""
    names = [matching.normalise_name(name) for name in row.names]
    words = frozenset(word for name in names for word in name)
    numbers = tuple(number for one in row.identifiers if (number := number_of(*one)) is not None)
    links = {f"{shape}{digits}" for shape, digits in numbers} | {_plain(address) for address in row.addresses}
    return Asked(
        number=row.pk, at=row.asked_at, purpose=row.purpose, case=_plain(row.case_reference),
        name=" ".join(names[0]) if names else "", words=words, sounds=frozenset(map(_sound, words)) - {""}, numbers=numbers,
        links=frozenset(links), born=next(iter(row.birth_dates), ""), thin=_thin(row), read=read, usual=usual)


@lru_cache(maxsize=65536)
def number_of(kind: str, value: str, country: str) -> tuple[str, int] | None:
    """What the digits of an identifier count, and its shape: kind, country and all other signs in their places."""
    normal = normalise_identifier(Identifier(kind, value, country)).value
    digits = "".join(sign for sign in normal if sign.isdecimal())
    if kind == "email" or len(digits) < 4:
        return None
    return f"{kind} {country} {re.sub('[0-9]+', '#', normal)} {len(digits)}", int(digits[:18])


def in_order(rows: Sequence[Asked]) -> list[Asked]:
    """The same as they were asked."""
    return sorted(rows, key=lambda one: (one.at, one.number))


def _thin(row: Row) -> bool:
    if row.kind in _THINGS or row.birth_dates or row.addresses:
        return False
    if row.kind == "PERSON":
        return not (row.names and row.identifiers)
    return not row.identifiers


def _sound(word: str) -> str:
    return str(_TWICE.sub(r"\1", _VOWELS.sub("", word.translate(_ALIKE))))


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
