"""Import declarations as CSV, one row a declaration, to `Declaration`.

The layout is that of the published Customs-Declaration-Datasets (arXiv:2208.02484): a header with the columns below in any
order, plain or gzipped. Parties are anonymous numbers; `TraderNames` can lend them names. Prices have no currency of their own
(the published files are in KRW), masses are kilograms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hub.kit.files import NO_LIMITS, Limits, records
from intel.exchange import fields
from intel.exchange.fields import Faults
from intel.exchange.traders_csv import TraderNames
from intel.exchange.values import BadRow, Declaration, GoodsItem, Identifier, Party, UnreadableFile

NUMBER, DATE, IMPORTER, HS6 = "Declaration ID", "Date", "Importer ID", "HS6 Code"
REQUIRED = (NUMBER, DATE, IMPORTER, HS6)
PARTIES = {"Declarant ID": "DECLARANT", IMPORTER: "IMPORTER", "Seller ID": "SELLER", "Courier ID": "COURIER"}
KEPT_AS_EXTRA = ("Import Type", "Import Use", "Country of Origin Indicator")
KNOWN = (
    *REQUIRED,
    *PARTIES,
    *KEPT_AS_EXTRA,
    "Office ID",
    "Process Type",
    "Payment Type",
    "Mode of Transport",
    "Country of Departure",
    "Country of Origin",
    "Tax Rate",
    "Tax Type",
    "Net Mass",
    "Item Price",
    "Fraud",
    "Critical Fraud",
)

Row = dict[str, str]


def read_declarations(
    path: Path, *, names: TraderNames | None = None, currency: str = "KRW", limits: Limits = NO_LIMITS
) -> Iterator[Declaration | BadRow]:
    """The declarations of a file in its order, and the rows that are none, each with every fault it has.

    `currency` is that of the column "Item Price". Raises UnreadableFile when the header lacks what a declaration needs, TooMuch
    beyond `limits`, and RegisterExhausted when `names` runs out. A stream: memory grows only with the numbers seen.
    """
    header: list[str] | None = None
    seen: set[str] = set()
    for line, cells in records(path, limits):
        if isinstance(cells, str):
            yield BadRow(line, (), cells, path.name)
        elif header is None:
            header = _header(cells, path.name)
        elif any(cell.strip() for cell in cells):
            yield _declaration(line, cells, header, path.name, seen, names, currency)
    if header is None:
        raise UnreadableFile(f"{path.name} is empty.")


def _header(cells: list[str], file: str) -> list[str]:
    """Column names as this module knows them; unknown columns keep their own."""
    known = {_key(name): name for name in KNOWN}
    header = [known.get(_key(cell), cell.strip()) for cell in cells]
    if missing := [name for name in REQUIRED if name not in header]:
        raise UnreadableFile(f"{file}: the header lacks the columns {', '.join(missing)}.")
    if twice := {name for name in header if name in KNOWN and header.count(name) > 1}:
        raise UnreadableFile(f"{file}: the header has twice: {', '.join(sorted(twice))}.")
    return header


def _key(column: str) -> str:
    return re.sub(r"[^a-z0-9]", "", column.lower())


def _declaration(
    line: int, cells: list[str], header: list[str], file: str, seen: set[str], names: TraderNames | None, currency: str
) -> Declaration | BadRow:
    as_read = tuple(zip(header, cells, strict=False))
    if len(cells) != len(header):
        reason = f"{len(cells)} columns, expected {len(header)}: check quotes and commas."
        return BadRow(line, as_read, reason, file)
    faults = Faults()
    declaration = _read({name: value.strip() for name, value in as_read}, faults, currency)
    if declaration.number and declaration.number in seen:
        faults.add(f"{NUMBER} {declaration.number} is used by an earlier row; the first one was kept.")
    if faults:
        return BadRow(line, as_read, str(faults), file)
    seen.add(declaration.number)
    return _named(declaration, names) if names else declaration


def _read(row: Row, faults: Faults, currency: str) -> Declaration:
    for column in REQUIRED:
        if not row[column]:
            faults.add(f"{column} is missing.")
    item = _item(row, faults, currency)
    fraud = faults.read("Fraud", row.get("Fraud", ""), fields.one_of("0", "1"))
    critical = faults.read("Critical Fraud", row.get("Critical Fraud", ""), fields.one_of("0", "1", "2"))
    return Declaration(
        source="csv",
        number=row[NUMBER],
        date=faults.read(DATE, row[DATE], fields.day),
        office=row.get("Office ID", ""),
        regime=row.get("Process Type", ""),
        transport_mode=faults.read("Mode of Transport", row.get("Mode of Transport", ""), fields.transport_mode) or "",
        country_of_departure=_country(row, "Country of Departure", faults),
        payment=row.get("Payment Type", ""),
        parties=tuple(Party(role, external_id=row[column]) for column, role in PARTIES.items() if row.get(column)),
        items=(item,),
        value=item.value,
        currency=item.currency,
        fraud=None if fraud is None else fraud == "1",
        critical=None if critical is None else int(critical),
        extra=tuple((name, row[name]) for name in KEPT_AS_EXTRA if row.get(name)),
    )


def _item(row: Row, faults: Faults, currency: str) -> GoodsItem:
    value = faults.read("Item Price", row.get("Item Price", ""), fields.money)
    return GoodsItem(
        number=1,
        hs_code=faults.read(HS6, row[HS6], fields.hs6) or "",
        origin=_country(row, "Country of Origin", faults),
        net_kg=faults.read("Net Mass", row.get("Net Mass", ""), fields.mass),
        value=value,
        currency=currency if value is not None else "",
        tax_rate=faults.read("Tax Rate", row.get("Tax Rate", ""), fields.rate),
        tax_type=row.get("Tax Type", ""),
    )


def _country(row: Row, column: str, faults: Faults) -> str:
    return faults.read(column, row.get(column, ""), fields.country) or ""


def _named(declaration: Declaration, names: TraderNames) -> Declaration:
    """The declaration with the names lent to its parties."""
    return replace(declaration, parties=tuple(_lent(party, names) for party in declaration.parties))


def _lent(party: Party, names: TraderNames) -> Party:
    entity = names.name_of(party.external_id)
    lei = Identifier("lei", entity.lei, label="LEI")
    return replace(party, name=entity.name, kind="entity", country=entity.country, identifiers=(lei,))
