"""The life of a request, on its asker's side; of what one agency is asked; of an answer that waits for its second person.

`intel/enquiries/README.md` shows the diagrams.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hub.kit.states import StateTable


class State(models.TextChoices):
    """Where what one agency was asked stands; both agencies read it. Overdue is derived, never stored."""

    SENT = "SENT", _("Sent")
    ACKNOWLEDGED = "ACKNOWLEDGED", _("Acknowledged")
    IN_WORK = "IN_WORK", _("In work")
    ANSWERED = "ANSWERED", _("Answered")
    PARTLY_ANSWERED = "PARTLY_ANSWERED", _("Answered in part")
    REFUSED = "REFUSED", _("Refused")
    NO_RECORD = "NO_RECORD", _("Nothing that can be given")
    CLOSED = "CLOSED", _("Closed")
    RECALLED = "RECALLED", _("Taken back by who asked")


#: It waits for the agency asked.
OPEN = (State.SENT, State.ACKNOWLEDGED, State.IN_WORK)
#: What a second person of the agency asked lets out; and with what one person says, every answer.
WITH_CONTENT = (State.ANSWERED, State.PARTLY_ANSWERED, State.REFUSED)
ANSWERS = (*WITH_CONTENT, State.NO_RECORD)

STATES = StateTable(State, {
    State.SENT: (State.ACKNOWLEDGED, State.RECALLED),
    State.ACKNOWLEDGED: (State.IN_WORK, *ANSWERS, State.RECALLED),
    State.IN_WORK: (*ANSWERS, State.RECALLED),
    State.ANSWERED: (State.CLOSED,),
    State.PARTLY_ANSWERED: (State.ANSWERED, State.PARTLY_ANSWERED, State.CLOSED),
    State.REFUSED: (State.CLOSED,),
    State.NO_RECORD: (State.CLOSED,),
    State.CLOSED: (),
    State.RECALLED: (),
})


class RequestState(models.TextChoices):
    """Where a request stands on its asker's side; from SENT on each agency asked has a state of its own."""

    DRAFT = "DRAFT", _("Draft")
    PENDING = "PENDING", _("Awaiting a second person")
    SENT = "SENT", _("Sent")
    DROPPED = "DROPPED", _("Dropped")


REQUEST_STATES = StateTable(RequestState, {
    RequestState.DRAFT: (RequestState.PENDING, RequestState.DROPPED),
    RequestState.PENDING: (RequestState.DRAFT, RequestState.SENT, RequestState.DROPPED),
    RequestState.SENT: (),
    RequestState.DROPPED: (),
})


class ProposalState(models.TextChoices):
    """Where an answer stands that its agency has not given yet; the asker learns of none of it."""

    WAITING = "WAITING", _("Awaiting a second person")
    GIVEN = "GIVEN", _("Given")
    RETURNED = "RETURNED", _("Returned")
    RETRACTED = "RETRACTED", _("Taken back")


PROPOSAL_STATES = StateTable(ProposalState, {
    ProposalState.WAITING: (ProposalState.GIVEN, ProposalState.RETURNED, ProposalState.RETRACTED),
    ProposalState.GIVEN: (),
    ProposalState.RETURNED: (),
    ProposalState.RETRACTED: (),
})
