"""Who moves a request to release, a consent, and a release. Nobody decides on what they wrote, or for another originator."""

from django.db import connection
from django.utils.translation import gettext_lazy

from agencies.access import Viewer
from agencies.access.lifecycle import Life, Move
from agencies.access.rules import SIGNED_IN_AFRESH, Rule
from agencies.access.two_sided import a_side, one_side
from intel.releases.first import who_was_first
from intel.releases.models import Consent, ConsentStep, Release, ReleaseRequest, ReleaseRequestStep, ReleaseStep
from intel.releases.states import (
    CONSENT_STATES,
    RELEASE_STATES,
    STATES,
    ConsentStanding,
    ConsentState,
    ReleaseState,
    RequestState,
)

VIEW, WRITE = "releases.view_release", "releases.write_release"
DECIDE = "releases.decide_release"

_OURS = gettext_lazy("Only the agency that holds the items does this.")
IS_AUTHOR = Rule(WRITE, when=lambda by, request: request.created_by_id == by.user_id,
                 otherwise=gettext_lazy("Only who wrote it may do this."))
_ANOTHERS = Rule(when=lambda by, request: request.created_by_id != by.user_id,
                 otherwise=gettext_lazy("You wrote it: somebody else has to decide on it."))
SENDS = Rule("releases.send_release", when=lambda by, request: request.owner_agency_id == by.agency_id, otherwise=_OURS)
_NOT_FOR_AUTHOR = Rule(when=lambda by, request: request.created_by_id != by.stands_for(DECIDE),
                       otherwise=gettext_lazy("In whose name you decide wrote it: somebody else has to decide on it."))
DECIDES = (Rule(DECIDE, when=lambda by, request: request.owner_agency_id == by.agency_id, otherwise=_OURS) & _ANOTHERS
           & _NOT_FOR_AUTHOR)

# A request to release, in the agency that holds the items.
SUBMIT = Move(RequestState.SUBMITTED, IS_AUTHOR, "release.submitted")
RETURN = Move(RequestState.DRAFT, SENDS & _ANOTHERS, "release.returned", with_reason=True)
SEND = Move(RequestState.UNDER_REVIEW, SENDS & _ANOTHERS & SIGNED_IN_AFRESH, "release.sent")
WITHDRAW = Move(RequestState.WITHDRAWN, IS_AUTHOR | SENDS, "release.withdrawn", with_reason=True)
RELEASE = Move(RequestState.RELEASED, DECIDES & SIGNED_IN_AFRESH, "release.released", only_from=(RequestState.UNDER_REVIEW,))
#: Inside the terms of an arrangement, which authorities of both agencies signed: by who sent it, in one go.
AS_ARRANGED = Move(RequestState.RELEASED, SENDS & _ANOTHERS & SIGNED_IN_AFRESH, "release.released_as_arranged",
                   only_from=(RequestState.UNDER_REVIEW,))
REFUSE = Move(RequestState.REFUSED, DECIDES & SIGNED_IN_AFRESH, "release.refused", with_reason=True)

# What one originator is asked.
_CONSENTS = one_side("originator_agency", DECIDE, otherwise=gettext_lazy("Only the originator decides on its information."))
_IN_TIME = Rule(when=lambda by, consent: consent.standing is not ConsentStanding.LAPSED,
                otherwise=gettext_lazy("The time to answer is over. Silence is no consent: the holder has to ask again."))
CONSENT = Move(ConsentState.GIVEN, _CONSENTS & _IN_TIME & SIGNED_IN_AFRESH, "consent.given")
DECLINE = Move(ConsentState.DECLINED, _CONSENTS & _IN_TIME & SIGNED_IN_AFRESH, "consent.declined",
               only_from=(ConsentState.ASKED,), with_reason=True)
ASKS_ON = _CONSENTS & _IN_TIME & SIGNED_IN_AFRESH
TAKE_BACK = Move(ConsentState.DECLINED, _CONSENTS & SIGNED_IN_AFRESH, "consent.taken_back", only_from=(ConsentState.GIVEN,),
                 with_reason=True)

# What was released.
_IS_FOR = Rule(when=lambda by, release: is_for(by, release), otherwise=gettext_lazy("Only who may read it acknowledges it."))
ACKNOWLEDGES = one_side("recipient_agency", WRITE, otherwise=gettext_lazy("Only the recipient acknowledges it.")) & _IS_FOR
#: What became of the copies is the whole agency's to answer for, whoever of it read them.
SIGNS = one_side("recipient_agency", WRITE, otherwise=gettext_lazy("Only the recipient signs for it."))
CORRECTS = one_side("holder_agency", WRITE, otherwise=_OURS)
RECALL = Move(ReleaseState.RECALLED, one_side("holder_agency", DECIDE, otherwise=_OURS) & SIGNED_IN_AFRESH, "release.recalled",
              with_reason=True)
#: What an emergency did not justify: by who reviews it (emergency/life.py), who may be a supervisor.
RECALL_UNJUSTIFIED = Move(
    ReleaseState.RECALLED, one_side("holder_agency", WRITE, otherwise=_OURS) & Rule(strong=True, asks=DECIDE), "release.recalled",
    with_reason=True)
END = Move(ReleaseState.ENDED, a_side(DECIDE, otherwise=gettext_lazy("Only its two agencies end a release.")), "release.ended",
           with_reason=True)


def is_for(by: Viewer, release: Release) -> bool:
    """Whether the viewer is of those of its recipient for whom it is; as the database says it (`releases_is_for_viewer`)."""
    if not release.for_person and not release.is_for_members:
        return True
    with connection.cursor() as cursor:
        cursor.execute("select releases_is_for_viewer(%s, %s)", [release.for_person, release.for_group_id])
        return bool(cursor.fetchone()[0])


REQUEST_LIFE: Life[ReleaseRequest] = Life(STATES, conflict=who_was_first, steps=ReleaseRequestStep, step_of="request")
CONSENT_LIFE: Life[Consent] = Life(CONSENT_STATES, conflict=who_was_first, steps=ConsentStep, step_of="consent")
LIFE: Life[Release] = Life(RELEASE_STATES, conflict=who_was_first, steps=ReleaseStep, step_of="release")
