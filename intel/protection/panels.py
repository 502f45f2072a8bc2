"""What this room shows on the page of a subject: the measures on it, and those that may be taken."""

from typing import Any

from django.http import HttpRequest

from agencies.access.door import viewer_of
from intel.protection import selectors, services
from intel.protection.forms import MeasureForm
from intel.subjects.models import Subject


def on_subject(request: HttpRequest, subject: Subject) -> dict[str, Any] | None:
    """For the agency it belongs to."""
    viewer = viewer_of(request)
    if subject.owner_agency_id != viewer.agency_id or not viewer.may("protection.view_measure"):
        return None
    measures, can_take = selectors.measures_on(subject), services.can_take(viewer, subject)
    if not measures and not can_take:
        return None
    return {"measures": measures, "can_take": can_take, "form": MeasureForm(initial={"subject": subject.pk})}
