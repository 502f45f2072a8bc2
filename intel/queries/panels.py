"""What this room shows on pages of alerts and subjects: how much others learn of them who ask."""

from typing import Any

from django.http import HttpRequest

from agencies.access.door import viewer_of
from intel.alerts.models import Alert
from intel.alerts.states import State
from intel.queries.disclosure import On, can_disclose, disclosures, shown
from intel.queries.forms import DiscloseForm, LearnForm
from intel.queries.with_alerts import own_proposal, waiting
from intel.subjects.models import Subject

Context = dict[str, Any] | None


def on_alert(request: HttpRequest, alert: Alert) -> Context:
    """What its agency lets others learn of an alert."""
    return _panel(request, On(alert=alert))


def on_form(request: HttpRequest, alert: Alert | None) -> Context:
    """What they learn, as its form asks; with what the viewer proposed before."""
    viewer = viewer_of(request)
    if not viewer.may("queries.add_disclosure"):
        return None
    before = own_proposal(viewer, alert) if alert else None
    initial = {"level": before.level, "whom": LearnForm.whom_of(before)} if before else {}
    return {"form": LearnForm(request.POST if request.method == "POST" else None, viewer=viewer, initial=initial)}


def with_issue(request: HttpRequest, alert: Alert) -> Context:
    """What who issues an alert confirms with it."""
    viewer = viewer_of(request)
    if alert.state != State.PENDING_VALIDATION or alert.owner_agency_id != viewer.agency_id:
        return None
    rows = [row for row in shown(viewer, waiting(alert)) if row.can_confirm]
    return {"rows": rows} if rows else None


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
