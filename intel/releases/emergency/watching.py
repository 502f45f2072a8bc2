"""What workers tell of an emergency release: at once, when its review is overdue, and what that found."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from agencies.access.viewer import Viewer
from agencies.models import Agency
from agencies.notices.addressees import to_holders
from agencies.notices.announcing import notify
from agencies.roles import HUB
from intel.releases.emergency.life import COUNTS, SEND
from intel.releases.emergency.models import Disclosure, Emergency, EmergencyCount
from intel.releases.emergency.states import EmergencyState
from intel.releases.life import DECIDE

#: The kinds of work.
DECLARED, OVERDUE, REVIEWED = "releases.emergency_declared", "releases.emergency_overdue", "releases.emergency_reviewed"
#: Within which time an emergency release is reviewed: the database sets it.
REVIEWED_WITHIN = timedelta(hours=24)


def tell(ids: Sequence[int]) -> None:
    """Tell who reviews it, each originator of which something left, whoever stands before them, and the auditor of the hub."""
    for row in _emergencies(ids):
        by = Viewer(user_id=row.declared_by_id, agency_id=row.owner_agency_id)
        notify("emergency.to_review", on=row, to=to_holders(DECIDE, agency_id=row.owner_agency_id), by=by)
        _tell_auditor(row, "emergency.counted", by)
        _tell_originators(row, "disclosure.told", by)


def escalate(ids: Sequence[int]) -> None:
    """Tell the supervisors of the holder, who may review it from now on, the originators, and the auditor of the hub."""
    for row in _emergencies(ids).filter(state=EmergencyState.TO_REVIEW, due_at__lte=timezone.now()):
        by = Viewer(agency_id=row.owner_agency_id)
        notify("emergency.overdue", on=row, to=to_holders(SEND, agency_id=row.owner_agency_id), by=by)
        _tell_auditor(row, "emergency.counted_overdue", by)
        _tell_originators(row, "disclosure.overdue", by)


def tell_reviewed(ids: Sequence[int]) -> None:
    """Tell each originator what the review found."""
    for row in _emergencies(ids):
        _tell_originators(row, "disclosure.reviewed", Viewer(user_id=row.reviewed_by_id, agency_id=row.owner_agency_id))


def _emergencies(ids: Sequence[int]) -> QuerySet[Emergency]:
    rows = Emergency.objects.filter(pk__in=ids).order_by("pk")
    return rows.only("request", "reference", "owner_agency", "state", "declared_by", "reviewed_by", "due_at")


def _tell_originators(row: Emergency, kind: str, by: Viewer) -> None:
    for one in Disclosure.objects.filter(request=row.request_id).only("reference", "originator_agency").order_by("pk"):
        notify(kind, on=one, to=to_holders(DECIDE, agency_id=one.originator_agency_id), by=by)


def _tell_auditor(row: Emergency, kind: str, by: Viewer) -> None:
    for keeper in Agency.objects.filter(kind=HUB):
        notify(kind, on=EmergencyCount(pk=row.pk), to=to_holders(COUNTS, agency_id=keeper.pk), by=by)
