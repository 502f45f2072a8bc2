"""Correcting what was released: another release takes its place, for each recipient, by the same bill and decision as any."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer
from agencies.access.lifecycle import required_reason
from agencies.notices.addressees import to_holders
from agencies.notices.announcing import notify
from hub.kit.errors import Conflict, Invalid, WrongState
from hub.kit.limits import SEVERAL
from intel.enquiries.selectors import enquiries
from intel.releases.entries import ItemEntry, ReleaseEntry
from intel.releases.life import CORRECTS, LIFE, WRITE
from intel.releases.models import Release, ReleaseRequest
from intel.releases.services.writing import draft_release
from intel.releases.states import ReleaseState

#: What can still be corrected: what holds, and what was recalled because what it rests on was.
CORRECTABLE = (ReleaseState.RELEASED, ReleaseState.RECALLED)


@atomic
def draft_corrections(*, by: Viewer, releases: Sequence[Release], reason: str, items: Collection[ItemEntry],
                      rests_on_others: bool) -> list[ReleaseRequest]:
    """A draft for each of these releases, of the same items on the terms of each, which is to take its place.

    `reason` is what recipients read when it is released. Raises NotAllowed, WrongState, Conflict, Invalid (`reason`, `items.…`).
    """
    reason = required_reason(reason)
    if not 0 < len(releases) <= SEVERAL:
        raise Invalid(_("At most %(most)s of them.") % {"most": SEVERAL}, field="also")
    return [_drafted(release, reason, tuple(items), rests_on_others, by=by) for release in releases]


def can_correct(by: Viewer, release: Release) -> bool:
    """Whether the page offers to correct it."""
    return release.state in CORRECTABLE and CORRECTS.allows(by, release) and not is_corrected(release)


def is_corrected(release: Release) -> bool:
    """Whether another release took its place."""
    return Release.objects.filter(replaces=release.pk).exists()


def to_be_corrected(request: ReleaseRequest) -> Release | None:
    """The release whose place the request is to take, locked; None for one that corrects nothing.

    Raises Conflict when it has ended, or was corrected, since.
    """
    if request.corrects_id is None:
        return None
    old = Release.objects.select_for_update(of=("self",)).get(pk=request.corrects_id)
    if old.state not in CORRECTABLE or is_corrected(old):
        raise Conflict(_("%(release)s has ended or was corrected since. Withdraw this request.") % {"release": old.reference})
    return old


def take_place(new: Release, old: Release, *, reason: str, by: Viewer) -> None:
    """End what is corrected, and tell its recipient; a locked row, in the transaction that releases the new one."""
    if old.state == ReleaseState.RELEASED:
        LIFE.move(old, to=ReleaseState.CORRECTED, by=by, reason=reason, ended_at=timezone.now())
    audit.record("release.corrected", by=by, on=old, new=new.reference)
    notify("release.corrected", on=old, to=to_holders(WRITE, agency_id=old.recipient_agency_id))


def _drafted(release: Release, reason: str, items: tuple[ItemEntry, ...], rests_on_others: bool, *, by: Viewer) -> ReleaseRequest:
    CORRECTS.require(by, release)
    if release.state not in CORRECTABLE:
        raise WrongState(_("%(release)s has ended: there is nothing to correct.") % {"release": release.reference})
    if is_corrected(release):
        raise Conflict(_("%(release)s was corrected already. Correct the release that took its place.") % {
            "release": release.reference})
    request = release.request
    until = request.expires_at if request.expires_at and request.expires_at > timezone.now() else None
    entry = replace(ReleaseEntry.of(request), items=items, rests_on_others=rests_on_others, expires_at=until)
    return draft_release(by=by, entry=entry, recipient=release.recipient_agency, corrects=release, correction=reason,
                         for_group=release.for_group_id,
                         enquiry=enquiries().filter(pk=request.enquiry_id).first() if request.enquiry_id else None)
