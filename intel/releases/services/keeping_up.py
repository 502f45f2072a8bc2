"""What becomes of a release: its recipient acknowledges it, its holder recalls it, either ends it."""

from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer
from agencies.access.lifecycle import Move
from agencies.notices.addressees import to_holders
from agencies.notices.announcing import notify
from hub.kit.errors import Conflict
from hub.kit.rows import lock
from intel.releases.life import ACKNOWLEDGES, DECIDE, END, LIFE, RECALL, RECALL_UNJUSTIFIED, WRITE
from intel.releases.models import Release
from intel.releases.states import ReleaseState


@atomic
def acknowledge(*, by: Viewer, release: Release, revision: int | None) -> Release:
    """Acknowledge the conditions, for the agency that received it: from now on it is read. Raises NotAllowed, Conflict."""
    row = LIFE.locked(release, ACKNOWLEDGES, by=by, revision=revision)
    if row.acknowledged_at is not None or row.standing is not ReleaseState.RELEASED:
        raise Conflict(_("There is nothing to acknowledge any more. Reload the page."))
    row.acknowledged_by_id, row.acknowledged_at, row.revision = by.user_id, timezone.now(), row.revision + 1
    row.save(update_fields=["acknowledged_by", "acknowledged_at", "revision", "updated_at"])
    audit.record("release.acknowledged", by=by, on=row)
    return row


def recall(*, by: Viewer, release: Release, reason: str, revision: int | None) -> Release:
    """Recall what was released: its recipient reads it no more, and is told why.

    Raises NotAllowed, StepUpRequired, WrongState, Conflict, Invalid.
    """
    return _ended(RECALL, by, release, reason, revision)


def recall_unjustified(*, by: Viewer, release: Release, reason: str) -> Release:
    """Recall what an emergency did not justify, as it is now, for who reviews it. Raises StepUpRequired, WrongState, Invalid."""
    release = lock(release)
    return _ended(RECALL_UNJUSTIFIED, by, release, reason, release.revision)


def end(*, by: Viewer, release: Release, reason: str, revision: int | None) -> Release:
    """End it, for either side; the other one is told why. Raises NotAllowed, WrongState, Conflict, Invalid."""
    return _ended(END, by, release, reason, revision)


def can_acknowledge(by: Viewer, release: Release) -> bool:
    """Whether the page offers to acknowledge it."""
    return release.acknowledged_at is None and release.standing is ReleaseState.RELEASED and ACKNOWLEDGES.allows(by, release)


def can_recall(by: Viewer, release: Release) -> bool:
    """Whether the page offers to recall it."""
    return LIFE.allows(RECALL, by, release)


def can_end(by: Viewer, release: Release) -> bool:
    """Whether the page offers to end it: to its recipient; the holder recalls."""
    return release.recipient_agency_id == by.agency_id and LIFE.allows(END, by, release)


@atomic
def _ended(move: Move, by: Viewer, release: Release, reason: str, revision: int | None) -> Release:
    with LIFE.moving(release, move, by=by, revision=revision, reason=reason) as row:
        row.ended_at = timezone.now()
    for agency in row.sides:
        if agency != by.agency_id:
            notify(move.action, on=row, to=to_holders(WRITE if move.to == ReleaseState.RECALLED else DECIDE, agency_id=agency))
    return row
