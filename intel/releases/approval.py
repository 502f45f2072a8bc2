"""What is approved of a request to release: to whom, what exactly, on what terms, and what its items were then."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access import approval
from hub.kit.errors import Conflict
from intel.releases.bill import baseless_of
from intel.releases.entries import ReleaseEntry
from intel.releases.models import Portion, ReleaseRequest
from intel.releases.sources import sources

WORDS: Mapping[str, object] = {
    "recipient": gettext_lazy("the recipient"), "terms": gettext_lazy("what the request says"),
    "portions": gettext_lazy("the portions"), "group": gettext_lazy("the sharing group"),
    "correction": gettext_lazy("what it corrects"),
    "enquiry": gettext_lazy("the request that it answers")}


def of_request(request: ReleaseRequest) -> dict[str, str]:
    """A fingerprint of each part."""
    portions = list(request.portions.order_by("number"))
    corrected = {"correction": [request.corrects_id, request.correction]} if request.corrects_id else {}
    terms, group = ReleaseEntry.of(request).columns(), request.for_group_id
    if not terms["for_person"]:  # what was submitted before there was such a thing says the same still
        del terms["for_person"]
    return approval.fingerprints({**corrected, **({"group": group} if group else {}),
        "recipient": request.recipient_agency_id, "terms": terms, "enquiry": request.enquiry_id,
        "portions": [[one.kind, one.source_id, one.source_digest, one.marks()] for one in portions]})


def require_as_submitted(request: ReleaseRequest) -> None:
    """Raise Conflict when the request is not what was submitted, or an item not what it then was."""
    approval.require_unchanged(request.submitted_as, of_request(request), words=WORDS)
    if changed := changed_items(list(request.portions.order_by("number"))):
        raise Conflict(_("These items changed since they were chosen, rest on what does not hold any more, or are not to be had: "
                         "%(items)s. Withdraw the request, and write another with the items as they are now.") % {
                             "items": ", ".join(one.reference for one in changed)})


def changed_items(portions: list[Portion]) -> list[Portion]:
    """The portions whose items say something else by now, are marked otherwise, or are not to be had any more; and those that
    rest on what was released to the agency and does not hold any more."""
    things = [(one.kind, one.source_id) for one in portions]
    now, baseless = sources(things), baseless_of(things)
    return [one for one, thing in zip(portions, things, strict=True)
            if thing in baseless or (source := now.get(thing)) is None or source.digest() != one.source_digest]

