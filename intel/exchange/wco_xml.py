"""WCO Data Model declarations (DEC 3.x) in XML, as national systems exchange them, to `Declaration`.

One file holds any number of `Declaration` elements, bare, in a `MetaData` wrapper or inside the envelope of a request, in any
namespace. What is declared at the header and what at the items is told apart where it matters; a party or a container
is taken wherever it stands. Code lists: UN/EDIFACT 2379 (dates), UNECE Recommendations 19, 20, 21; means of transport as in
the EU data element 7/7.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import Element

from hub.kit.files import NO_LIMITS, DamagedFile, Limits
from intel.exchange import fields
from intel.exchange.fields import Faults
from intel.exchange.values import BadRow, Declaration, GoodsItem, Transport, UnreadableFile
from intel.exchange.wco_items import read_item, text_of
from intel.exchange.wco_parties import read_parties
from intel.exchange.xml_stream import elements

# First letters of the declaration type ("IMA", "EXD", "T1") -> direction.
DIRECTIONS = {"IM": "IMPORT", "EX": "EXPORT", "CO": "IMPORT", "TR": "TRANSIT", "T": "TRANSIT"}

# Where an office is named, the first that is there counts.
OFFICES = (
    "DeclarationOfficeID",
    "PresentationOffice/ID",
    "EntryOffice/ID",
    "GoodsShipment/EntryCustomsOffice/ID",
    "ExitOffice/ID",
    "GoodsShipment/ExitOffice/ID",
    "SupervisingOffice/ID",
)

# EU data element 7/7, type of identification -> (kind of transport, kind of identifier).
TRANSPORT_IDS = {
    "10": ("VESSEL", "imo"),
    "11": ("VESSEL", "name"),
    "20": ("TRAIN", "wagon"),
    "21": ("TRAIN", "wagon"),
    "30": ("VEHICLE", "plate"),
    "31": ("VEHICLE", "plate"),
    "40": ("AIRCRAFT", "flight"),
    "41": ("AIRCRAFT", "registration"),
    "80": ("VESSEL", "eni"),
    "81": ("VESSEL", "name"),
}
BY_MODE = {"1": "VESSEL", "2": "TRAIN", "3": "VEHICLE", "4": "AIRCRAFT", "8": "VESSEL"}
STAGES = {"DepartureTransportMeans": "departure", "BorderTransportMeans": "border", "ArrivalTransportMeans": "arrival"}
DOCUMENTS = ("AdditionalDocument", "PreviousDocument", "TransportContractDocument")
EXTRA = {
    "function": "FunctionCode",
    "goods_location": "GoodsShipment/Consignment/GoodsLocation/Name",
    "ucr": "GoodsShipment/UCR/TraderAssignedReferenceID",
    "warehouse": "GoodsShipment/Warehouse/ID",
    "place_of_terms": "GoodsShipment/TradeTerms/LocationID",
    "transaction_nature": "GoodsShipment/TransactionNatureCode",
    "supervising_office": "SupervisingOffice/ID",
}


def read_wco(path: Path, *, received: date | None = None, limits: Limits = NO_LIMITS) -> Iterator[Declaration | BadRow]:
    """The declarations of a file in its order, and those that cannot be taken, each with every fault and its element.

    A declaration without a date of its own gets that of the envelope, else `received`. Raises UnreadableFile when the
    file is no XML or holds no declaration, TooMuch. A stream: memory holds one declaration at a time.
    """
    number = 0
    seen: set[str] = set()
    try:
        for element in elements(path, "Declaration", also=("receiptDate",), limits=limits):
            if element.tag == "receiptDate":
                received = _envelope_day(element) or received
                continue
            number += 1
            yield _declaration(element, number, path.name, seen, received)
    except DamagedFile as error:
        if number == 0:
            raise
        yield BadRow(0, (), f"{error} The declarations before it were read.", path.name)
    if number == 0:
        raise UnreadableFile(f"{path.name} holds no WCO declaration (no element named Declaration).")


def _envelope_day(element: Element) -> date | None:
    try:
        return fields.day((element.text or "").strip())
    except fields.FieldError:
        return None


def _declaration(root: Element, nth: int, file: str, seen: set[str], received: date | None) -> Declaration | BadRow:
    faults = Faults()
    where = f"Declaration[{nth}]"
    declaration = _read(root, where, faults, received)
    if not declaration.number:
        faults.add(f"{where} has neither ID nor FunctionalReferenceID; one of them must name it.")
    elif declaration.number in seen:
        faults.add(f"{where}: the number {declaration.number} is used by an earlier one; the first one was kept.")
    if faults:
        row = (("number", declaration.number), ("reference", declaration.reference))
        return BadRow(0, row, str(faults), f"{file} {where}")
    seen.add(declaration.number)
    return declaration


def _read(root: Element, where: str, faults: Faults, received: date | None) -> Declaration:
    reference = text_of(root, "FunctionalReferenceID")
    regime = text_of(root, "TypeCode")
    items = tuple(_items(root, where, faults))
    value, currency = _value(root, items, where, faults)
    return Declaration(
        source="wco",
        number=text_of(root, "ID") or reference,
        date=_date(root, where, faults) or received,
        reference=reference,
        direction=DIRECTIONS.get(regime[:2], DIRECTIONS.get(regime[:1], "IMPORT")),
        office=next((office for path in OFFICES if (office := text_of(root, path))), ""),
        regime=regime,
        transport_mode=_mode(root, where, faults),
        country_of_departure=_country(root, "GoodsShipment/ExportCountry/ID", where, faults),
        country_of_destination=_country(root, "GoodsShipment/Destination/CountryCode", where, faults),
        route=" - ".join(_route(root)),
        payment=text_of(root, ".//DutyTaxFee/Payment/MethodCode"),
        terms=text_of(root, "GoodsShipment/TradeTerms/ConditionCode"),
        parties=read_parties(root, where, faults),
        items=items,
        containers=tuple(dict.fromkeys(_containers(root))),
        transports=tuple(dict.fromkeys(_transports(root, where, faults))),
        documents=tuple(dict.fromkeys(_documents(root))),
        packages=_count(root, "TotalPackageQuantity", where, faults),
        gross_kg=_gross(root, items, where, faults),
        value=value,
        currency=currency,
        extra=tuple((name, text) for name, path in EXTRA.items() if (text := text_of(root, path))),
    )


def _items(root: Element, where: str, faults: Faults) -> Iterator[GoodsItem]:
    found = list(root.iter("GovernmentAgencyGoodsItem"))
    for place, element in enumerate(found, start=1):
        yield read_item(element, place, f"{where}/GoodsShipment/GovernmentAgencyGoodsItem[{place}]", faults)
    if not found:
        faults.add(f"{where}/GoodsShipment has no GovernmentAgencyGoodsItem; a declaration declares goods.")


def _date(root: Element, where: str, faults: Faults) -> date | None:
    for name in ("AcceptanceDateTime", "IssueDateTime", "DeclarationDateTime"):
        if (found := root.find(name)) is None:
            continue
        inner = found.find("DateTimeString")
        text = ((inner if inner is not None else found).text or "").strip()
        parse = fields.day if "-" in text[:8] else fields.compact_day
        if day := faults.read(f"{where}/{name}", text, parse):
            return day
    return None


def _mode(root: Element, where: str, faults: Faults) -> str:
    for path in (
        "BorderTransportMeans/ModeCode",
        "GoodsShipment/Consignment/BorderTransportMeans/ModeCode",
        "GoodsShipment/Consignment/ArrivalTransportMeans/ModeCode",
        "GoodsShipment/Consignment/DepartureTransportMeans/ModeCode",
    ):
        if mode := faults.read(f"{where}/{path}", text_of(root, path), fields.transport_mode):
            return mode
    return ""


def _country(root: Element, path: str, where: str, faults: Faults) -> str:
    return faults.read(f"{where}/{path}", text_of(root, path), fields.country) or ""


def _count(root: Element, path: str, where: str, faults: Faults) -> int | None:
    return faults.read(f"{where}/{path}", text_of(root, path), fields.count)


def _route(root: Element) -> Iterator[str]:
    """Places of loading, passage and unloading, as far as they are named."""
    for path in ("LoadingLocation", "Itinerary", "TransitDestination", "UnloadingLocation"):
        for place in root.findall(f"GoodsShipment/Consignment/{path}"):
            if name := text_of(place, "Name") or text_of(place, "ID") or text_of(place, "RoutingCountryCode"):
                yield name


def _containers(root: Element) -> Iterator[str]:
    for equipment in root.iter("TransportEquipment"):
        if number := text_of(equipment, "ID"):
            yield number


def _transports(root: Element, where: str, faults: Faults) -> Iterator[Transport]:
    for tag, stage in STAGES.items():
        for means in root.iter(tag):
            number, name = text_of(means, "ID"), text_of(means, "Name")
            if not number and not name:
                continue
            mode = text_of(means, "ModeCode")[:1]
            typed = TRANSPORT_IDS.get(text_of(means, "IdentificationTypeCode"))
            kind, id_kind = typed or (BY_MODE.get(mode, "OTHER"), "other" if number else "name")
            flag = text_of(means, "RegistrationNationalityCode")
            country = faults.read(f"{where}//{tag}/RegistrationNationalityCode", flag, fields.country) or ""
            yield Transport(kind=kind, id=number, id_kind=id_kind, name=name, country=country, stage=stage)


def _documents(root: Element) -> Iterator[str]:
    for tag in DOCUMENTS:
        for document in root.iter(tag):
            kind = text_of(document, "CategoryCode") + text_of(document, "TypeCode")
            if number := text_of(document, "ID"):
                yield f"{kind} {number}".strip()


def _gross(root: Element, items: tuple[GoodsItem, ...], where: str, faults: Faults) -> Decimal | None:
    if total := text_of(root, "TotalGrossMassMeasure"):
        return faults.read(f"{where}/TotalGrossMassMeasure", total, fields.mass)
    known = [item.gross_kg for item in items if item.gross_kg is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(items) else None


def _value(root: Element, items: tuple[GoodsItem, ...], where: str, faults: Faults) -> tuple[Decimal | None, str]:
    """The invoice amount if it is declared, else the sum of the items when all have a value in one currency."""
    for path in ("InvoiceAmount", "GoodsShipment/InvoiceAmount", "GoodsShipment/Invoice/ChargeAmount"):
        amount = root.find(path)
        if amount is not None and text_of(root, path):
            value = faults.read(f"{where}/{path}", text_of(root, path), fields.money)
            return value, faults.read(f"{where}/{path}@currencyID", amount.get("currencyID", ""), fields.currency) or ""
    values = [item.value for item in items if item.value is not None]
    currencies = {item.currency for item in items}
    if values and len(values) == len(items) and len(currencies) == 1:
        return sum(values, Decimal(0)), currencies.pop()
    return None, ""
