"""The rows of declarations: written many at a time, each table in one statement."""

import re
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from agencies.labels.ids import next_ids
from hub.kit import rows
from intel.matching import Identifier as EngineIdentifier
from intel.matching import normalise_identifier
from intel.subjects.models import IdentifierKind
from intel.trade.models import Consignment, ConsignmentParty, Feed, GoodsItem, TransportUnit
from intel.trade.services.parties import PartyBook
from intel.trade.services.preparing import Prepared

_TRANSPORT = {"imo": "imo", "plate": "plate", "vin": "vin", "registration": "registration", "mmsi": "mmsi",
              "callsign": "callsign"}
#: Transport documents: UN/EDIFACT 1001 codes 703 to 787 (with EU's leading N), or what people call them.
_TRANSPORT_DOCUMENT = re.compile(r"N?7[0-8]\d|BL|B/L|AWB|HAWB|MAWB|CMR|MIC|DTA|TIF")

#: A declaration, and the id of the consignment that keeps it.
Kept = tuple[Prepared, int]
Row = dict[str, object]


def add(feed: Feed, new: list[Prepared]) -> list[Kept]:
    """Consignments for declarations that are new."""
    kept = list(zip(new, next_ids(len(new)), strict=True))
    now = timezone.now()
    rows.insert(Consignment, [{"id": pk, "feed_id": feed.pk, "created_at": now, **_columns(one)} for one, pk in kept])
    return kept


def amend(amended: list[tuple[Prepared, Consignment]]) -> list[Kept]:
    """Consignments say what their declarations say now; their parts, which are to be added anew, are gone."""
    rows.update(Consignment, [{"id": row.pk, **_columns(one, row)} for one, row in amended])
    pks = [row.pk for _one, row in amended]
    for part in (ConsignmentParty, GoodsItem, TransportUnit) if pks else ():
        part.objects.filter(consignment__in=pks).delete()
    return [(one, row.pk) for one, row in amended]


def complete(known: list[tuple[Prepared, Consignment]]) -> None:
    """What was kept by an earlier scheme, and so without all it declared, or cut, is kept whole: itself and its goods.

    Nobody is told: it says what it said, and its parties and transport are those that were matched.
    """
    if known:
        rows.update(Consignment, [{"id": row.pk, **_columns(one, row)} for one, row in known])
        GoodsItem.objects.filter(consignment__in=[row.pk for _one, row in known]).delete()
        rows.insert(GoodsItem, [item for one, row in known for item in _goods(one, row.pk)])


def add_parts(kept: list[Kept], book: PartyBook) -> None:
    """Parties, goods and transport of consignments that have none. A party named twice in one role is one part."""
    parts = {(pk, party.role, book.trader(party)): book.declared(party)
             for one, pk in kept for party in one.declaration.parties}
    rows.insert(ConsignmentParty, [{"consignment_id": pk, "trader_id": trader, "role": role, "name": name}
                                   for (pk, role, trader), name in parts.items()])
    rows.insert(GoodsItem, [item for one, pk in kept for item in _goods(one, pk)])
    rows.insert(TransportUnit, [unit for one, pk in kept for unit in _transport(one, pk)])


def _columns(one: Prepared, known: Consignment | None = None) -> Row:
    """The columns of a consignment. One that is known and tells no date keeps the day on which it came."""
    d = one.declaration
    outcome = {name: value for name, value in (("fraud", d.fraud), ("critical", d.critical)) if value is not None}
    return {
        "number": d.number, "date": d.date or (known.date if known else timezone.localdate()), "office": d.office,
        "procedure": d.regime, "transport_mode": d.transport_mode, "country_of_departure": d.country_of_departure,
        "country_of_destination": d.country_of_destination, "route": d.route, "gross_weight_kg": d.gross_kg,
        "value": d.value, "currency": d.currency, "outcome": outcome, "declared": one.declared, "content_hash": one.mark,
    }


def _goods(one: Prepared, pk: int) -> Iterable[Row]:
    declared: list[Any] = one.declared.get("items", [])
    for number, (item, said) in enumerate(zip(one.declaration.items, declared, strict=True), 1):
        yield {"consignment_id": pk, "number": number, "hs_code": item.hs_code, "description": item.description,
               "country_of_origin": item.origin, "net_weight_kg": item.net_kg, "value": item.value,
               "currency": item.currency, "tax_rate_percent": item.tax_rate, "declared": said}


def _transport(one: Prepared, pk: int) -> Iterable[Row]:
    """Containers, identified means of transport, and transport documents ("BL 123": the number after the type)."""
    d = one.declaration
    found = [(IdentifierKind.CONTAINER.value, value, "") for value in d.containers]
    found += [(_TRANSPORT[t.id_kind], t.id, t.country) for t in d.transports if t.id and t.id_kind in _TRANSPORT]
    documents = (text.partition(" ")[::2] for text in d.documents)
    found += [(IdentifierKind.OTHER.value, number, "") for what, number in documents
              if _TRANSPORT_DOCUMENT.fullmatch(what.upper())]
    units: dict[tuple[str, str], Row] = {}
    for kind, value, country in found:
        normal = normalise_identifier(EngineIdentifier(kind, value, country)).value
        if normal:
            units[kind, normal] = {"consignment_id": pk, "kind": kind, "value": value, "country": country,
                                   "normalised": normal[:120]}
    return units.values()
