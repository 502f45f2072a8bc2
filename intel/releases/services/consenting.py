"""What an originator answers that is asked whether its information may be released."""

from collections.abc import Collection
from functools import partial

from django.db import IntegrityError, connection, transaction
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.access import Viewer
from agencies.markings.models import codes_in_force
from agencies.notices.addressees import to_holders
from agencies.notices.announcing import notify
from agencies.work import queue
from hub.kit.errors import Conflict, Invalid
from intel.releases import metrics
from intel.releases.bill import behind
from intel.releases.entries import checked_conditions
from intel.releases.life import CONSENT, CONSENT_LIFE, DECIDE, DECLINE, TAKE_BACK
from intel.releases.models import Consent
from intel.releases.races import said_clearly
from intel.releases.watching import FELL

#: Why a consent that was given is declined after all: its reason stands in words.
TAKEN_BACK = "OTHER"


@atomic
def consent(*, by: Viewer, consent: Consent, agreed: Collection[int], conditions: str = "", revision: int | None) -> Consent:
    """Consent to the release of these portions (their numbers) exactly as they are shown, under conditions or none.

    What of them rests on information of others takes their consent before (`ask_on`); their conditions are added. Raises
    NotAllowed, StepUpRequired, WrongState, Conflict, Invalid (`agreed`, `conditions`).
    """
    with said_clearly(), CONSENT_LIFE.moving(consent, CONSENT, by=by, revision=revision, agreed=sorted(set(agreed))) as row:
        chosen = list(row.portions.filter(number__in=set(agreed)).order_by("number"))
        if not agreed or len(chosen) < len(set(agreed)):
            raise Invalid(_("Choose the portions that you agree to; to none of them, decline."), field="agreed")
        bill = behind(row)
        for portion in chosen:
            if lacking := bill.lacking(portion):
                raise Invalid(_("Portion %(number)s rests on information of %(agencies)s, which has not consented. Ask for its "
                                "consent, or leave the portion out.") % {
                    "number": portion.number, "agencies": ", ".join(agency.code for agency in lacking)}, field="agreed")
        said = [*bill.conditions(chosen), checked_conditions(conditions)]
        row.agreed, row.own_conditions = sorted(set(agreed)), "\n".join(dict.fromkeys(filter(None, said)))
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
        with atomic():
            _lock_above(consent)
            with CONSENT_LIFE.moving(consent, TAKE_BACK, by=by, revision=revision, reason=reason) as row:
                row.agreed, row.refusal = [], TAKEN_BACK
                row.decided_by_id, row.decided_at = by.user_id, timezone.now()
            if row.part_of_id is not None:
                queue.enqueue(FELL, [row.part_of_id])
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


def _lock_above(consent: Consent) -> None:
    """Lock what others gave on it first, which falls with it: as all do who move them, from above."""
    with connection.cursor() as cursor:
        cursor.execute("select releases_lock_above(%s)", [consent.pk])


def _tell(row: Consent) -> None:
    transaction.on_commit(partial(metrics.answered, row), robust=True)
    notify("consent.answered", on=row, to=to_holders(DECIDE, agency_id=row.holder_agency_id))
