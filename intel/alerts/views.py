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
from agencies.audit import record
from agencies.markings.labels import code_book
from agencies.models import Agency
from hub.kit.errors import NotFound
from hub.kit.pages import done, render_page
from hub.kit.paging import page_of
from hub.kit.panels import panels_for
from intel.alerts import selectors, services
from intel.alerts.filters import AlertFilter
from intel.alerts.forms import ReasonForm
from intel.alerts.models import ActionRequested, Alert, AlertGrant
from intel.alerts.states import State
from intel.reports.models import RiskArea
from intel.subjects.models import Subject, SubjectName


@login_required
@require_safe
def alert_list(request: HttpRequest) -> HttpResponse:
    """What is looked for, newest first."""
    viewer = viewer_of(request)
    require(viewer, "alerts.view_alert")
    found = AlertFilter(request.GET, queryset=selectors.newest())
    page = page_of(found.qs if found.is_valid() else found.queryset.none(), request)
    given = {name: request.GET.get(name, "") for name in found.filters}
    record("alert.searched", by=viewer, terms=given["q"], found=len(page.rows),
           filters={name: value for name, value in given.items() if value and name != "q"})
    return render_page(request, "alerts/list.html", {
        "page": page, "given": given, "narrowed": any(given.values()), "errors": found.errors,
        "states": State.choices, "actions": ActionRequested.choices, "risk_areas": RiskArea.choices,
        "kinds": Subject.Kind.choices, "agencies": [(a.code, a.code) for a in Agency.objects.order_by("code")],
        "can_raise": viewer.may("alerts.add_alert"),
    })


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One alert with its subject, and what other rooms know of it."""
    viewer, alert = viewer_of(request), alert_or_absent(pk)
    record("alert.read", by=viewer, on=alert)
    book = code_book()
    own = alert.owner_agency_id == viewer.agency_id
    subject = alert.subject
    return render_page(request, "alerts/detail.html", {
        "alert": alert, "own": own, "subject": subject, "in_force": alert.is_in_force(on=timezone.localdate()),
        "names": list(subject.names.exclude(kind=SubjectName.Kind.PRIMARY).order_by("id")),
        "identifiers": list(subject.identifiers.order_by("id")),
        "classification": book["classification", alert.classification],
        "handling": [book["handling", code] for code in alert.handling_codes],
        "reports": selectors.reports_of(alert), "audience": selectors.audience_by_agency(alert),
        "seers": _seers(viewer, alert) if own else [], "panels": panels_for("alerts.detail", request, alert),
        "reason_form": ReasonForm(), **_may(viewer, alert),
    })


@require_POST
def act_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in a draft."""
    alert = services.submit(by=viewer_of(request), alert=alert_or_absent(pk))
    return _moved(request, alert, _("%(alert)s is submitted. Somebody else decides on it now."))


@require_POST
def act_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a submitted alert in force."""
    alert = services.issue(by=viewer_of(request), alert=alert_or_absent(pk))
    return _moved(request, alert, _("%(alert)s is in force. It is being matched."))


@require_POST
def act_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a submitted alert back."""
    return _with_reason(request, pk, services.return_to_author, _("%(alert)s is back with its author."))


@require_POST
def act_suspend(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop matching for a while."""
    return _with_reason(request, pk, services.suspend, _("%(alert)s is suspended."))


@require_POST
def act_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a suspended alert in force again."""
    return _with_reason(request, pk, services.resume, _("%(alert)s is in force again."))


@require_POST
def act_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """End an alert before its time."""
    return _with_reason(request, pk, services.withdraw, _("%(alert)s is withdrawn."))


def viewer_of(request: HttpRequest) -> Viewer:
    """Who is looking."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def alert_or_absent(pk: int) -> Alert:
    """The alert, if the viewer may see it. Raises NotFound."""
    alert = Alert.objects.select_related("owner_agency", "unit", "subject", "created_by", "issued_by").filter(pk=pk).first()
    if alert is None:
        raise NotFound
    return alert


def _seers(viewer: Viewer, alert: Alert) -> list[Any]:
    groups = list(AlertGrant.objects.filter(content_object=alert).values_list("group_id", flat=True))
    return list(who_will_see(groups, classification=alert.classification, by=viewer))


def _may(viewer: Viewer, alert: Alert) -> dict[str, bool]:
    return {name: getattr(services, name)(viewer, alert) for name in (
        "can_edit", "can_submit", "can_issue", "can_return", "can_suspend", "can_resume", "can_withdraw")}


def _with_reason(request: HttpRequest, pk: int, act: Callable[..., Alert], message: str) -> HttpResponse:
    alert = act(by=viewer_of(request), alert=alert_or_absent(pk), reason=request.POST.get("reason", ""))
    return _moved(request, alert, message)


def _moved(request: HttpRequest, alert: Alert, message: str) -> HttpResponse:
    done(request, message % {"alert": alert.reference})
    return redirect("alerts:detail", alert.pk)
