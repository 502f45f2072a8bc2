"""Receiving declarations into a feed: each once, with its parties, goods and transport."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, require
from intel.matching import Identifier as EngineIdentifier
from intel.matching import normalise_identifier
from intel.subjects.models import IdentifierKind
from intel.trade.models import Consignment, ConsignmentParty, Feed, GoodsItem, TransportUnit
from intel.trade.services.parties import PartyBook
from intel.trade.signals import consignments_arrived, traders_changed
from intel.trade.values import Declaration

#: Declarations received in one transaction. Callers cut longer streams into pieces of this size.
BATCH = 1000

_TRANSPORT = {"imo": "imo", "plate": "plate", "vin": "vin", "registration": "registration", "mmsi": "mmsi",
              "callsign": "callsign"}
#: Transport documents: UN/EDIFACT 1001 codes 703 to 787 (with EU's leading N), or what people call them.
_TRANSPORT_DOCUMENT = re.compile(r"N?7[0-8]\d|BL|B/L|AWB|HAWB|MAWB|CMR|MIC|DTA|TIF")

_MOST_VALUE, _MOST_WEIGHT = Decimal(10) ** 18, Decimal(10) ** 15


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
        if reason := _fault(declaration) or (_twice(declaration) if declaration.number in sound else ""):
            received.refused.append(Refused(declaration, reason))
        else:
            sound[declaration.number] = declaration, content_hash(declaration)
    known = {row.number: row for row in Consignment.objects.filter(feed=feed, number__in=sound).only(
        "number", "date", "content_hash", "feed_id")}
    new = [pair for number, pair in sound.items() if number not in known]
    amended = [(pair, known[number]) for number, pair in sound.items()
               if number in known and known[number].content_hash != pair[1]]
    received.new, received.amended = len(new), len(amended)
    received.same = len(sound) - received.new - received.amended
    if new or amended:
        _keep(feed, new, amended)
        audit.record("declarations.received", by=by, on=feed, new=received.new, amended=received.amended,
                     same=received.same, refused=len(received.refused))
    return received


def content_hash(declaration: Declaration) -> str:
    """A fingerprint of everything a declaration says (SHA-256, hexadecimal)."""
    return hashlib.sha256(repr(declaration).encode("utf-8", "replace")).hexdigest()


def _fault(declaration: Declaration) -> str:
    """Why a declaration cannot be kept, or nothing."""
    if not declaration.number or len(declaration.number) > 80:
        return _("The number is missing or longer than 80 characters.")
    values = [declaration.value, *(item.value for item in declaration.items)]
    weights = [declaration.gross_kg, *(item.net_kg for item in declaration.items)]
    if any(value is not None and not -_MOST_VALUE < value < _MOST_VALUE for value in values):
        return _("A value is larger than any trade.")
    if any(weight is not None and not 0 <= weight < _MOST_WEIGHT for weight in weights):
        return _("A weight is negative or larger than any ship.")
    if "\0" in repr(declaration) or r"\x00" in repr(declaration):
        return _("It contains a null character.")
    return ""


def _twice(declaration: Declaration) -> str:
    return _("The number %(number)s is used by an earlier one; the first one was kept.") % {"number": declaration.number}


def _keep(feed: Feed, new: list[tuple[Declaration, str]],
          amended: list[tuple[tuple[Declaration, str], Consignment]]) -> None:
    rows = [Consignment(feed=feed, content_hash=mark, **_columns(d)) for d, mark in new]
    Consignment.objects.bulk_create(rows)
    for (declaration, mark), row in amended:
        columns = _columns(declaration) if declaration.date else _columns(declaration) | {"date": row.date}
        Consignment.objects.filter(pk=row.pk).update(content_hash=mark, **columns)
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


def _columns(d: Declaration) -> dict[str, Any]:
    outcome = {name: value for name, value in (("fraud", d.fraud), ("critical", d.critical)) if value is not None}
    return {
        "number": d.number, "date": d.date or timezone.localdate(), "office": d.office[:80], "procedure": d.regime[:40],
        "transport_mode": d.transport_mode[:10], "country_of_departure": d.country_of_departure[:2],
        "country_of_destination": d.country_of_destination[:2], "route": d.route[:300], "gross_weight_kg": d.gross_kg,
        "value": d.value, "currency": d.currency[:3], "outcome": outcome,
    }


def _distinct_parts(parts: Any) -> list[ConsignmentParty]:
    """A party named twice in one role is one part."""
    return list({(part.consignment.number, part.role, part.trader_id): part for part in parts}.values())


def _goods(d: Declaration, row: Consignment) -> list[GoodsItem]:
    return [
        GoodsItem(consignment=row, number=number, hs_code=item.hs_code[:12], description=item.description[:500],
                  country_of_origin=item.origin[:2], net_weight_kg=item.net_kg, value=item.value,
                  currency=item.currency[:3], tax_rate_percent=item.tax_rate)
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
            units[kind, normal] = TransportUnit(consignment=row, kind=kind, value=value[:120], country=country[:2],
                                                normalised=normal[:120])
    return list(units.values())
