"""Receiving declarations into a feed: each once, with its parties, goods and transport."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.db.transaction import atomic
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, require
from hub.kit.rows import many
from intel.trade.models import Consignment, Feed
from intel.trade.services import keeping
from intel.trade.services.fingerprints import fingerprints
from intel.trade.services.parties import PartyBook
from intel.trade.services.preparing import Prepared, Refused, prepare
from intel.trade.signals import consignments_arrived, traders_changed
from intel.trade.values import Declaration

#: Declarations received in one transaction. Callers cut longer streams into pieces of this size.
BATCH = 1000


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


def receive_declarations(*, by: Viewer, feed: Feed, declarations: Sequence[Declaration]) -> Received:
    """Prepare and keep a batch of declarations in a feed of the viewer's agency; see `receive`. Raises NotAllowed."""
    return receive(by=by, feed=feed, prepared=[prepare(one) for one in declarations])


@atomic
def receive(*, by: Viewer, feed: Feed, prepared: Sequence[Prepared | Refused]) -> Received:
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
    sound = _sound(prepared, received)
    known = {row.number: row for row in Consignment.objects.filter(feed=feed, number__in=sound).only(
        "number", "date", "content_hash", "feed_id")}
    new = [one for number, one in sound.items() if number not in known]
    again = [(one, known[number]) for number, one in sound.items() if number in known]
    amended = [(one, row) for one, row in again if not fingerprints.same(row.content_hash, one.declaration)]
    changed = {row.pk for _one, row in amended}
    keeping.complete([(one, row) for one, row in again if row.pk not in changed and row.content_hash != one.mark])
    received.new, received.amended = len(new), len(amended)
    received.same = len(again) - len(amended)
    if new or amended:
        with many():
            _keep(feed, new, amended)
        audit.record("declarations.received", by=by, on=feed, new=received.new, amended=received.amended,
                     same=received.same, refused=len(received.refused))
    return received


def _sound(prepared: Sequence[Prepared | Refused], received: Received) -> dict[str, Prepared]:
    """Those that can be kept, by number; the others are noted with the reason."""
    sound: dict[str, Prepared] = {}
    for one in prepared:
        number = one.declaration.number
        if isinstance(one, Refused):
            received.refused.append(one)
        elif number in sound:
            received.refused.append(Refused(one.declaration, _(
                "The number %(number)s is used by an earlier one; the first one was kept.") % {"number": number}))
        else:
            sound[number] = one
    return sound


def _keep(feed: Feed, new: list[Prepared], amended: list[tuple[Prepared, Consignment]]) -> None:
    kept = [*keeping.add(feed, new), *keeping.amend(amended)]
    book = PartyBook(feed, [party for one, _pk in kept for party in one.declaration.parties])
    keeping.add_parts(kept, book)
    traders_changed.send(sender=PartyBook, ids=book.changed)
    consignments_arrived.send(sender=Consignment, ids=[pk for _one, pk in kept])
