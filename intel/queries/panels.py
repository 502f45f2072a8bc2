"""What this room shows on pages of alerts and subjects: how much others learn of them who ask."""

from typing import Any

from django.http import HttpRequest

from agencies.access.door import viewer_of
from intel.alerts.models import Alert
from intel.queries.disclosure import On, can_disclose, disclosures, shown
from intel.queries.forms import DiscloseForm
from intel.subjects.models import Subject

Context = dict[str, Any] | None


def on_alert(request: HttpRequest, alert: Alert) -> Context:
    """What its agency lets others learn of an alert."""
    return _panel(request, On(alert=alert))


def on_subject(request: HttpRequest, subject: Subject) -> Context:
    """What its agency lets others learn of a subject."""
    return _panel(request, On(subject=subject))


def _panel(request: HttpRequest, on: On) -> Context:
    viewer, thing = viewer_of(request), on.alert or on.subject
    assert thing is not None
    if thing.owner_agency_id != viewer.agency_id or not viewer.may("queries.view_disclosure"):
        return None
    return {"rows": shown(viewer, disclosures(on)), "can_disclose": can_disclose(viewer, on), "dialog": f"disclose-{thing.pk}",
            "form": DiscloseForm(viewer=viewer, initial={thing._meta.model_name: thing.pk})}
