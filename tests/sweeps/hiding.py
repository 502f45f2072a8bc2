"""A sweep that nobody but the supervisors of its agency must notice (`tests/rules/hidden.py`)."""

from typing import Any

from django.utils import timezone

from agencies.access import as_service
from agencies.models import Agency
from intel.sweeps.models import Sweep


def hide(by: Any, consignment: Any) -> dict[str, int]:
    """Of somebody of the agency."""
    with as_service("tests"):
        sweep = Sweep.objects.create(
            reference=f"{by.agency_code}-S-WIPH-ALA2-22", owner_agency=Agency.objects.get(pk=by.agency_id), person_id=by.user_id,
            classification="UNCLASSIFIED", patterns=["SEQUENCE"], queries_count=40, first_at=timezone.now(),
            last_at=timezone.now(), evidence={"queries": [], "signs": [
                {"pattern": "SEQUENCE", "count": 40, "queries": 40, "of": 40, "days": 20_000}]})
    return {"sweep": sweep.pk}
