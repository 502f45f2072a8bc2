"""What evidence beyond the name is worth, in bits; an administrator may set other values, under a version of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_SAME = MappingProxyType(
    {"tax": 22.0, "registration": 18.0, "passport": 20.0, "national_id": 20.0, "lei": 26.0, "container": 12.0, "imo": 24.0,
     "vin": 24.0, "plate": 14.0, "phone": 12.0, "email": 15.0, "iban": 20.0, "mmsi": 18.0, "callsign": 10.0, "other": 8.0}
)  # fmt: skip
_OTHER = MappingProxyType(
    {"tax": -2.5, "lei": -6.0, "imo": -8.0, "vin": -8.0, "mmsi": -3.0, "national_id": -2.0, "registration": -1.0}
)


@dataclass(frozen=True, slots=True)
class Weights:
    """Bits for evidence beyond names. `same` and `other` by kind of identifier; what is not listed in `other` is 0.

    Judged by hand from how many people share or change such a value; not learned. `sources` adds a factor to all of
    them by kind of identifier, for a source that is often wrong (0.5 halves). `version` is kept with every match.
    """

    version: str = "1"
    same: Mapping[str, float] = field(default_factory=lambda: _SAME)
    other: Mapping[str, float] = field(default_factory=lambda: _OTHER)
    near_miss: float = 3.0
    near_miss_failing_check: float = 6.0
    same_country: float = 0.6
    other_country: float = -0.8
    same_birth_date: float = 7.0
    same_birth_month: float = 5.0
    same_birth_year: float = 3.0
    near_birth_year: float = -0.5
    other_birth_date: float = -6.0
    same_address: float = 5.0
    known_good: float = -30.0
    name_floor: float = -9.0


SHIPPED = Weights()
