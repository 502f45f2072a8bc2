"""Answering: one person proposes, another gives; that nothing can be given, one person says."""

import secrets
from functools import partial

from django.db import transaction
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer
from agencies.access.approval import require_unchanged
from agencies.markings.classification import strictest
from agencies.notices.addressees import to_holders
from agencies.notices.announcing import notify
from hub.kit.errors import Conflict
from hub.kit.rows import lock
from intel.enquiries import approval, metrics
from intel.enquiries.entries import AnswerEntry, checked_answer
from intel.enquiries.life import (
    APPROVE,
    ASKED,
    DECIDES_ANOTHERS,
    GIVE,
    LIFE,
    PROPOSAL_LIFE,
    RETRACT,
    RETURN_ANSWER,
    SAY_NOTHING_HELD,
)
from intel.enquiries.models import Answer, Enquiry, Proposal
from intel.enquiries.selectors import waiting_proposal
from intel.enquiries.states import STATES, State

#: Programs name a proposal by its number; beyond this JSON numbers are not exact everywhere.
LARGEST_IN_JSON = 2**53 - 1


@atomic
def propose_answer(*, by: Viewer, enquiry: Enquiry, entry: AnswerEntry, revision: int | None) -> Proposal:
    """Propose an answer, or a refusal, which somebody else of the agency gives. Nothing that the asker reads changes.

    Raises NotAllowed, NotFound, WrongState, Conflict when another one waits, Invalid with the field.
    """
    enquiry = LIFE.locked(enquiry, ASKED, by=by, revision=revision)
    entry = checked_answer(entry, cleared=by.cleared)
    STATES.require(enquiry, to=entry.outcome)
    if waiting_proposal(enquiry) is not None:
        raise Conflict(_("An answer waits for a second person already."))
    proposal = Proposal(id=secrets.randbelow(LARGEST_IN_JSON) + 1, enquiry=enquiry, agency_id=by.agency_id,
                        written_by_id=by.user_id, **entry.columns())
    proposal.submitted_as = approval.of_answer(proposal, enquiry)
    proposal.save(force_insert=True)
    audit.record("request.answer_proposed", by=by, on=proposal, outcome=entry.outcome)
    notify("request.answer_waits", on=enquiry, to=to_holders("enquiries.approve_answer", agency_id=enquiry.asked_agency_id))
    return proposal


@atomic
def give_answer(*, by: Viewer, proposal: Proposal, revision: int | None) -> Answer:
    """Give the answer that somebody else proposed, as it was proposed: the agency that asked reads it from now on.

    Where the answer is marked higher than what was asked, all of it is marked so. Raises NotAllowed, WrongState, Conflict.
    """
    DECIDES_ANOTHERS.require(by, proposal)
    enquiry = lock(proposal.enquiry)  # first, as whoever else answers it does
    with PROPOSAL_LIFE.moving(proposal, APPROVE, by=by, revision=revision) as proposal:
        require_unchanged(proposal.submitted_as, approval.of_answer(proposal, enquiry), words=approval.WORDS)
        proposal.decided_by_id, proposal.decided_at = by.user_id, timezone.now()
    move = GIVE[State(proposal.outcome)]
    with LIFE.moving(enquiry, move, by=by, revision=enquiry.revision, outcome=proposal.outcome) as enquiry:
        enquiry.answered_at = timezone.now()
        enquiry.classification = strictest([enquiry.classification, proposal.classification])
    _tell(enquiry)
    return Answer.objects.create(enquiry=enquiry, agency_id=by.agency_id, written_by_id=by.user_id,
                                 **AnswerEntry.of(proposal).columns())


def return_answer(*, by: Viewer, proposal: Proposal, reason: str, revision: int | None) -> Proposal:
    """Not give an answer that somebody else proposed, saying why. Raises NotAllowed, WrongState, Conflict, Invalid."""
    with PROPOSAL_LIFE.moving(proposal, RETURN_ANSWER, by=by, revision=revision, reason=reason) as proposal:
        proposal.decided_by_id, proposal.decided_at, proposal.reason = by.user_id, timezone.now(), reason.strip()
    return proposal


def retract_answer(*, by: Viewer, proposal: Proposal, revision: int | None) -> Proposal:
    """Take back what one proposed oneself. Raises NotAllowed, WrongState, Conflict."""
    with PROPOSAL_LIFE.moving(proposal, RETRACT, by=by, revision=revision) as proposal:
        proposal.decided_by_id, proposal.decided_at = by.user_id, timezone.now()
    return proposal


@atomic
def say_nothing_held(*, by: Viewer, enquiry: Enquiry, revision: int | None) -> Enquiry:
    """Answer that there is nothing that can be given. Takes one person, whether or not there is something, and writes the same.

    Raises NotAllowed, WrongState, Conflict when an answer waits for a second person.
    """
    with LIFE.moving(enquiry, SAY_NOTHING_HELD, by=by, revision=revision) as enquiry:
        if waiting_proposal(enquiry) is not None:
            raise Conflict(_("An answer waits for a second person. Take it back, or have it returned, first."))
        enquiry.answered_at = timezone.now()
        Answer.objects.create(enquiry=enquiry, agency_id=by.agency_id, written_by_id=by.user_id, outcome=State.NO_RECORD,
                              classification=enquiry.classification)
        _tell(enquiry)
    return enquiry


def can_propose(by: Viewer, enquiry: Enquiry) -> bool:
    """Whether the page offers to propose an answer."""
    return STATES.may(enquiry, State.ANSWERED) and ASKED.allows(by, enquiry) and waiting_proposal(enquiry) is None


def can_say_nothing_held(by: Viewer, enquiry: Enquiry) -> bool:
    """Whether the page offers to say that there is nothing that can be given."""
    return LIFE.allows(SAY_NOTHING_HELD, by, enquiry) and waiting_proposal(enquiry) is None


def can_approve(by: Viewer, proposal: Proposal) -> bool:
    """Whether the page offers to give it."""
    return STATES.may(proposal.enquiry, proposal.outcome) and PROPOSAL_LIFE.allows(APPROVE, by, proposal)


def can_return_answer(by: Viewer, proposal: Proposal) -> bool:
    """Whether the page offers to return it."""
    return PROPOSAL_LIFE.allows(RETURN_ANSWER, by, proposal)


def can_retract(by: Viewer, proposal: Proposal) -> bool:
    """Whether the page offers to take it back."""
    return PROPOSAL_LIFE.allows(RETRACT, by, proposal)


def _tell(enquiry: Enquiry) -> None:
    """That there is an answer, whatever it says, to those of the agency that asked who work on requests."""
    transaction.on_commit(partial(metrics.answered, enquiry), robust=True)
    notify("request.given", on=enquiry, to=to_holders("enquiries.write_enquiry", agency_id=enquiry.asking_agency_id))
