"""The authority of the holder decides, last: releases what everybody consented to, or refuses."""

from collections.abc import Collection
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.access import Viewer
from agencies.notices.addressees import to_holders
from agencies.notices.announcing import notify
from hub.kit.errors import Invalid
from intel.releases import approval, metrics
from intel.releases.bill import acknowledged_first, bill_of
from intel.releases.entries import checked_conditions
from intel.releases.life import DECIDES, REFUSE, RELEASE, REQUEST_LIFE, WRITE
from intel.releases.models import Portion, Release, ReleaseRequest
from intel.releases.races import said_clearly
from intel.releases.services.consenting import require_refusal
from intel.releases.services.correcting import take_place, to_be_corrected
from intel.releases.services.giving import chosen_of, keep, until
from intel.releases.services.sending import void_consents
from intel.releases.states import Outcome, RequestState


@atomic
def release(*, by: Viewer, request: ReleaseRequest, included: Collection[int], conditions: str = "",
            expires_at: datetime | None = None, revision: int | None) -> Release:
    """Release these portions (their numbers) to the recipient, as they were submitted: a snapshot that never changes.

    Each needs the consent of every originator it rests on. Handling conditions, those of the originators and further ones of
    the authority are added; the time until which it may be used can be shortened. Raises NotAllowed, StepUpRequired,
    WrongState, Conflict, Invalid (`included`, naming who has not consented; `conditions`, `expires_at`).
    """
    with said_clearly(), REQUEST_LIFE.moving(request, RELEASE, by=by, revision=revision,
                                             included=sorted(set(included))) as request:
        approval.require_as_submitted(request)
        corrected = to_be_corrected(request)
        portions = list(request.portions.order_by("number"))
        chosen = chosen_of(portions, included)
        bill = bill_of(request)
        for portion in chosen:
            if lacking := bill.lacking(portion):
                raise Invalid(_("Portion %(number)s is not released without the consent of %(agencies)s. Leave it out.") % {
                    "number": portion.number, "agencies": ", ".join(agency.code for agency in lacking)}, field="included")
        added = [*bill.conditions(chosen), *filter(None, [checked_conditions(conditions)])]
        said = [*filter(None, [request.conditions, *(portion.handling_conditions for portion in chosen), *added])]
        _require_conditions(chosen, said)
        row = keep(request, chosen, said, until(request, expires_at), by=by)
        request.outcome = (Outcome.PARTLY_APPROVED if len(chosen) < len(portions)
                           else Outcome.APPROVED_WITH_CONDITIONS if added else Outcome.APPROVED)
        request.decided_by_id, request.decided_at = by.user_id, timezone.now()
    _done(request, by=by)
    if corrected is None:
        notify("release.received", on=row, to=to_holders(WRITE, agency_id=row.recipient_agency_id))
    else:
        take_place(row, corrected, reason=request.correction, by=by)
    return row


@atomic
def refuse(*, by: Viewer, request: ReleaseRequest, refusal: str, reason: str, revision: int | None) -> ReleaseRequest:
    """Refuse the release, saying why; the recipient learns nothing.

    Raises NotAllowed, StepUpRequired, WrongState, Conflict, Invalid.
    """
    with REQUEST_LIFE.moving(request, REFUSE, by=by, revision=revision, reason=reason, refusal=refusal) as request:
        require_refusal(refusal)
        request.refusal, request.outcome = refusal, Outcome.REFUSED
        request.decided_by_id, request.decided_at = by.user_id, timezone.now()
    _done(request, by=by)
    return request


def can_decide(by: Viewer, request: ReleaseRequest) -> bool:
    """Whether the page offers to release and to refuse."""
    return request.state == RequestState.UNDER_REVIEW and DECIDES.allows(by, request)


def _done(request: ReleaseRequest, *, by: Viewer) -> None:
    """Nobody is asked any more; how it was decided is counted."""
    void_consents(request, by=by)
    transaction.on_commit(partial(metrics.decided, request.outcome), robust=True)


def _require_conditions(chosen: Collection[Portion], said: Collection[str]) -> None:
    if acknowledged_first(chosen) and not said:
        raise Invalid(_("H3 means other restrictions: say which; the recipient acknowledges them before it reads."),
                      field="conditions")
