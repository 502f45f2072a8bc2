"""What an originator answers that is asked whether its information may be released."""

from collections.abc import Collection
from functools import partial

from django.db import IntegrityError, transaction
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.access import Viewer
from agencies.markings.models import codes_in_force
from agencies.notices.addressees import to_holders
from agencies.notices.announcing import notify
from hub.kit.errors import Conflict, Invalid
from intel.releases import metrics
from intel.releases.entries import checked_conditions
from intel.releases.life import CONSENT, CONSENT_LIFE, DECIDE, DECLINE, TAKE_BACK
from intel.releases.models import Consent

#: Why a consent that was given is declined after all: its reason stands in words.
TAKEN_BACK = "OTHER"


@atomic
def consent(*, by: Viewer, consent: Consent, agreed: Collection[int], conditions: str = "", revision: int | None) -> Consent:
    """Consent to the release of these portions (their numbers) exactly as they are shown, under conditions or none.

    Raises NotAllowed, StepUpRequired, WrongState, Conflict, Invalid (`agreed`, `conditions`).
    """
    with CONSENT_LIFE.moving(consent, CONSENT, by=by, revision=revision, agreed=sorted(set(agreed))) as row:
        asked = set(row.portions.values_list("number", flat=True))
        if not agreed or set(agreed) - asked:
            raise Invalid(_("Choose the portions that you agree to; to none of them, decline."), field="agreed")
        row.agreed, row.own_conditions = sorted(set(agreed)), checked_conditions(conditions)
        row.decided_by_id, row.decided_at = by.user_id, timezone.now()
    _tell(row)
    return row


@atomic
def decline(*, by: Viewer, consent: Consent, refusal: str, reason: str, revision: int | None) -> Consent:
    """Not consent, saying why: the holder reads it, the recipient never does.

    Raises NotAllowed, StepUpRequired, WrongState, Conflict, Invalid (`refusal`, `reason`).
    """
    with CONSENT_LIFE.moving(consent, DECLINE, by=by, revision=revision, reason=reason, refusal=refusal) as row:
        require_refusal(refusal)
        row.refusal = refusal
        row.decided_by_id, row.decided_at = by.user_id, timezone.now()
    _tell(row)
    return row


def take_back(*, by: Viewer, consent: Consent, reason: str, revision: int | None) -> Consent:
    """Take back a consent, while nothing was released on it yet; the holder reads why.

    Raises NotAllowed, StepUpRequired, WrongState, Conflict, Invalid (`reason`).
    """
    try:
        with atomic(), CONSENT_LIFE.moving(consent, TAKE_BACK, by=by, revision=revision, reason=reason) as row:
            row.agreed, row.refusal = [], TAKEN_BACK
            row.decided_by_id, row.decided_at = by.user_id, timezone.now()
    except IntegrityError as error:
        if "consent_is_taken_back_before_the_release" not in str(error):
            raise
        raise Conflict(_("It was released on your consent already. Ask the agency that released it to recall it.")) from error
    _tell(row)
    return row


def can_take_back(by: Viewer, consent: Consent) -> bool:
    """Whether the page offers to take it back; whether something was released on it the holder alone knows."""
    return CONSENT_LIFE.allows(TAKE_BACK, by, consent)


def can_answer(by: Viewer, consent: Consent) -> bool:
    """Whether the page offers to consent or decline."""
    return CONSENT_LIFE.allows(CONSENT, by, consent)


def require_refusal(code: str) -> None:
    """Raise Invalid (`refusal`) for what is no reason for refusing."""
    if not codes_in_force("refusal").filter(code=code).exists():
        raise Invalid(_("Say why it is refused."), field="refusal")



def _tell(row: Consent) -> None:
    transaction.on_commit(partial(metrics.answered, row), robust=True)
    notify("consent.answered", on=row, to=to_holders(DECIDE, agency_id=row.holder_agency_id))
