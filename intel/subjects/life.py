"""Who may do what with a subject, and the life of a proposal about it. Nobody decides on what they proposed."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access.lifecycle import Life, Move
from agencies.access.rules import SIGNED_IN_AFRESH, Rule
from intel.subjects.models import SubjectProposal
from intel.subjects.states import STATES, State

CHANGES = Rule("subjects.change_subject", when=lambda by, subject: subject.owner_agency_id == by.agency_id,
               otherwise=gettext_lazy("Only the agency it belongs to may change it."))
SHARES = Rule("subjects.share_subject", when=lambda by, subject: subject.owner_agency_id == by.agency_id,
              otherwise=gettext_lazy("Only the agency it belongs to may share it."))
DECIDES = Rule("subjects.approve_subject", when=lambda by, thing: thing.owner_agency_id == by.agency_id,
               otherwise=gettext_lazy("Only the agency it belongs to decides on it."))
IS_SECOND_PERSON = DECIDES & Rule(when=lambda by, proposal: proposal.proposed_by_id != by.user_id,
                                  otherwise=gettext_lazy("You proposed it: somebody else has to decide on it."))
IS_PROPOSER = Rule(when=lambda by, proposal: proposal.proposed_by_id == by.user_id,
                   otherwise=gettext_lazy("Only who proposed it may take it back."))
RESTRICTS = Rule("subjects.restrict_subject", when=lambda by, subject: subject.owner_agency_id == by.agency_id,
                 otherwise=gettext_lazy("Only the agency it belongs to restricts its use."))

APPROVE = Move(State.APPROVED, IS_SECOND_PERSON & SIGNED_IN_AFRESH, "subject.proposal_approved")
REFUSE = Move(State.REFUSED, IS_SECOND_PERSON, "subject.proposal_refused", with_reason=True)
RETRACT = Move(State.RETRACTED, IS_PROPOSER, "subject.proposal_taken_back")


def _decided(proposal: SubjectProposal) -> str:
    return _("This was decided since you opened it. Reload the page to see it as it is now.")


LIFE: Life[SubjectProposal] = Life(STATES, conflict=_decided)
