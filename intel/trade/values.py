"""A declaration as plain values, however it came: what the services of this room take. No Django, nothing that changes.

Countries are ISO 3166-1 alpha-2 or "", currencies ISO 4217, masses kilograms (`Decimal`, three places), money two
places; a date known only in part is an ISO prefix ("1961", "1961-03", "1961-03-22"). Every collection is a tuple, so a
value can be hashed and compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

# Kinds of identifier, the same words as the matching engine and the tables use.
IDENTIFIER_KINDS = frozenset((
    "tax", "registration", "passport", "national_id", "lei", "container", "imo", "mmsi", "callsign", "vin", "plate",
    "phone", "email", "iban", "other",
))  # fmt: skip

# What a party does on a declaration.
PARTY_ROLES = frozenset((
    "IMPORTER", "EXPORTER", "DECLARANT", "CONSIGNEE", "CONSIGNOR", "SELLER", "BUYER", "AGENT", "CARRIER", "COURIER",
    "NOTIFY", "OTHER",
))  # fmt: skip

# UNECE Recommendation 19: code -> English label. The code is what `Declaration.transport_mode` holds.
TRANSPORT_MODES = {
    "0": "Not specified",
    "1": "Maritime transport",
    "2": "Rail transport",
    "3": "Road transport",
    "4": "Air transport",
    "5": "Mail",
    "6": "Multimodal transport",
    "7": "Fixed transport installations",
    "8": "Inland water transport",
    "9": "Mode unknown",
}



@dataclass(frozen=True, slots=True)
class Identifier:
    """A number or address that identifies somebody or something, as the source wrote it (not normalised)."""

    kind: str  # one of IDENTIFIER_KINDS
    value: str
    country: str = ""
    label: str = ""  # the source's own word for it: "C.U.R.P.", "NIT #", "Tax ID No."


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody named on a declaration, in one role."""

    role: str  # one of PARTY_ROLES
    name: str = ""
    external_id: str = ""  # the number under which the feed knows the party (EORI, anonymous id)
    kind: str = ""  # "person", "entity" or "" when the feed does not say
    country: str = ""
    identifiers: tuple[Identifier, ...] = ()
    address: str = ""
    birth_date: str = ""  # ISO prefix, persons only


@dataclass(frozen=True, slots=True)
class GoodsItem:
    """One line of goods."""

    number: int
    hs_code: str  # 6 digits (HS) or up to 12 (national subdivision); "" where the declaration may leave it out
    description: str = ""
    origin: str = ""
    gross_kg: Decimal | None = None
    net_kg: Decimal | None = None
    value: Decimal | None = None
    currency: str = ""
    quantity: Decimal | None = None
    unit: str = ""  # UNECE Recommendation 20 ("KGM", "NAR", "LTR")
    packages: int | None = None
    package_kind: str = ""  # UNECE Recommendation 21 ("BX", "CT")
    marks: str = ""
    procedure: str = ""  # "40 00"
    tax_rate: Decimal | None = None  # per cent
    tax_type: str = ""


@dataclass(frozen=True, slots=True)
class Transport:
    """A means of transport named on a declaration."""

    kind: str  # "VESSEL", "VEHICLE", "AIRCRAFT", "TRAIN" or "OTHER"
    id: str = ""  # IMO number, plate, flight, wagon, voyage: see `id_kind`
    id_kind: str = ""  # "imo", "plate", "flight", "registration", "wagon", "eni", "name", "other"
    name: str = ""
    country: str = ""  # flag or nationality
    stage: str = "arrival"  # "departure", "border", "arrival"


@dataclass(frozen=True, slots=True)
class Declaration:
    """One customs declaration. `number` is unique within `source` and is what a second import recognises."""

    source: str  # "csv", "wco", "example"
    number: str  # the office's number (MRN) or, before there is one, the trader's reference
    date: date | None  # None: the declaration tells none
    reference: str = ""  # the trader's own reference (LRN)
    direction: str = "IMPORT"  # "IMPORT", "EXPORT", "TRANSIT"
    office: str = ""
    regime: str = ""  # process or procedure type as declared ("IMA", "B")
    transport_mode: str = ""  # key of TRANSPORT_MODES
    country_of_departure: str = ""
    country_of_destination: str = ""
    route: str = ""  # places passed, in order: "Qingdao - Arica - Tambo Quemado"
    payment: str = ""
    terms: str = ""  # Incoterms
    parties: tuple[Party, ...] = ()
    items: tuple[GoodsItem, ...] = ()
    containers: tuple[str, ...] = ()
    transports: tuple[Transport, ...] = ()
    documents: tuple[str, ...] = ()  # bill of lading, waybill, invoice: "TYPE number"
    packages: int | None = None
    gross_kg: Decimal | None = None  # total as declared, else of the items
    value: Decimal | None = None  # total as declared, else of the items when they have one currency
    currency: str = ""
    fraud: bool | None = None  # known outcome, only in data made for learning
    critical: int | None = None  # 0 none, 1 minor, 2 critical, as labelled
    extra: tuple[tuple[str, str], ...] = field(default=())  # columns of the source that have no place above
