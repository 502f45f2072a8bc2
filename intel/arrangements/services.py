"""Drafting an arrangement, signing it on both sides, declining it, taking it back and ending it."""

from typing import Any

from django.db import IntegrityError
from django.db.models import Max
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import audit
from agencies.access import Viewer, require
from agencies.access.approval import fingerprints, require_unchanged
from agencies.models import Agency
from agencies.notices.addressees import to_holders, to_person
from agencies.notices.announcing import notify
from agencies.references import next_reference
from hub.kit.errors import Conflict, Invalid, WrongState
from intel.arrangements.entries import ArrangementEntry, checked
from intel.arrangements.life import ACCEPT, DECLINE, END, IS_DRAFTER, LIFE, PROPOSE, SIGN, WITHDRAW, WRITE
from intel.arrangements.models import Arrangement, ReleaseTerm, Term
from intel.arrangements.states import State
from intel.arrangements.terms import followed

#: The series of arrangements in an agency's references: AN-SA-2026-004182.
SERIES = "SA"
_WORDS = {"agencies": gettext_lazy("the agencies"), "says": gettext_lazy("what it says")}


@atomic
def draft_arrangement(*, by: Viewer, entry: ArrangementEntry, other: Agency | None = None,
                      replaces: Arrangement | None = None) -> Arrangement:
    """Keep a draft that the own agency alone reads: of a new arrangement with `other`, or of the next version of one.

    Raises NotAllowed, Invalid with the field, WrongState.
    """
    require(by, WRITE)
    agency = Agency.objects.get(pk=by.agency_id)
    other = _other_of(by, replaces) if replaces else other
    if other is None or other.pk == agency.pk or not Agency.objects.taking_part().filter(pk=other.pk).exists():
        raise Invalid(_("Choose the other agency."), field="other")
    entry = checked(entry, sides=(agency.pk, other.pk))
    reference = replaces.reference if replaces else next_reference(agency, year=timezone.localdate().year, series=SERIES)
    row = Arrangement.objects.create(reference=reference, replaces=replaces, proposing_agency=agency, other_agency=other,
                                     created_by_id=by.user_id, **entry.columns())
    _say(row, entry)
    audit.record("arrangement.drafted", by=by, on=row, other=other.code, replaces=replaces and replaces.version)
    notify("arrangement.drafted", on=row, to=to_holders(SIGN, agency_id=agency.pk))
    return row


@atomic
def edit_arrangement(*, by: Viewer, arrangement: Arrangement, entry: ArrangementEntry, revision: int | None) -> Arrangement:
    """Change a draft; `revision`, here and below, is the one the person had before their eyes.

    Raises NotAllowed, NotFound, WrongState, Conflict, Invalid.
    """
    row = LIFE.locked(arrangement, IS_DRAFTER, by=by, revision=revision)
    if row.state != State.DRAFT:
        raise WrongState(_("Only a draft can be changed. Draft a further version."))
    entry = checked(entry, sides=row.sides)
    for name, value in (entry.columns() | {"revision": row.revision + 1}).items():
        setattr(row, name, value)
    row.save()
    row.terms.all().delete()
    row.release_terms.all().delete()
    _say(row, entry)
    audit.record("arrangement.changed", by=by, on=row, revision=row.revision)
    return row


def sign(*, by: Viewer, arrangement: Arrangement, revision: int | None) -> Arrangement:
    """Sign for one's agency: a draft is then proposed to the other one; what was proposed is in force, as it was proposed.

    Raises NotAllowed, StepUpRequired, WrongState, Conflict, Invalid.
    """
    serve = _propose if arrangement.state == State.DRAFT else _accept
    try:
        with atomic():
            return serve(by, arrangement, revision)
    except IntegrityError as error:
        if "arrangement_version_is_numbered_once" not in str(error) and "arrangement_is_replaced_once" not in str(error):
            raise
        raise Conflict(_("Another version came before it. Reload the page and read that first.")) from error


def decline(*, by: Viewer, arrangement: Arrangement, reason: str, revision: int | None) -> Arrangement:
    """Decline what the other agency proposed, saying why. Raises NotAllowed, WrongState, Conflict, Invalid."""
    return _moved(DECLINE, by, arrangement, reason, revision)


def withdraw(*, by: Viewer, arrangement: Arrangement, reason: str, revision: int | None) -> Arrangement:
    """Give up a draft, or take back a proposal. Raises NotAllowed, WrongState, Conflict, Invalid."""
    return _moved(WITHDRAW, by, arrangement, reason, revision)


