"""What a field of a feed may hold, the same for every format, and how its faults are gathered.

A parser gives the value or raises `FieldError` with a predicate: "is negative." `Faults.read` puts the place and the text before
it, so that a row can be told everything that is wrong with it at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TypeVar

from intel.exchange.countries import is_country_code
from intel.exchange.values import TRANSPORT_MODES

T = TypeVar("T")

MONEY, MASS, RATE = Decimal("0.01"), Decimal("0.001"), Decimal("0.001")
LARGEST = Decimal(10) ** 15
LARGEST_COUNT = 10**9
NO_COUNTRY = ("ZZ", "XX", "QU", "QV")  # in use for "unknown" and "not specified"
LONGEST_SHOWN = 40  # characters of a faulty text repeated in its reason


class FieldError(ValueError):
    """A text that is not what its field holds; the message says why, as the predicate of a sentence."""


class Faults:
    """What is wrong with one row or declaration, in the order found."""

    def __init__(self) -> None:
        self.reasons: list[str] = []

    def read(self, where: str, text: str, parse: Callable[[str], T]) -> T | None:
        """`parse(text)`; None for an empty text and for a faulty one, which is noted."""
        if not text:
            return None
        try:
            return parse(text)
        except FieldError as error:
            shown = text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
            self.add(f"{where} {shown!r} {error}")
            return None

    def add(self, reason: str) -> None:
        """Note a fault that is not that of one text."""
        self.reasons.append(reason)

    def __bool__(self) -> bool:
        return bool(self.reasons)

    def __str__(self) -> str:
        return " ".join(self.reasons)


def money(text: str) -> Decimal:
    """An amount, not negative, rounded to two places."""
    return _decimal(text, MONEY)


def mass(text: str) -> Decimal:
    """A mass or quantity, not negative, rounded to three places."""
    return _decimal(text, MASS)


def rate(text: str) -> Decimal:
    """A rate in per cent, not negative, rounded to three places."""
    number = _decimal(text, RATE)
    if number >= 100_000:
        raise FieldError("is too large to be a rate in per cent.")
    return number


def count(text: str) -> int:
    """A whole number, not negative."""
    number = _decimal(text, MASS)
    if number != int(number) or number > LARGEST_COUNT:
        raise FieldError("is no count; write a whole number.")
    return int(number)


def day(text: str) -> date:
    """A day written 2026-11-24, alone or before a time."""
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}(?:[T ].*)?", text):
            raise ValueError
        return date.fromisoformat(text[:10])
    except ValueError:
        raise FieldError("is no date; write it as 2026-11-24.") from None


def compact_day(text: str) -> date:
    """A day written 20261124, alone or before a time, as in the formats 102, 203, 204 and 304 of UN/EDIFACT 2379."""
    try:
        if not re.fullmatch(r"\d{8}(?:\d{2,6})?(?:[Z+-].*)?", text):
            raise ValueError
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        raise FieldError("is no date; write it as 20261124.") from None


def country(text: str) -> str:
    """A country of ISO 3166-1 by its alpha-2 code; "" for the codes that say "unknown"."""
    if text in NO_COUNTRY:
        return ""
    if not is_country_code(text):
        raise FieldError("is no country of ISO 3166-1 (two capital letters).")
    return text


def transport_mode(text: str) -> str:
    """UNECE Recommendation 19, one digit; national codes add a zero ("10" is "1", maritime)."""
    code = text[:-1] if len(text) == 2 and text.endswith("0") else text
    if code not in TRANSPORT_MODES:
        raise FieldError(f"is no mode of transport; use {', '.join(TRANSPORT_MODES)} of UNECE Recommendation 19.")
    return code


def hs6(text: str) -> str:
    """A subheading of the Harmonized System: six digits."""
    if re.fullmatch(r"[0-9]{6}", text):
        return text
    hint = " A leading zero may have been lost." if re.fullmatch(r"[0-9]{5}", text) else ""
    raise FieldError(f"is not six digits.{hint}")


def commodity_code(text: str) -> str:
    """A tariff code: the six digits of the Harmonized System and up to six national ones; dots and spaces are taken out."""
    digits = re.sub(r"[ .]", "", text)
    if not re.fullmatch(r"[0-9]{6,12}", digits):
        raise FieldError("is no tariff code: six to twelve digits.")
    return digits


def currency(text: str) -> str:
    """A currency of ISO 4217 by its three letters (the list itself is not checked)."""
    if not re.fullmatch(r"[A-Z]{3}", text):
        raise FieldError("is no currency of ISO 4217 (three capital letters).")
    return text


def one_of(*choices: str) -> Callable[[str], str]:
    """A parser that takes these texts and no other."""

    def parse(text: str) -> str:
        if text not in choices:
            raise FieldError(f"is none of {', '.join(choices)}.")
        return text

    return parse


def _decimal(text: str, step: Decimal) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise FieldError("is no number; write it with a decimal point and without spaces.")
    if number < 0:
        raise FieldError("is negative.")
    if number >= LARGEST:
        raise FieldError("is too large to be true.")
    return number.quantize(step, ROUND_HALF_UP)
