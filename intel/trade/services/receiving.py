"""Receiving declarations into a feed: each once, with its parties, goods and transport."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, require
from hub.kit.canonical import canonical
from hub.kit.rows import many
from intel.matching import Identifier as EngineIdentifier
from intel.matching import normalise_identifier
from intel.subjects.models import IdentifierKind
from intel.trade.models import Consignment, ConsignmentParty, Feed, GoodsItem, TransportUnit
from intel.trade.services.checking import fault
from intel.trade.services.fingerprints import fingerprints
from intel.trade.services.parties import PartyBook
from intel.trade.signals import consignments_arrived, traders_changed
from intel.trade.values import Declaration
from intel.trade.values import GoodsItem as DeclaredItem

#: Declarations received in one transaction. Callers cut longer streams into pieces of this size.
BATCH = 1000

_TRANSPORT = {"imo": "imo", "plate": "plate", "vin": "vin", "registration": "registration", "mmsi": "mmsi",
              "callsign": "callsign"}
#: Transport documents: UN/EDIFACT 1001 codes 703 to 787 (with EU's leading N), or what people call them.
_TRANSPORT_DOCUMENT = re.compile(r"N?7[0-8]\d|BL|B/L|AWB|HAWB|MAWB|CMR|MIC|DTA|TIF")


@dataclass(frozen=True, slots=True)
class Refused:
    """A declaration that was not kept, and why."""

    declaration: Declaration
    reason: str


@dataclass(slots=True)
class Received:
    """What became of a batch: numbers of declarations that are new, amended, or known already; and those refused."""

    new: int = 0
    amended: int = 0
    same: int = 0
    refused: list[Refused] = field(default_factory=list)

    def add(self, other: "Received") -> None:
        """Count another batch with this one."""
        self.new += other.new
        self.amended += other.amended
        self.same += other.same
        self.refused += other.refused


@atomic
def receive_declarations(*, by: Viewer, feed: Feed, declarations: Sequence[Declaration]) -> Received:
    """Keep a batch of declarations in a feed of the viewer's agency. One that tells no date gets today's.

    A declaration that is known with the same content changes nothing; with other content it is an amendment and takes
    the place of the earlier one. Two imports into one feed go one after the other. What is new or changed is matched
    because of the signals sent here. Raises NotAllowed.
    """
    require(by, "trade.import_declarations", when=feed.owner_agency_id == by.agency_id,
            otherwise=_("Only the agency a feed belongs to may bring declarations into it."))
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"trade.feed:{feed.pk}"])
    received = Received()
    sound: dict[str, tuple[Declaration, str]] = {}
    for declaration in declarations:
        if reason := fault(declaration) or (_twice(declaration) if declaration.number in sound else ""):
            received.refused.append(Refused(declaration, reason))
        else:
            sound[declaration.number] = declaration, fingerprints.of(declaration)
    known = {row.number: row for row in Consignment.objects.filter(feed=feed, number__in=sound).only(
        "number", "date", "content_hash", "feed_id")}
    new = [pair for number, pair in sound.items() if number not in known]
    amended = [(pair, known[number]) for number, pair in sound.items()
               if number in known and not fingerprints.same(known[number].content_hash, pair[0])]
    changed = {row.pk for _pair, row in amended}
    _complete([(pair, known[number]) for number, pair in sound.items()
               if number in known and known[number].pk not in changed and known[number].content_hash != pair[1]])
    received.new, received.amended = len(new), len(amended)
    received.same = len(sound) - received.new - received.amended
    if new or amended:
        with many():
            _keep(feed, new, amended)
        audit.record("declarations.received", by=by, on=feed, new=received.new, amended=received.amended,
                     same=received.same, refused=len(received.refused))
    return received


def _twice(declaration: Declaration) -> str:
    return _("The number %(number)s is used by an earlier one; the first one was kept.") % {"number": declaration.number}


def _complete(known: list[tuple[tuple[Declaration, str], Consignment]]) -> None:
    """What was kept by an earlier scheme, and so without all it declared, or cut, is kept whole: itself and its goods.

    Nobody is told: it says what it said, and its parties and transport are those that were matched.
    """
    for (declaration, mark), row in known:
        Consignment.objects.filter(pk=row.pk).update(content_hash=mark, **_columns_of(row, declaration))
    pks = [row.pk for _pair, row in known]
    GoodsItem.objects.filter(consignment__in=pks).delete()
    GoodsItem.objects.bulk_create([item for (d, _mark), row in known for item in _goods(d, row)], batch_size=5000)


def _keep(feed: Feed, new: list[tuple[Declaration, str]],
          amended: list[tuple[tuple[Declaration, str], Consignment]]) -> None:
    rows = [Consignment(feed=feed, content_hash=mark, **_columns(d)) for d, mark in new]
    Consignment.objects.bulk_create(rows)
    for (declaration, mark), row in amended:
        Consignment.objects.filter(pk=row.pk).update(content_hash=mark, **_columns_of(row, declaration))
    old = [row.pk for _pair, row in amended]
    for part in (ConsignmentParty, GoodsItem, TransportUnit):
        part.objects.filter(consignment__in=old).delete()
    pairs = [*zip((d for d, _mark in new), rows, strict=True), *((d, row) for (d, _mark), row in amended)]

    book = PartyBook(feed, [party for declaration, _row in pairs for party in declaration.parties])
    ConsignmentParty.objects.bulk_create(_distinct_parts(
        ConsignmentParty(consignment=row, trader_id=book.trader(party), role=party.role, name=book.declared(party))
        for declaration, row in pairs for party in declaration.parties), batch_size=5000)
    GoodsItem.objects.bulk_create([item for d, row in pairs for item in _goods(d, row)], batch_size=5000)
    TransportUnit.objects.bulk_create([unit for d, row in pairs for unit in _transport(d, row)], batch_size=5000)
    traders_changed.send(sender=PartyBook, ids=book.changed)
    consignments_arrived.send(sender=Consignment, ids=[row.pk for _d, row in pairs])


def _columns_of(row: Consignment, declaration: Declaration) -> dict[str, Any]:
    """The columns of a consignment that is known: one that tells no date keeps the day on which it came."""
    return _columns(declaration) | ({} if declaration.date else {"date": row.date})


def _columns(d: Declaration) -> dict[str, Any]:
    outcome = {name: value for name, value in (("fraud", d.fraud), ("critical", d.critical)) if value is not None}
    return {
        "number": d.number, "date": d.date or timezone.localdate(), "office": d.office, "procedure": d.regime,
        "transport_mode": d.transport_mode, "country_of_departure": d.country_of_departure,
        "country_of_destination": d.country_of_destination, "route": d.route, "gross_weight_kg": d.gross_kg,
        "value": d.value, "currency": d.currency, "outcome": outcome, "declared": _declared(d),
    }


def _declared(value: Declaration | DeclaredItem) -> Any:
    """All that it says as plain JSON, without what is at its default."""
    return json.loads(canonical(value))


def _distinct_parts(parts: Any) -> list[ConsignmentParty]:
    """A party named twice in one role is one part."""
    return list({(part.consignment.number, part.role, part.trader_id): part for part in parts}.values())


def _goods(d: Declaration, row: Consignment) -> list[GoodsItem]:
    return [
        GoodsItem(consignment=row, number=number, hs_code=item.hs_code, description=item.description,
                  country_of_origin=item.origin, net_weight_kg=item.net_kg, value=item.value,
                  currency=item.currency, tax_rate_percent=item.tax_rate, declared=_declared(item))
        for number, item in enumerate(d.items, 1)
    ]


def _transport(d: Declaration, row: Consignment) -> list[TransportUnit]:
    """Containers, identified means of transport, and transport documents ("BL 123": the number after the type)."""
    found = [(IdentifierKind.CONTAINER.value, value, "") for value in d.containers]
    found += [(_TRANSPORT[t.id_kind], t.id, t.country) for t in d.transports if t.id and t.id_kind in _TRANSPORT]
    documents = (text.partition(" ")[::2] for text in d.documents)
    found += [(IdentifierKind.OTHER.value, number, "") for what, number in documents
              if _TRANSPORT_DOCUMENT.fullmatch(what.upper())]
    units: dict[tuple[str, str], TransportUnit] = {}
    for kind, value, country in found:
        normal = normalise_identifier(EngineIdentifier(kind, value, country)).value
        if normal:
            units[kind, normal] = TransportUnit(consignment=row, kind=kind, value=value, country=country,
                                                normalised=normal[:120])
    return list(units.values())