@atomic
def end(*, by: Viewer, arrangement: Arrangement, reason: str, revision: int | None) -> Arrangement:
    """End it at once, for both sides. Raises NotAllowed, WrongState, Conflict, Invalid."""
    with LIFE.moving(arrangement, END, by=by, revision=revision, reason=reason) as row:
        row.ended_by_id, row.ended_at = by.user_id, timezone.now()
    _tell("arrangement.ended", row, by)
    return row


def can_edit(by: Viewer, row: Arrangement) -> bool:
    """Whether the page offers to change it."""
    return row.state == State.DRAFT and IS_DRAFTER.allows(by, row)


def can_sign(by: Viewer, row: Arrangement) -> bool:
    """Whether the page offers to sign."""
    return LIFE.allows(PROPOSE, by, row) or LIFE.allows(ACCEPT, by, row)


def can_decline(by: Viewer, row: Arrangement) -> bool:
    """Whether the page offers to decline."""
    return LIFE.allows(DECLINE, by, row)


def can_withdraw(by: Viewer, row: Arrangement) -> bool:
    """Whether the page offers to take it back."""
    return LIFE.allows(WITHDRAW, by, row)


def can_end(by: Viewer, row: Arrangement) -> bool:
    """Whether the page offers to end it."""
    return LIFE.allows(END, by, row)


def can_replace(by: Viewer, row: Arrangement) -> bool:
    """Whether the page offers to draft the next version."""
    return row.accepted_at is not None and not row.is_followed and by.may(WRITE)


def _propose(by: Viewer, arrangement: Arrangement, revision: int | None) -> Arrangement:
    with LIFE.moving(arrangement, PROPOSE, by=by, revision=revision) as row:
        _require_days_left(row)
        row.revision = 0  # how often its draft was changed is its agency's own business
        last = Arrangement.objects.filter(reference=row.reference).aggregate(last=Max("version"))["last"]
        row.version, row.proposed_as = (last or 0) + 1, _fingerprints(row)
        row.proposed_by_id, row.proposed_at = by.user_id, timezone.now()
    notify("arrangement.proposed", on=row, to=to_holders(SIGN, agency_id=row.other_agency_id))
    return row


def _accept(by: Viewer, arrangement: Arrangement, revision: int | None) -> Arrangement:
    with LIFE.moving(arrangement, ACCEPT, by=by, revision=revision) as row:
        _require_days_left(row)
        if row.replaces and row.replaces.ended_at and row.proposed_at and row.replaces.ended_at > row.proposed_at:
            raise Conflict(_("What it was to take the place of was ended since it was proposed. Propose it anew."))
        require_unchanged(row.proposed_as, _fingerprints(row), words=_WORDS)
        row.accepted_by_id, row.accepted_at = by.user_id, timezone.now()
    _tell("arrangement.accepted", row, by)
    return row


def _moved(move: Any, by: Viewer, arrangement: Arrangement, reason: str, revision: int | None) -> Arrangement:
    with atomic():
        with LIFE.moving(arrangement, move, by=by, revision=revision, reason=reason) as row:
            pass
        if row.proposed_at is not None:
            _tell(move.action, row, by)
    return row


def _tell(kind: str, row: Arrangement, by: Viewer) -> None:
    """Who signs for the other side, and who drafted it."""
    for agency in row.sides:
        if agency != by.agency_id:
            notify(kind, on=row, to=to_holders(SIGN, agency_id=agency))
    notify(kind, on=row, to=to_person(row.created_by_id))


def _other_of(by: Viewer, replaces: Arrangement) -> Agency:
    if by.agency_id not in replaces.sides or replaces.accepted_at is None or Arrangement.objects.filter(
            followed(), pk=replaces.pk).exists():
        raise WrongState(_("A further version is drafted of one that is in force, or was the last."))
    return replaces.across_from(by.agency_id)


def _say(row: Arrangement, entry: ArrangementEntry) -> None:
    Term.objects.bulk_create([Term(arrangement=row, **term.columns()) for term in entry.terms])
    ReleaseTerm.objects.bulk_create([ReleaseTerm(arrangement=row, **term.columns()) for term in entry.releases])


def _require_days_left(row: Arrangement) -> None:
    if row.ends_on < timezone.localdate():
        raise WrongState(_("Its last day has passed. Draft it anew."))


def _fingerprints(row: Arrangement) -> dict[str, str]:
    return fingerprints({"agencies": list(row.sides), "says": ArrangementEntry.of(row)})
