"""What goes into the engine and what comes out: profiles and matches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Key = int | str


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number or code as somebody wrote it; the engine normalises it.

    `kind` is one of tax, registration, passport, national_id, lei, container, imo, vin, plate, phone, email,
    iban, mmsi, callsign, other. `country` is ISO 3166-1 alpha-2 or empty.
    """

    kind: str
    value: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """An alert subject or a party of trade: both sides have the same shape.

    The first of `names` is the primary one, the others are aliases. `kind` is "person", "entity" or "".
    `countries` are alpha-2 codes, `birth_dates` are "YYYY", "YYYY-MM" or "YYYY-MM-DD".
    """

    key: Key
    names: tuple[str, ...]
    kind: str = ""
    identifiers: tuple[Identifier, ...] = ()
    countries: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of evidence: bits for (positive) or against (negative), and the two values it rests on."""

    feature: str
    bits: float
    party: str
    subject: str

    def as_json(self) -> dict[str, Any]:
        """Return the part as `{"feature": ..., "bits": ..., "party": ..., "subject": ...}`."""
        return {"feature": self.feature, "bits": self.bits, "party": self.party, "subject": self.subject}


@dataclass(frozen=True, slots=True)
class Match:
    """A subject found for a party. `score` is the sum of the bits of `parts`; `probability` is calibrated."""

    subject: Key
    score: float
    probability: float
    parts: tuple[Part, ...]
    party_name: str
    subject_name: str

    def as_json(self) -> dict[str, Any]:
        """Return plain data, which `explain` also accepts.

        `{"subject": 7, "score": 9.25, "probability": 0.98, "party_name": "...", "subject_name": "...",
        "parts": [{"feature": "name.word", "bits": 9.1, "party": "...", "subject": "..."}], "engine": "2.0.0"}`
        """
        from intel.matching.version import ENGINE_VERSION

        return {
            "subject": self.subject,
            "score": self.score,
            "probability": self.probability,
            "party_name": self.party_name,
            "subject_name": self.subject_name,
            "parts": [part.as_json() for part in self.parts],
            "engine": ENGINE_VERSION,
        }


class DamagedIndex(ValueError):
    """What is in a folder is not an index that this engine can read: torn, changed, or of another version."""
