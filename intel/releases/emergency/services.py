"""Releasing in an emergency without waiting for consents, telling the originators at once, and reviewing it within a day."""

from collections.abc import Collection
from functools import partial

from django.db import connection, transaction
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.access import Viewer
from agencies.access.lifecycle import required_reason
from agencies.markings.classification import strictest
from agencies.notices.addressees import to_holders
from agencies.notices.announcing import notify
from agencies.work import queue
from hub.kit.errors import Invalid
from hub.kit.limits import NOTE
from hub.kit.text import require_seen
from intel.releases import approval, metrics
from intel.releases.bill import Bill, bill_of
from intel.releases.emergency.life import JUSTIFY, LIFE, NOT_JUSTIFY, RELEASE
from intel.releases.emergency.models import Emergency
from intel.releases.emergency.watching import DECLARED, OVERDUE, REVIEWED, REVIEWED_WITHIN
from intel.releases.life import REQUEST_LIFE, WRITE
from intel.releases.models import Portion, Release, ReleaseRequest
from intel.releases.races import said_clearly
from intel.releases.services import giving
from intel.releases.services.correcting import take_place, to_be_corrected
from intel.releases.services.keeping_up import recall_unjustified
from intel.releases.services.sending import void_consents
from intel.releases.sources import Thing
from intel.releases.states import ConsentState, Outcome, ReleaseState, RequestState, Way


@atomic
def release_in_emergency(*, by: Viewer, request: ReleaseRequest, included: Collection[int], danger: str, reason: str,
                         revision: int | None) -> Release:
    """Release these portions (their numbers) at once: a life is in danger, and the consents cannot be waited for.

    By a release authority, or the desk on duty, alone; from a draft of their own, or from any request that is not decided. Never
    what is marked SRC, itself or in what it rests on, nor what its originator declined. The database tells each originator that
    did not consent what left, to whom and why. Raises NotAllowed, StepUpRequired, WrongState, Conflict, Invalid (`danger`,
    `reason`, `included`).
    """
    danger, reason = _said(danger, "danger"), _said(reason, "reason")
    with said_clearly(), REQUEST_LIFE.moving(request, RELEASE, by=by, revision=revision,
                                             included=sorted(set(included))) as request:
        if request.submitted_as is None or request.state == RequestState.DRAFT:
            request.submitted_as = approval.of_request(request)
        approval.require_as_submitted(request)
        corrected = to_be_corrected(request)
        chosen = giving.chosen_of(list(request.portions.order_by("number")), included)
        bill = bill_of(request)
        _require_releasable(request, chosen, bill)
        emergency = _declared(request, chosen, danger, reason, by=by)
        said = [request.conditions, *(portion.handling_conditions for portion in chosen), *bill.conditions(chosen)]
        row = giving.keep(request, chosen, [one for one in said if one], giving.until(request, None), by=by,
                            reference=emergency.reference, way=Way.EMERGENCY)
        request.outcome, request.decided_by_id, request.decided_at = Outcome.EMERGENCY, by.user_id, timezone.now()
    void_consents(request, by=by)
    queue.enqueue(DECLARED, [emergency.pk])
    queue.enqueue(OVERDUE, [emergency.pk], not_before=emergency.due_at)
    if corrected is None:
        notify("release.received", on=row, to=to_holders(WRITE, agency_id=row.recipient_agency_id))
    else:
        take_place(row, corrected, reason=request.correction, by=by)
    transaction.on_commit(partial(metrics.decided, Outcome.EMERGENCY), robust=True)
    return row


def review(*, by: Viewer, emergency: Emergency, justified: bool, reason: str, revision: int | None) -> Emergency:
    """Say whether an emergency release was justified, and why. One that was not is recalled.

    By another authority of its agency; once it is overdue by a supervisor, too. The originators that were told read what was
    found. Raises NotAllowed, StepUpRequired, WrongState, Conflict, Invalid (`reason`).
    """
    reason = required_reason(reason)
    with atomic(), LIFE.moving(emergency, JUSTIFY if justified else NOT_JUSTIFY, by=by, revision=revision) as row:
        release = Release.objects.get(request=row.request_id)
        if not justified and release.state == ReleaseState.RELEASED:
            recall_unjustified(by=by, release=release, reason=reason)
        row.review_reason, row.reviewed_by_id, row.reviewed_at = reason, by.user_id, timezone.now()
    queue.enqueue(REVIEWED, [row.pk])
    return row


def can_release(by: Viewer, request: ReleaseRequest) -> bool:
    """Whether the page offers to release in an emergency."""
    return REQUEST_LIFE.allows(RELEASE, by, request)


def can_review(by: Viewer, emergency: Emergency) -> bool:
    """Whether the page offers to review it."""
    return LIFE.allows(JUSTIFY, by, emergency)


def kept_back(request: ReleaseRequest, portions: Collection[Portion]) -> set[int]:
    """The numbers of those that protect a source, themselves or in what they rest on: no emergency lets them out."""
    things: list[Thing] = [(one.kind, one.source_id) for one in portions]
    with connection.cursor() as cursor:
        cursor.execute("select releases_protecting(%s::text[], %s::bigint[], %s)", [
            [kind for kind, _id in things], [number for _kind, number in things], request.recipient_agency_id])
        found = set(cursor.fetchone()[0])
    return {portion.number for place, portion in enumerate(portions, 1) if place in found}


def _require_releasable(request: ReleaseRequest, chosen: list[Portion], bill: Bill) -> None:
    if protecting := kept_back(request, chosen):
        raise Invalid(_("Portions %(numbers)s protect a source, or rest on what does: not even in an emergency. Leave them out.")
                      % {"numbers": ", ".join(map(str, sorted(protecting)))}, field="included")
    declined = [owed for owed in bill.owed if owed.portion in {one.number for one in chosen}
                and (consent := bill.consents.get(owed.originator.pk)) and consent.state == ConsentState.DECLINED]
    if declined:
        raise Invalid(_("%(agency)s declined to portion %(number)s of this request: not even in an emergency. Leave it out.") % {
            "agency": declined[0].originator.code, "number": declined[0].portion}, field="included")


def _declared(request: ReleaseRequest, chosen: list[Portion], danger: str, reason: str, *, by: Viewer) -> Emergency:
    now = timezone.now()  # the database says when it was
    return Emergency.objects.create(
        request=request, reference=giving.reference_for(request), owner_agency_id=request.owner_agency_id,
        recipient_agency_id=request.recipient_agency_id, classification=strictest([one.classification for one in chosen]),
        danger=danger, reason=reason, declared_by_id=by.user_id, declared_at=now, due_at=now + REVIEWED_WITHIN)


def _said(text: str, field: str) -> str:
    text = text.strip()
    require_seen(text, field)
    if not text:
        raise Invalid({"danger": _("Say whose life is in danger, and by what."),
                       "reason": _("Say why the consents cannot be waited for.")}[field], field=field)
    if len(text) > NOTE:
        raise Invalid(_("At most %(most)s characters.") % {"most": NOTE}, field=field)
    return text
