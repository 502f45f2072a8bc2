"""References that people cite: agency, year, number. Unique, and never reused even when what they name is purged.

Numbers are scattered: who is shown two references of an agency learns neither how many lie between them nor which came first.
"""

import hashlib
import hmac
import re
from uuid import UUID

from django.db import connection

from agencies.models import Agency

_NEXT = """
    insert into agencies_referencecounter as counter (agency_id, series, year, last) values (%s, %s, %s, %s)
    on conflict (agency_id, series, year) do update set last = counter.last + excluded.last
    returning last, in_order, key
"""
#: Numbers of a block are scattered within it; a year needs a second block, with longer numbers, after a million.
BLOCK = 1_000_000
_HALF = 10  # bits: two halves hold BLOCK
_ROUNDS = 6
_WHOLE = re.compile(r"[A-Z][A-Z0-9]{1,11}(-[A-Z]+)?-\d{4}-\d{6,}", re.ASCII)


def whole(word: str) -> str | None:
    """The reference that a word is, as it is written; None for what is none, or only a part of one."""
    written = word.strip().upper()
    return written if _WHOLE.fullmatch(written) else None


def next_reference(agency: Agency, *, year: int, series: str = "") -> str:
    """The next reference of an agency, such as `AN-2026-730917`, or `AN-A-2026-004182` in the series "A".

    Locks the counter until the transaction ends: two people who save at once get two numbers.
    """
    return next_references(agency, year=year, series=series, count=1)[0]


def next_references(agency: Agency, *, year: int, series: str = "", count: int) -> list[str]:
    """The next `count` references; for lists."""
    numbers: list[int] = []
    with connection.cursor() as cursor:
        while len(numbers) < count:
            wanted = count - len(numbers)
            cursor.execute(_NEXT, [agency.pk, series, year, wanted])
            last, in_order, key = cursor.fetchone()
            drawn = (scattered(counted, key=key) for counted in range(last - wanted, last))
            numbers += [number for number in drawn if number > in_order]  # the others were given before they were scattered
    return ["-".join(filter(None, [agency.code, series, str(year), f"{number:06d}"])) for number in numbers]


def scattered(counted: int, *, key: UUID) -> int:
    """The number for a count from 0 on: another one for each, in an order that only the key tells.

    A Feistel network over 20 bits with HMAC-SHA-256, walked until it is below BLOCK (Black and Rogaway, "Ciphers with
    Arbitrary Finite Domains", 2002).
    """
    block, number = divmod(counted, BLOCK)
    while True:
        left, right = divmod(number, 1 << _HALF)
        for turn in range(_ROUNDS):
            said = hmac.new(key.bytes, f"{block} {turn} {right}".encode(), hashlib.sha256).digest()
            left, right = right, left ^ (int.from_bytes(said[:2], "big") % (1 << _HALF))
        number = (left << _HALF) | right
        if number < BLOCK:
            return block * BLOCK + number
