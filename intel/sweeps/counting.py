"""What the hub auditor is told: written later than the sweep, and without anything that it holds."""

from collections.abc import Sequence

from agencies.models import Agency
from agencies.notices.addressees import to_holders
from agencies.notices.announcing import notify
from agencies.roles import HUB
from intel.sweeps.models import Sweep, SweepCount


def count(ids: Sequence[int]) -> None:
    """Write or renew the auditor's rows of these sweeps. For the service; safe to repeat."""
    keepers = list(Agency.objects.filter(kind=HUB))
    for sweep in Sweep.objects.filter(pk__in=ids):
        row, new = SweepCount.objects.update_or_create(reference=sweep.reference, defaults={
            "agency_id": sweep.owner_agency_id,
            **{name: getattr(sweep, name) for name in ("patterns", "queries_count", "first_at", "last_at", "found_at", "state",
                                                       "decided_at")}})
        for keeper in keepers if new else ():
            notify("sweep.counted", on=row, to=to_holders("sweeps.view_sweepcount", agency_id=keeper.pk))
