"""Who moves a request, what was asked of one agency, and an answer that is proposed. Nobody decides on what they wrote."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access.lifecycle import Life, Move
from agencies.access.rules import SIGNED_IN_AFRESH, Rule
from agencies.access.two_sided import a_side, one_side
from agencies.handover.holding import another, writes
from intel.enquiries.models import Enquiry, EnquiryStep, Proposal, Request, RequestStep
from intel.enquiries.states import ANSWERS, OPEN, PROPOSAL_STATES, REQUEST_STATES, STATES, ProposalState, RequestState, State

# A request, on its asker's side.
IS_AUTHOR = writes("enquiries.write_enquiry")
SENDS = Rule("enquiries.send_request", when=lambda by, request: request.owner_agency_id == by.agency_id,
             otherwise=gettext_lazy("Only the agency it belongs to decides on it."))
SENDS_ANOTHERS = SENDS & another()

SUBMIT = Move(RequestState.PENDING, IS_AUTHOR, "request.submitted")
RETURN = Move(RequestState.DRAFT, SENDS_ANOTHERS, "request.returned", with_reason=True)
SEND = Move(RequestState.SENT, SENDS_ANOTHERS & SIGNED_IN_AFRESH, "request.sent")
DROP = Move(RequestState.DROPPED, IS_AUTHOR | SENDS, "request.dropped", with_reason=True)

# What one agency is asked.
IS_SIDE = a_side("enquiries.write_enquiry", otherwise=gettext_lazy("Only the two agencies of this request work on it."))
ASKED = one_side("asked_agency", "enquiries.write_enquiry", otherwise=gettext_lazy("Only the agency asked may do this."))
ASKING = one_side("asking_agency", "enquiries.write_enquiry", otherwise=gettext_lazy("Only the agency that asks may do this."))
GIVES = one_side("asked_agency", "enquiries.approve_answer", otherwise=gettext_lazy("Only the agency asked may do this."))

ACKNOWLEDGE = Move(State.ACKNOWLEDGED, ASKED, "request.acknowledged")
TAKE_UP = Move(State.IN_WORK, ASKED, "request.taken_up")
SAY_NOTHING_HELD = Move(State.NO_RECORD, ASKED, "request.nothing_recorded")
GIVE = {
    State.ANSWERED: Move(State.ANSWERED, GIVES & SIGNED_IN_AFRESH, "request.answered"),
    State.PARTLY_ANSWERED: Move(State.PARTLY_ANSWERED, GIVES & SIGNED_IN_AFRESH, "request.answered"),
    State.REFUSED: Move(State.REFUSED, GIVES & SIGNED_IN_AFRESH, "request.refused"),
}
CLOSE = Move(State.CLOSED, ASKING, "request.closed", only_from=ANSWERS)
RECALL = Move(State.RECALLED, ASKING, "request.recalled", only_from=OPEN, with_reason=True)

# An answer that is proposed. `proposal` knows its enquiry, which may be answered by somebody else meanwhile.
IS_PROPOSER = Rule("enquiries.write_enquiry", when=lambda by, proposal: proposal.written_by_id == by.user_id,
                   otherwise=gettext_lazy("Only who proposed it may take it back."))
DECIDES = Rule("enquiries.approve_answer", when=lambda by, proposal: proposal.agency_id == by.agency_id,
               otherwise=gettext_lazy("Only the agency asked may do this."))
DECIDES_ANOTHERS = DECIDES & Rule(when=lambda by, proposal: proposal.written_by_id != by.user_id,
                                  otherwise=gettext_lazy("You proposed it: somebody else has to decide on it."))

APPROVE = Move(ProposalState.GIVEN, DECIDES_ANOTHERS & SIGNED_IN_AFRESH, "request.answer_approved")
RETURN_ANSWER = Move(ProposalState.RETURNED, DECIDES_ANOTHERS, "request.answer_returned", with_reason=True)
RETRACT = Move(ProposalState.RETRACTED, IS_PROPOSER, "request.answer_taken_back")


def _changed(row: object) -> str:
    return _("This request was changed since you opened it. Reload it and read it again.")


def _decided(proposal: Proposal) -> str:
    return _("This was decided since you opened it. Reload the page to see it as it is now.")


REQUEST_LIFE: Life[Request] = Life(REQUEST_STATES, conflict=_changed, steps=RequestStep, step_of="request")
LIFE: Life[Enquiry] = Life(STATES, conflict=_changed, steps=EnquiryStep, step_of="enquiry")
PROPOSAL_LIFE: Life[Proposal] = Life(PROPOSAL_STATES, conflict=_decided)
