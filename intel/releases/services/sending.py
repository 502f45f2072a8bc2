"""Submitting a request to release; what a second person makes of it; and asking the originators for their consent."""

from typing import Any

from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.access import Viewer
from agencies.markings.classification import strictest
from agencies.models import Agency
from agencies.notices.addressees import to_holders
from agencies.notices.announcing import notify
from agencies.work import queue
from hub.kit.errors import Invalid
from intel.releases import approval
from intel.releases.bill import Bill, bill_of
from intel.releases.life import CONSENT_LIFE, DECIDE, REQUEST_LIFE, RETURN, SEND, SUBMIT, WITHDRAW
from intel.releases.models import Consent, ConsentPortion, Portion, ReleaseRequest
from intel.releases.races import said_clearly
from intel.releases.services.arranged import arranged_for, release_as_arranged
from intel.releases.states import ConsentState
from intel.releases.watching import ASKED

#: What an originator is told of a request.
TOLD = ("reference", "recipient_agency_id", "for_person", "for_group_id", "purpose", "legal_basis", "need_to_know", "urgency",
        "conditions", "expires_at")


def submit(*, by: Viewer, request: ReleaseRequest, revision: int | None) -> ReleaseRequest:
    """Hand a draft in to be sent by somebody else. `revision`, here and below, is the one the person had before their eyes.

    Raises NotAllowed, WrongState, Conflict, Invalid (`rests_on_others`: it does, and the author said that it does not).
    """
    with REQUEST_LIFE.moving(request, SUBMIT, by=by, revision=revision) as request:
        _require_said(request, bill_of(request))
        request.submitted_as = approval.of_request(request)
        approval.require_as_submitted(request)
    return request


def return_to_author(*, by: Viewer, request: ReleaseRequest, reason: str, revision: int | None) -> ReleaseRequest:
    """Give a submitted request back to its author, saying why. Raises NotAllowed, WrongState, Conflict, Invalid."""
    with REQUEST_LIFE.moving(request, RETURN, by=by, revision=revision, reason=reason) as request:
        pass
    return request


@atomic
def send(*, by: Viewer, request: ReleaseRequest, revision: int | None) -> ReleaseRequest:
    """Send a submitted request, as it was submitted, to each originator that has to consent; then the authority decides.

    Inside the terms of a standing arrangement it is released by that. Only another person than its author. Raises NotAllowed,
    StepUpRequired, WrongState, Conflict.
    """
    with said_clearly():
        with REQUEST_LIFE.moving(request, SEND, by=by, revision=revision) as request:
            approval.require_as_submitted(request)
            bill = bill_of(request)
            _require_said(request, bill)
            request.sent_by_id, request.sent_at = by.user_id, timezone.now()
        if (arrangement := arranged_for(request)) is not None:
            release_as_arranged(request, arrangement, by=by)
            return ReleaseRequest.objects.get(pk=request.pk)
        _ask(request, bill, by=by)
    notify("release.to_decide", on=request, to=to_holders(DECIDE, agency_id=request.owner_agency_id))
    return request


@atomic
def withdraw(*, by: Viewer, request: ReleaseRequest, reason: str, revision: int | None) -> ReleaseRequest:
    """Give up a request that is not decided; no consent to it is needed any more.

    Raises NotAllowed, WrongState, Conflict, Invalid.
    """
    with REQUEST_LIFE.moving(request, WITHDRAW, by=by, revision=revision, reason=reason) as request:
        pass
    void_consents(request, by=by)
    return request


def void_consents(request: ReleaseRequest, *, by: Viewer) -> None:
    """Nobody is asked any more to consent to it."""
    CONSENT_LIFE.move_all(request.consents.filter(state=ConsentState.ASKED), to=ConsentState.VOID, by=by, action="consent.voided")


def can_submit(by: Viewer, request: ReleaseRequest) -> bool:
    """Whether the page offers to submit."""
    return REQUEST_LIFE.allows(SUBMIT, by, request)


def can_return(by: Viewer, request: ReleaseRequest) -> bool:
    """Whether the page offers to return."""
    return REQUEST_LIFE.allows(RETURN, by, request)


def can_send(by: Viewer, request: ReleaseRequest) -> bool:
    """Whether the page offers to send."""
    return REQUEST_LIFE.allows(SEND, by, request)


def can_withdraw(by: Viewer, request: ReleaseRequest) -> bool:
    """Whether the page offers to give it up."""
    return REQUEST_LIFE.allows(WITHDRAW, by, request)


def _require_said(request: ReleaseRequest, bill: Bill) -> None:
    """The author's answer to whether it rests on what others told is true, as far as it can be told."""
    if request.rests_on_others and not bill.rests_on_others:
        raise Invalid(_("You said that it rests on what another agency told, and nothing of it says whose. Say in the report "
                        "whose information the paragraph is, or what it cites; then that agency is asked."),
                      field="rests_on_others")
    if bill.owed and not request.rests_on_others:
        raise Invalid(_("You said that it rests on nothing that another agency told. It does, on that of %(agencies)s: say so.")
                      % {"agencies": ", ".join(agency.code for agency in bill.originators)}, field="rests_on_others")


def _ask(request: ReleaseRequest, bill: Bill, *, by: Viewer) -> None:
    portions = {one.number: one for one in request.portions.order_by("number")}
    for originator in bill.originators:
        consent = _consent(request, originator, [portions[one.portion] for one in bill.of(originator.pk)], by=by)
        ConsentPortion.objects.bulk_create([
            ConsentPortion(consent=consent, portion=portions[owed.portion], number=number, agency_id=by.agency_id,
                           written_by_id=by.user_id, rests_on=list(owed.keys), **portions[owed.portion].marks())
            for number, owed in enumerate(bill.of(originator.pk), 1)])
        CONSENT_LIFE.begin([consent], by=by)  # it is asked whole: no portion is added after its first step
        queue.enqueue(ASKED, [consent.pk])
        notify("consent.asked", on=consent, to=to_holders(DECIDE, agency_id=originator.pk))


def _consent(request: ReleaseRequest, originator: Agency, portions: list[Portion], *, by: Viewer) -> Consent:
    told: dict[str, Any] = {name: getattr(request, name) for name in TOLD}
    return Consent.objects.create(
        request=request, holder_agency_id=request.owner_agency_id, originator_agency=originator, asked_by_id=by.user_id,
        asked_at=request.sent_at, classification=strictest([one.classification for one in portions]), **told)
