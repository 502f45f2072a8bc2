"""Signing what became of the copies of what was recalled, corrected or has ended: destroyed, or kept by a legal hold."""

from datetime import date, datetime, time, timedelta

from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer
from agencies.keeping.holds import MOST_YEARS
from agencies.notices.addressees import to_holders
from agencies.notices.announcing import notify
from agencies.work import queue
from hub.kit.errors import Conflict, Invalid, WrongState
from hub.kit.limits import NOTE
from hub.kit.text import require_seen
from intel.releases.answers.models import Statement
from intel.releases.chasing import HOLD_OVER
from intel.releases.life import DECIDE, LIFE, SIGNS
from intel.releases.models import Release
from intel.releases.states import Receipt, ReleaseState


@atomic
def sign_receipt(*, by: Viewer, release: Release, receipt: str, words: str, held_until: date | None = None,
                 revision: int | None) -> Release:
    """Sign, for the agency that received it, what became of the copies of what was recalled, corrected or has ended.

    While a legal hold keeps copies (`HELD`, with the day until when) nobody reads it in the hub either; when the hold ends, or is
    prolonged, it is signed anew, and each statement stands. Raises NotAllowed, WrongState while it holds, Conflict when the
    copies are destroyed already, Invalid (`receipt`, `words`, `held_until`).
    """
    row = LIFE.locked(release, SIGNS, by=by, revision=revision)
    if row.state == ReleaseState.RELEASED:
        raise WrongState(_("It was neither recalled nor ended: there is nothing to sign for."))
    if row.receipt == Receipt.PURGED:
        raise Conflict(_("It was signed for since you opened it. Reload the page."))
    if receipt not in Receipt.values:
        raise Invalid(_("Say what became of the copies."), field="receipt")
    row.receipt, row.receipt_words, row.held_until = receipt, _checked_words(words), checked_end(receipt, held_until)
    row.receipted_by_id, row.receipted_at, row.revision = by.user_id, timezone.now(), row.revision + 1
    Statement.objects.create(release=row, agency_id=by.agency_id, written_by_id=by.user_id, made_at=row.receipted_at,
                             receipt=row.receipt, words=row.receipt_words, held_until=row.held_until)
    row.save(update_fields=["receipt", "receipt_words", "held_until", "receipted_by", "receipted_at", "revision", "updated_at"])
    audit.record("release.receipted", by=by, on=row, receipt=receipt, held_until=row.held_until)
    notify("release.receipted", on=row, to=to_holders(DECIDE, agency_id=row.holder_agency_id))
    if row.held_until is not None:
        queue.enqueue(HOLD_OVER, [row.pk], not_before=morning_after(row.held_until))
    return row


def can_sign(by: Viewer, release: Release) -> bool:
    """Whether the page offers to sign what became of it."""
    return (release.state != ReleaseState.RELEASED and release.receipt != Receipt.PURGED and release.purged_at is None
            and SIGNS.allows(by, release))


def _checked_words(words: str) -> str:
    words = words.strip()
    require_seen(words, "words")
    if not words:
        raise Invalid(_("Say what was destroyed and by whom, or which hold keeps it."), field="words")
    if len(words) > NOTE:
        raise Invalid(_("At most %(most)s characters.") % {"most": NOTE}, field="words")
    return words


def checked_end(receipt: str, until: date | None) -> date | None:
    """Until when a legal hold keeps copies; nothing where none does. Raises Invalid (`held_until`)."""
    if receipt != Receipt.HELD:
        if until is not None:
            raise Invalid(_("Only a legal hold has an end."), field="held_until")
        return None
    today = timezone.localdate()
    if until is None or not today < until <= today + timedelta(days=366 * MOST_YEARS):
        raise Invalid(_("Say until when the hold keeps it: a day after today and within %(years)s years.") % {
            "years": MOST_YEARS}, field="held_until")
    return until


def morning_after(day: date) -> datetime:
    """When the day is over, by the clock of the hub."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
