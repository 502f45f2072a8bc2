"""One spelling for a value, and fingerprints of it that outlive a release of the software.

The spelling is canonical JSON (RFC 8785). A dataclass is the object of its fields without those at their default, so that
a field added later changes nothing of what does not use it. The number of the scheme stands before each digest
("1:9f86d0…"); what was stored under an earlier one is compared by that one.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Generic, TypeVar
from uuid import UUID

import rfc8785

#: Beyond these a double is not exact; RFC 8785 (appendix D) has such integers written as text.
_EXACT = 2**53 - 1

#: The standard library spells all that has neither floats nor keys beyond ASCII as RFC 8785 does, many times faster.
_QUICK = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, check_circular=False)

Thing = TypeVar("Thing")


def canonical(value: object) -> bytes:
    """The value as canonical JSON in UTF-8: the same bytes for equal values, on every machine and in every release.

    Takes dataclasses, mappings with text as keys, lists, tuples, sets, text, numbers, dates, decimals, enums, UUIDs and
    None. Raises TypeError for anything else, ValueError for text that is no Unicode (half of a surrogate pair).
    """
    plain, odd = spelt(value)
    return rfc8785.dumps(plain) if odd else _QUICK.encode(plain).encode()


def spelt(value: object) -> tuple[Any, bool]:
    """The value in the types that JSON has, as `canonical` spells it; and whether it has floats, or keys beyond ASCII."""
    odd: list[object] = []
    return _plain(value, odd), bool(odd)


def fingerprint(value: object, *, scheme: int = 1) -> str:
    """The scheme's number and the SHA-256 of the canonical value: "1:" and 64 hexadecimal digits."""
    return f"{scheme}:{hashlib.sha256(canonical(value)).hexdigest()}"


@dataclass(frozen=True)
class Schemes(Generic[Thing]):
    """How one kind of thing is fingerprinted: by the last scheme from now on, and by those of what is stored already.

    `says` gives for each scheme's number what of the thing is in its fingerprint; `unnumbered` makes the fingerprints of
    the time before schemes had numbers, where there are any.
    """

    says: Mapping[int, Callable[[Thing], object]]
    unnumbered: Callable[[Thing], str] | None = None

    def of(self, thing: Thing) -> str:
        """The fingerprint by the newest scheme."""
        return self._by(max(self.says), thing)

    def same(self, stored: str, thing: Thing) -> bool:
        """Whether the thing says what it said when the fingerprint was stored, by the scheme it was stored under."""
        number, colon, _digest = stored.partition(":")
        if not colon:
            return self.unnumbered is not None and self.unnumbered(thing) == stored
        if not number.isdecimal() or int(number) not in self.says:
            raise ValueError(f"A fingerprint of an unknown scheme: {stored}")
        return self._by(int(number), thing) == stored

    def _by(self, scheme: int, thing: Thing) -> str:
        return fingerprint(self.says[scheme](thing), scheme=scheme)


def _plain(value: Any, odd: list[object]) -> Any:
    """The value in the types that JSON has; what needs care when it is spelt is added to `odd`."""
    kind: Any = type(value)
    if kind is str or value is None or kind is bool:
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(given, odd) for name, default in _fields(kind) if (given := getattr(value, name)) != default}
    if isinstance(value, Enum):
        return _plain(value.value, odd)
    if isinstance(value, int):
        return int(value) if -_EXACT <= value <= _EXACT else str(int(value))
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, float):
        odd.append(value)
        return value
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        odd += [key for key in value if type(key) is not str or not key.isascii()]
        return {key: _plain(held, odd) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(held, odd) for held in value]
    if isinstance(value, set | frozenset):
        return sorted((_plain(held, odd) for held in value), key=rfc8785.dumps)
    raise TypeError(f"{kind.__qualname__} has no canonical spelling")


def _decimal(value: Decimal) -> str:
    """Equal numbers are spelt alike: 1.50 and 1.5, 0 and -0."""
    return format(value.normalize(), "f") if value else "0"


@cache
def _fields(kind: Any) -> tuple[tuple[str, object], ...]:
    """The fields of a dataclass by name, each with its default."""
    return tuple((field.name, field.default_factory() if field.default_factory is not MISSING else field.default)
                 for field in fields(kind))
