"""The parties of a WCO declaration, at whatever level they are named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from intel.exchange import fields
from intel.exchange.countries import is_country_code
from intel.exchange.fields import Faults
from intel.exchange.values import Identifier, Party
from intel.exchange.wco_items import text_of

ROLES = {
    "Importer": "IMPORTER",
    "Exporter": "EXPORTER",
    "Declarant": "DECLARANT",
    "Submitter": "DECLARANT",
    "Consignee": "CONSIGNEE",
    "Consignor": "CONSIGNOR",
    "Seller": "SELLER",
    "Buyer": "BUYER",
    "Agent": "AGENT",
    "Carrier": "CARRIER",
    "NotifyParty": "NOTIFY",
    "AuthorisationHolder": "OTHER",
    "Manufacturer": "OTHER",
    "Guarantor": "OTHER",
}

EORI = re.compile(r"([A-Z]{2})[A-Z0-9]{3,15}")
ADDRESS = ("Line", "CityName", "CountrySubDivisionName", "PostcodeID", "CountryCode")


def read_parties(root: Element, where: str, faults: Faults) -> tuple[Party, ...]:
    """Everybody who is named with a number or a name, each once in each role, in the order of the document."""
    found = [
        _party(element, role, f"{where}//{element.tag}", faults)
        for element in root.iter()
        if (role := ROLES.get(element.tag)) and (text_of(element, "ID") or text_of(element, "Name"))
    ]
    parties = dict.fromkeys(found)
    named = {party.external_id for party in parties if party.role != "OTHER"}
    return tuple(party for party in parties if party.role != "OTHER" or party.external_id not in named)


def _party(element: Element, role: str, where: str, faults: Faults) -> Party:
    number = text_of(element, "ID")
    code = text_of(element, "Address/CountryCode")
    country = faults.read(f"{where}/Address/CountryCode", code, fields.country) or ""
    identifiers = [*_numbers(number, country), *_contacts(element)]
    return Party(
        role=role,
        name=" ".join(text_of(element, "Name").split()),
        external_id=number,
        country=country or _eori_country(number),
        identifiers=tuple(dict.fromkeys(identifiers)),
        address=", ".join(_address(element)),
    )


def _numbers(number: str, country: str) -> Iterator[Identifier]:
    """What the party's number is: an EORI begins with a country, a number of digits alone is that of the tax office."""
    if eori := _eori_country(number):
        yield Identifier("registration", number, eori, "EORI")
    elif re.fullmatch(r"[0-9][0-9.\-]{4,18}[0-9A-Z]", number):
        yield Identifier("tax", number, country, "ID")
    elif number:
        yield Identifier("other", number, country, "ID")


def _eori_country(number: str) -> str:
    """The country that gave an EORI number, "" when it is none; XI is Northern Ireland (Reg. (EU) 2015/2446 Art. 1(18))."""
    match = EORI.fullmatch(number)
    if not match or not any(map(str.isdigit, number)):
        return ""
    code = "GB" if match[1] == "XI" else match[1]
    return code if is_country_code(code) else ""


def _contacts(element: Element) -> Iterator[Identifier]:
    for channel in element.iter("Communication"):
        if "@" in (value := text_of(channel, "ID")):
            yield Identifier("email", value, label=text_of(channel, "TypeCode"))
        elif sum(map(str.isdigit, value)) >= 6:
            yield Identifier("phone", value, label=text_of(channel, "TypeCode"))


def _address(element: Element) -> Iterator[str]:
    address = element.find("Address")
    for name in ADDRESS if address is not None else ():
        for found in address.findall(name):  # type: ignore[union-attr]
            if text := " ".join((found.text or "").split()):
                yield text
