"""Passing a question on to a third agency: its words are the asker's, whose consent it takes; or one writes one's own."""

import re
from collections.abc import Sequence

from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import audit
from agencies.access import Viewer
from agencies.access.rules import SIGNED_IN_AFRESH, Rule
from agencies.access.two_sided import one_side
from agencies.notices.addressees import to_holders
from agencies.notices.announcing import notify
from hub.kit.errors import Invalid
from intel.enquiries.life import ASKED, LIFE
from intel.enquiries.models import Enquiry, PassingOn, Request
from intel.enquiries.selectors import received
from intel.enquiries.states import State

#: So many words in a row are somebody's own; fewer are a name, a place, a phrase of the law.
WORDS_IN_A_ROW = 8
#: With so many of what its agency was asked last a question is compared.
COMPARED = 200

_ENDED = (State.CLOSED, State.RECALLED)
_GOES_ON = Rule(when=lambda by, enquiry: enquiry.state not in _ENDED,
                otherwise=gettext_lazy("This request has ended."))
_NOT_AGREED = Rule(when=lambda by, enquiry: enquiry.passing_on is not PassingOn.AGREED,
                   otherwise=gettext_lazy("It may be passed on already."))
ASKS_CONSENT = ASKED & _GOES_ON & _NOT_AGREED & Rule(
    when=lambda by, enquiry: enquiry.passing_on is not PassingOn.ASKED, otherwise=gettext_lazy("That was asked already."))
CONSENTS = one_side("asking_agency", "enquiries.send_request",
                    otherwise=gettext_lazy("Only the agency that asks decides who else reads its words.")) & _GOES_ON
AGREES = CONSENTS & _NOT_AGREED & SIGNED_IN_AFRESH
DECLINES = CONSENTS & Rule(when=lambda by, enquiry: enquiry.passing_on is PassingOn.ASKED,
                           otherwise=gettext_lazy("Nobody asks for that."))


@atomic
def ask_to_pass_on(*, by: Viewer, enquiry: Enquiry, revision: int | None) -> Enquiry:
    """Ask the agency that asks whether its question may be passed on. Raises NotAllowed, Conflict."""
    enquiry = _noted(by, enquiry, ASKS_CONSENT, "consent_asked_at", revision)
    notify("request.passing_on_asked", on=enquiry, to=to_holders("enquiries.send_request", agency_id=enquiry.asking_agency_id))
    return enquiry


@atomic
def let_pass_on(*, by: Viewer, enquiry: Enquiry, revision: int | None) -> Enquiry:
    """Let the agency asked pass the question on, asked or not. Raises NotAllowed, StepUpRequired, Conflict."""
    return _decided(_noted(by, enquiry, AGREES, "consent_given_at", revision))


@atomic
def decline_passing_on(*, by: Viewer, enquiry: Enquiry, revision: int | None) -> Enquiry:
    """Keep the question to the agency asked. Raises NotAllowed, Conflict."""
    return _decided(_noted(by, enquiry, DECLINES, "consent_declined_at", revision))


def require_own_words(by: Viewer, request: Request) -> None:
    """What the viewer's agency asks is in words of its own, or in words that may be passed on. Raises Invalid (`question`)."""
    asked = _words(request.question)
    for enquiry in received(by)[:COMPARED]:  # of those that ended, too, the words are their asker's
        goes_further = set(request.addressees) - {enquiry.asking_agency_id}
        if goes_further and enquiry.passing_on is not PassingOn.AGREED and _repeats(asked, _words(enquiry.question)):
            raise Invalid(_("These are words of %(agency)s, of its request %(reference)s. Ask there whether they may be passed "
                            "on, or write the question in words of your own.") % {
                                "agency": enquiry.asking_agency.code, "reference": enquiry.reference}, field="question")


def can_ask_to_pass_on(by: Viewer, enquiry: Enquiry) -> bool:
    """Whether the page offers to ask."""
    return ASKS_CONSENT.allows(by, enquiry)


def can_let_pass_on(by: Viewer, enquiry: Enquiry) -> bool:
    """Whether the page offers to let it be passed on."""
    return AGREES.allows(by, enquiry)


def can_decline_passing_on(by: Viewer, enquiry: Enquiry) -> bool:
    """Whether the page offers to decline."""
    return DECLINES.allows(by, enquiry)


def _decided(enquiry: Enquiry) -> Enquiry:
    """Told to the agency that asked for consent."""
    notify("request.passing_on_decided", on=enquiry,
           to=to_holders("enquiries.write_enquiry", agency_id=enquiry.asked_agency_id))
    return enquiry


def _noted(by: Viewer, enquiry: Enquiry, rule: Rule, when: str, revision: int | None) -> Enquiry:
    enquiry = LIFE.locked(enquiry, rule, by=by, revision=revision)
    setattr(enquiry, when, timezone.now())
    enquiry.revision += 1
    enquiry.save(update_fields=[when, "revision", "updated_at"])
    audit.record(f"request.{when.removesuffix('_at')}", by=by, on=enquiry)
    return enquiry


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _repeats(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether so many words in a row are the same; of a shorter question all of them."""
    several = min(WORDS_IN_A_ROW, max(4, len(theirs)))
    runs = {tuple(theirs[at:at + several]) for at in range(len(theirs) - several + 1)}
    return any(tuple(mine[at:at + several]) in runs for at in range(len(mine) - several + 1))
