"""Pages of alerts: the list, one alert, and what may be done with it."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.access import Viewer, require
from agencies.access.audience import who_will_see
from agencies.access.door import found, revision_of, row_or_absent, viewer_of
from agencies.access.forms import ReasonForm
from agencies.audit import record
from agencies.audit.selectors import events_on
from agencies.markings.labels import code_book
from agencies.models import Agency
from hub.kit.pages import done, render_page
from hub.kit.panels import panels_for
from intel.alerts import selectors, services
from intel.alerts.approval import changed_since_submission
from intel.alerts.filters import AlertFilter
from intel.alerts.models import ActionRequested, Alert, AlertGrant, act_to_see
from intel.alerts.services.moving import missing_for_person, other_in_force
from intel.alerts.states import State
from intel.alerts.wording import IN_PLAIN_WORDS
from intel.reports.models import RiskArea
from intel.subjects.models import Subject, SubjectName

#: What only the agency of an alert is shown.
OWN_SIDE = ("changes", "steps", "seers", "missing", "returned", "other", "changed")


@login_required
@require_safe
def alert_list(request: HttpRequest) -> HttpResponse:
    """What to look for, newest first."""
    viewer = viewer_of(request)
    require(viewer, "alerts.view_alert")
    alerts = found(request, AlertFilter, selectors.newest(), "alert.searched")
    return render_page(request, "alerts/list.html", alerts.shown(
        states=State.choices, actions=ActionRequested.choices, risk_areas=RiskArea.choices, kinds=Subject.Kind.choices,
        agencies=[(agency.code, agency.code) for agency in Agency.objects.taking_part()],
        can_write=viewer.may("alerts.add_alert")))


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One alert: what to do, on whom or what, until when; and what was found for it."""
    viewer, alert = viewer_of(request), alert_or_absent(pk)
    record("alert.read", by=viewer, on=alert)
    book = code_book()
    own = alert.owner_agency_id == viewer.agency_id
    return render_page(request, "alerts/detail.html", {
        "alert": alert, "own": own, "subject": alert.subject, "in_plain_words": IN_PLAIN_WORDS[alert.action_requested],
        "not_today": alert.state == State.ACTIVE and not alert.is_in_force(on=timezone.localdate()),
        "names": list(alert.subject.names.exclude(kind=SubjectName.Kind.PRIMARY).order_by("kind", "id")),
        "identifiers": list(alert.subject.identifiers.order_by("id")),
        "classification": book["classification", alert.classification],
        "handling": [book["handling", code] for code in alert.handling_codes],
        "reports": selectors.reports_of(alert), "audience": selectors.audience_by_agency(alert),
        "panels": panels_for("alerts.detail", request, alert), "issued_with": panels_for("alerts.issue", request, alert),
        "older": selectors.old_version_of(alert), "newer": selectors.new_version_of(alert),
        **(_own_side(viewer, alert) if own else dict.fromkeys(OWN_SIDE)),
        "events": events_on(alert, by=viewer), **_may(viewer, alert), "reason_form": ReasonForm()})


@require_POST
def act_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in a draft."""
    return _act(request, pk, services.submit, _("%(alert)s is submitted. Somebody else decides on it now."))


@require_POST
def act_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a submitted alert back."""
    return _act(request, pk, services.return_to_author, _("%(alert)s is back with its author."), with_reason=True)


@require_POST
def act_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a submitted alert in force."""
    return _act(request, pk, services.issue, _("%(alert)s is in force. Trade is being screened for it."))


@require_POST
def act_suspend(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop matching for a while."""
    return _act(request, pk, services.suspend, _("%(alert)s is suspended."), with_reason=True)


@require_POST
def act_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Match it again."""
    return _act(request, pk, services.resume, _("%(alert)s is in force again."), with_reason=True)


@require_POST
def act_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """End it before its time."""
    return _act(request, pk, services.withdraw, _("%(alert)s is withdrawn."), with_reason=True)


@require_POST
def act_revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a new version of an alert in force, and write it."""
    made = services.revise_alert(by=viewer_of(request), alert=alert_or_absent(pk), revision=revision_of(request))
    done(request, _("%(alert)s is a draft of the new version. The one in force stays as it is until this one is issued.")
         % {"alert": made.reference})
    return redirect("alerts:edit", made.pk)


def alert_or_absent(pk: int) -> Alert:
    """The alert, if the viewer may see it and its subject. Raises NotFound."""
    return row_or_absent(selectors.newest().select_related("created_by", "issued_by"), pk)


def _act(request: HttpRequest, pk: int, serve: Callable[..., Alert], message: str, *, with_reason: bool = False) -> HttpResponse:
    given: dict[str, Any] = {"reason": request.POST.get("reason", "")} if with_reason else {}
    alert = serve(by=viewer_of(request), alert=alert_or_absent(pk), revision=revision_of(request), **given)
    done(request, message % {"alert": alert.reference})
    return redirect("alerts:detail", pk)


def _own_side(viewer: Viewer, alert: Alert) -> dict[str, Any]:
    """What only its own agency is shown: its steps, whom its audience means, what is still missing or in the way."""
    steps = list(alert.steps.select_related("by").order_by("-id"))
    groups = list(AlertGrant.objects.filter(content_object=alert).values_list("group_id", flat=True))
    waiting = alert.state in (State.DRAFT, State.PENDING_VALIDATION)
    older = selectors.old_version_of(alert) if waiting else None
    return {
        "changes": selectors.changes_to(older, alert) if older else [],
        "steps": steps, "returned": steps[0] if alert.state == State.DRAFT and steps and steps[0].reason else None,
        "seers": who_will_see(groups, classification=alert.classification, by=viewer,
                              act=act_to_see(alert.action_requested)),
        "missing": [Alert._meta.get_field(name).verbose_name  # type: ignore[union-attr]
                    for name in missing_for_person(alert)] if alert.state == State.DRAFT else [],
        "other": other_in_force(alert) if waiting else None,
        "changed": changed_since_submission(alert) if alert.state == State.PENDING_VALIDATION else ""}


def _may(viewer: Viewer, alert: Alert) -> dict[str, bool]:
    return {name: getattr(services, name)(viewer, alert) for name in (
        "can_edit", "can_submit", "can_return", "can_issue", "can_suspend", "can_resume", "can_withdraw", "can_revise")}
