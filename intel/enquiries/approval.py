"""What a second person approves: of a request what it asks and of whom, of an answer what it says and to what."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from agencies.access import approval
from intel.enquiries.entries import AnswerEntry, RequestEntry
from intel.enquiries.models import Enquiry, Proposal, Request

WORDS: Mapping[str, object] = {"text": _("what the request says"), "addressees": _("the agencies asked"),
                               "answer": _("what the answer says"), "question": _("what was asked")}


def of_request(request: Request) -> dict[str, str]:
    """A fingerprint of each part of a request."""
    return approval.fingerprints({"text": RequestEntry.of(request), "addressees": set(request.addressees)})


def of_answer(proposal: Proposal, enquiry: Enquiry) -> dict[str, str]:
    """A fingerprint of each part of an answer that is proposed."""
    return approval.fingerprints({"answer": AnswerEntry.of(proposal), "question": enquiry.question})


def changed_since_submission(request: Request) -> str:
    """What of a submitted request is not as it was submitted, in words; empty when all of it is."""
    return approval.in_words(approval.changed(request.submitted_as, of_request(request)), WORDS)
