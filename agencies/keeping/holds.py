"""Placing a legal hold on one row, and lifting that of somebody else."""

from datetime import date

from django.db.models import Model
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import audit
from agencies.access import Viewer
from agencies.access.lifecycle import required_reason
from agencies.access.rules import Rule
from agencies.keeping.models import Hold
from agencies.keeping.purging import take_turns
from agencies.markings.classification import Classification
from hub.kit import room
from hub.kit.errors import Conflict, Invalid, NotFound
from hub.kit.limits import LINE, NOTE
from hub.kit.rows import lock
from hub.kit.text import line_of

#: How far ahead a hold may end: whoever needs longer places it anew.
MOST_YEARS = 5

PLACES = Rule("keeping.place_hold", when=lambda by, row: row.owner_agency_id == by.agency_id,
              otherwise=gettext_lazy("Only the agency it belongs to keeps it longer."))
LIFTS = Rule("keeping.place_hold", when=lambda by, hold: hold.placed_by_id != by.user_id,
             otherwise=gettext_lazy("You placed it. Somebody else has to lift it."))


@atomic
def place(*, by: Viewer, on: Model, reason: str, legal_basis: str, until: date) -> Hold:
    """Keep a row from being purged until a day.

    Raises NotAllowed, Invalid (with the field), NotFound, Conflict when it was purged already.
    """
    PLACES.require(by, on)
    reason, legal_basis = required_reason(reason), line_of(legal_basis)
    if not legal_basis or len(legal_basis) > NOTE:
        raise Invalid(_("Say on what legal basis it is kept, in at most %(most)s characters.") % {"most": NOTE},
                      field="legal_basis")
    today = timezone.localdate()
    if not today < until <= _years_after(today):
        raise Invalid(_("Choose a day after today and within %(years)s years.") % {"years": MOST_YEARS}, field="until")
    take_turns()
    fresh = type(on)._default_manager.filter(pk=on.pk).first()
    if fresh is None:
        raise NotFound
    if getattr(fresh, "purged_at", None) is not None:
        raise Conflict(_("It was purged already."))
    hold = Hold.objects.create(
        owner_agency_id=by.agency_id, classification=getattr(on, "classification", Classification.UNCLASSIFIED.value),
        kind=kind_of(on), object_id=on.pk, object_reference=str(on)[:LINE], reason=reason, legal_basis=legal_basis, until=until,
        placed_by_id=by.user_id)
    audit.record("hold.placed", by=by, on=hold, kind=hold.kind, number=hold.object_id, until=until)
    return hold


@atomic
def lift(*, by: Viewer, hold: Hold, reason: str) -> Hold:
    """Let a row be purged when its time is over; by somebody else than who placed the hold.

    Raises NotAllowed, Invalid (`reason`), NotFound, Conflict when it was lifted already.
    """
    LIFTS.require(by, hold)
    reason = required_reason(reason)
    fresh = lock(hold)
    if fresh.lifted_at is not None:
        raise Conflict(_("It was lifted already."))
    fresh.lifted_by_id, fresh.lifted_at, fresh.lifted_because = by.user_id, timezone.now(), reason
    fresh.save(update_fields=["lifted_by", "lifted_at", "lifted_because"])
    audit.record("hold.lifted", by=by, on=fresh, kind=fresh.kind, number=fresh.object_id)
    return fresh


def can_place(by: Viewer, row: Model) -> bool:
    """Whether the page of a row offers to keep it longer."""
    return getattr(row, "purged_at", None) is None and PLACES.allows(by, row)


def can_lift(by: Viewer, hold: Hold) -> bool:
    """Whether the page offers to lift a hold."""
    return hold.lifted_at is None and LIFTS.allows(by, hold)


def kind_of(row: Model) -> str:
    """By what a hold names the kind of a row. Raises LookupError for what nobody purges."""
    kept = room.keeps().get(row._meta.label_lower)
    if kept is None or not kept.reference:
        raise LookupError(f"No room says how long {row._meta.label_lower} is kept.")
    return kept.of


def _years_after(day: date) -> date:
    return date(day.year + MOST_YEARS, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)
