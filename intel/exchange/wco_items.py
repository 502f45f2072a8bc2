"""The goods items of a WCO declaration."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from xml.etree.ElementTree import Element

from intel.exchange import fields
from intel.exchange.fields import Faults
from intel.exchange.values import GoodsItem

# UNECE Recommendation 20 -> kilograms.
KILOGRAMS = {
    "KGM": Decimal(1),
    "GRM": Decimal("0.001"),
    "MGM": Decimal("0.000001"),
    "TNE": Decimal(1000),
    "DTN": Decimal(100),
    "LBR": Decimal("0.45359237"),
    "ONZ": Decimal("0.028349523125"),
    "CTM": Decimal("0.0002"),
    "LTN": Decimal("1016.0469088"),
    "STN": Decimal("907.18474"),
}

# Type of a commodity classification: the combined nomenclature, the Harmonized System, the national tariff.
TARIFF = ("TSP", "HS", "SRX")
TARIFF_SUBDIVISION = "TRC"  # two digits more of the integrated tariff
AMOUNTS = (
    "Commodity/InvoiceLine/ItemChargeAmount",
    "CustomsValueAmount",
    "StatisticalValueAmount",
)


def text_of(element: Element, path: str) -> str:
    """The text at a path of local names, without surrounding space; "" when there is none."""
    return (element.findtext(path) or "").strip()


def read_item(element: Element, place: int, where: str, faults: Faults) -> GoodsItem:
    """One goods item; `place` is its number when it carries none, `where` its path for the faults."""
    value, currency = _value(element, where, faults)
    quantity, unit = _quantity(element, where, faults)
    packages = _packages(element, where, faults)
    return GoodsItem(
        number=faults.read(f"{where}/SequenceNumeric", text_of(element, "SequenceNumeric"), fields.count) or place,
        hs_code=_tariff_code(element, where, faults),
        description=" ".join(text_of(element, "Commodity/Description").split()),
        origin=_origin(element, where, faults),
        gross_kg=_mass(element, "GrossMassMeasure", where, faults),
        net_kg=_mass(element, "NetNetWeightMeasure", where, faults)
        or _mass(element, "NetWeightMeasure", where, faults),
        value=value,
        currency=currency,
        quantity=quantity,
        unit=unit,
        packages=packages,
        package_kind=text_of(element, "Packaging/TypeCode"),
        marks="; ".join(_texts(element, "Packaging/MarksNumbersID")),
        procedure=_procedure(element),
        tax_rate=faults.read(f"{where}//TaxRateNumeric", text_of(element, ".//TaxRateNumeric"), fields.rate),
        tax_type=" ".join(_texts(element, "Commodity/DutyTaxFee/TypeCode")),
    )


def _texts(element: Element, path: str) -> list[str]:
    """The distinct texts at a path, in their order."""
    return list(dict.fromkeys(text for found in element.findall(path) if (text := (found.text or "").strip())))


def _tariff_code(element: Element, where: str, faults: Faults) -> str:
    codes = {
        text_of(one, "IdentificationTypeCode"): text_of(one, "ID")
        for one in reversed(element.findall("Commodity/Classification"))
    }
    code = next((codes[kind] for kind in TARIFF if codes.get(kind)), "")
    if not code and len(codes) == 1:
        code = codes.get("", "")  # a single classification without a type
    subdivision = codes.get(TARIFF_SUBDIVISION, "")
    if len(code) == 8 and len(subdivision) == 2:
        code += subdivision
    return faults.read(f"{where}/Commodity/Classification/ID", code, fields.commodity_code) or ""


def _origin(element: Element, where: str, faults: Faults) -> str:
    """Type 1 is the origin that counts for duties, type 2 a preferential one; without a type, the first."""
    origins = element.findall("Origin")
    origins.sort(key=lambda origin: text_of(origin, "TypeCode") not in ("", "1"))
    for origin in origins:
        text = text_of(origin, "CountryCode")
        if code := faults.read(f"{where}/Origin/CountryCode", text, fields.country):
            return code
    return ""


def _mass(element: Element, name: str, where: str, faults: Faults) -> Decimal | None:
    for path in (f"Commodity/GoodsMeasure/{name}", f"GoodsMeasure/{name}"):
        found = element.find(path)
        if found is None or not (found.text or "").strip():
            continue
        unit = found.get("unitCode") or "KGM"
        if unit not in KILOGRAMS:
            faults.add(f"{where}/{path}@unitCode {unit!r} is no unit of mass; use KGM.")
            return None
        mass = faults.read(f"{where}/{path}", (found.text or "").strip(), fields.mass)
        return None if mass is None else (mass * KILOGRAMS[unit]).quantize(fields.MASS, ROUND_HALF_UP)
    return None


def _quantity(element: Element, where: str, faults: Faults) -> tuple[Decimal | None, str]:
    path = "Commodity/GoodsMeasure/TariffQuantity"
    found = element.find(path)
    if found is None:
        return None, ""
    return faults.read(f"{where}/{path}", (found.text or "").strip(), fields.mass), found.get("unitCode") or ""


def _packages(element: Element, where: str, faults: Faults) -> int | None:
    counts = [
        faults.read(f"{where}/Packaging/QuantityQuantity", (found.text or "").strip(), fields.count)
        for found in element.findall("Packaging/QuantityQuantity")
    ]
    return sum(count or 0 for count in counts) if counts else None


def _value(element: Element, where: str, faults: Faults) -> tuple[Decimal | None, str]:
    for path in AMOUNTS:
        found = element.find(path)
        if found is None or not (found.text or "").strip():
            continue
        value = faults.read(f"{where}/{path}", (found.text or "").strip(), fields.money)
        currency = faults.read(f"{where}/{path}@currencyID", found.get("currencyID", ""), fields.currency)
        return value, currency or ""
    return None, ""


def _procedure(element: Element) -> str:
    """Requested and previous procedure, then the additional ones: "40 00 1RD"."""
    codes = []
    for procedure in element.findall("GovernmentProcedure"):
        codes += [text_of(procedure, "CurrentCode"), text_of(procedure, "PreviousCode")]
    return " ".join(code for code in codes if code)
