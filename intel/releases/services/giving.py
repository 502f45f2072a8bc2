"""Giving: the snapshot that leaves, numbered anew, and what goes into it."""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.access import Viewer
from agencies.markings.classification import strictest
from agencies.references import next_reference
from hub.kit.errors import Invalid, WrongState
from intel.releases.bill import acknowledged_first
from intel.releases.life import DECIDE, LIFE
from intel.releases.models import Portion, Release, ReleasedPortion, ReleaseRequest
from intel.releases.snapshot import SNAPSHOT
from intel.releases.states import Way

#: The series of releases in an agency's references: AN-R-2026-004831.
SERIES = "R"


def chosen_of(portions: list[Portion], included: Collection[int]) -> list[Portion]:
    """The portions with these numbers. Raises Invalid (`included`) for none, and for numbers that are none's."""
    chosen = [portion for portion in portions if portion.number in set(included)]
    if not chosen or len(chosen) < len(set(included)):
        raise Invalid(_("Choose what is to be released; to release nothing, refuse."), field="included")
    return chosen


def keep(request: ReleaseRequest, chosen: list[Portion], conditions: list[str], until: datetime | None, *, by: Viewer,
         reference: str = "", way: str = Way.DECISION, arrangement: int | None = None) -> Release:
    """The snapshot. It is numbered anew: what was left out leaves no gap. Without a reference it is given the next one."""
    row = Release(
        request=request, replaces_id=request.corrects_id, reference=reference or reference_for(request), way=way,
        arrangement_id=arrangement,
        holder_agency=request.owner_agency, recipient_agency=request.recipient_agency, enquiry_id=request.enquiry_id,
        for_person=request.for_person, for_group_id=request.for_group_id, purpose=request.purpose,
        legal_basis=request.legal_basis, conditions="\n".join(dict.fromkeys(conditions)),
        expires_at=until, classification=strictest([portion.classification for portion in chosen]),
        must_acknowledge=acknowledged_first(chosen), released_by_id=by.user_id, released_at=timezone.now())
    portions = [ReleasedPortion(release=row, portion=portion, number=number, agency_id=by.agency_id, written_by_id=by.user_id,
                                **portion.marks()) for number, portion in enumerate(chosen, 1)]
    row.digest = SNAPSHOT.of((row, portions))
    row.save()
    ReleasedPortion.objects.bulk_create(portions)
    LIFE.begin([row], by=by, stands_for=by.stands_for(DECIDE) if way != Way.ARRANGEMENT else None)
    return row


def reference_for(request: ReleaseRequest) -> str:
    """That of the next release of its agency."""
    return next_reference(request.owner_agency, year=timezone.localdate().year, series=SERIES)


def until(request: ReleaseRequest, shortened: datetime | None) -> datetime | None:
    """Until when it may be used. Raises WrongState where that is over, Invalid (`expires_at`) for what is not shorter."""
    if request.expires_at is not None and request.expires_at <= timezone.now():
        raise WrongState(_("The time until which it may be used is over. Withdraw the request, and write another."))
    if shortened is None:
        return request.expires_at
    if shortened <= timezone.now():
        raise Invalid(_("This time is over already."), field="expires_at")
    if request.expires_at is not None and shortened > request.expires_at:
        raise Invalid(_("It can be made shorter, not longer: others consented to what was asked."), field="expires_at")
    return shortened
