"""Fingerprints of declarations: by them a second import knows what it has seen. They outlive a release of the software."""

import hashlib
from typing import Any

from hub.kit.canonical import Schemes
from intel.trade.values import Declaration, GoodsItem, Identifier, Party, Transport

#: What declarations said before fingerprints had schemes, in the order in which they said it. Never to be changed.
_UNNUMBERED: dict[type, tuple[str, ...]] = {
    Identifier: ("kind", "value", "country", "label"),
    Party: ("role", "name", "external_id", "kind", "country", "identifiers", "address", "birth_date"),
    GoodsItem: ("number", "hs_code", "description", "origin", "gross_kg", "net_kg", "value", "currency", "quantity", "unit",
                "packages", "package_kind", "marks", "procedure", "tax_rate", "tax_type"),
    Transport: ("kind", "id", "id_kind", "name", "country", "stage"),
    Declaration: ("source", "number", "date", "reference", "direction", "office", "regime", "transport_mode",
                  "country_of_departure", "country_of_destination", "route", "payment", "terms", "parties", "items",
                  "containers", "transports", "documents", "packages", "gross_kg", "value", "currency", "fraud", "critical",
                  "extra"),
}


def _unnumbered(declaration: Declaration) -> str:
    return hashlib.sha256(_spelt(declaration).encode("utf-8", "replace")).hexdigest()


def _spelt(value: Any) -> str:
    """As `repr` wrote it then, whatever fields have come since."""
    for kind, fields in _UNNUMBERED.items():
        if isinstance(value, kind):
            return f"{kind.__name__}({', '.join(f'{name}={_spelt(getattr(value, name))}' for name in fields)})"
    if isinstance(value, tuple):
        inside = ", ".join(map(_spelt, value))
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    return repr(value)


#: Scheme 1: everything it says; fields at their default are left out, so that a field added later changes nothing.
fingerprints: Schemes[Declaration] = Schemes({1: lambda declaration: declaration}, unnumbered=_unnumbered)
