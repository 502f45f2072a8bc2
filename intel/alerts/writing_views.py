"""Pages on which an alert is written, and the fragments they ask for while it is."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.access import Viewer, audience_of, require
from agencies.access.audience import who_will_see
from agencies.access.door import number_of, viewer_of
from agencies.audit import record
from agencies.markings.classification import Classification
from hub.kit.errors import HubError, NotAllowed, WrongState
from hub.kit.pages import done, render_page
from hub.kit.panels import panels_for
from hub.kit.searching import terms_of
from intel.alerts import parts, selectors, services
from intel.alerts.entries import AlertEntry
from intel.alerts.forms import AlertForm, NewSubject, PreviewForm, show_refusal
from intel.alerts.models import Alert, AlertGrant, act_to_see
from intel.alerts.states import State
from intel.alerts.views import alert_or_absent
from intel.reports.models import Report
from intel.subjects import selectors as subjects
from intel.subjects.models import Subject

PICKED = 8

Sent = Mapping[str, Any]


@login_required
def new_alert(request: HttpRequest) -> HttpResponse:
    """Raise an alert; `?subject=` chooses its subject, `?report=` the report it rests on."""
    viewer = viewer_of(request)
    require(viewer, "alerts.add_alert")
    if request.method == "POST":
        form, new = AlertForm(request.POST, viewer=viewer), NewSubject(request.POST, viewer=viewer)
        chosen = _own_subject(viewer, request.POST.get("subject", ""))
        alert = _drafted(viewer, form, new, chosen, request.POST)
        if alert is not None:
            done(request, _("%(alert)s is kept as a draft.") % {"alert": alert.reference})
            return redirect("alerts:detail", alert.pk)
        return _form_page(request, form, new, [chosen] if chosen else [], chosen)
    report = Report.objects.filter(pk=number_of(request.GET.get("report", ""))).first()
    chosen = _own_subject(viewer, request.GET.get("subject", ""))
    offered = [chosen] if chosen else _named_in(viewer, report)
    form = AlertForm(viewer=viewer, initial=_from_report(report, viewer))
    return _form_page(request, form, NewSubject(viewer=viewer), offered, chosen)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft of one's own; its subject stays."""
    viewer, alert = viewer_of(request), alert_or_absent(pk)
    if not services.can_edit(viewer, alert):
        if alert.state != State.DRAFT:
            raise WrongState(_("Only a draft can be changed. Ask for it to be returned."))
        raise NotAllowed(_("Only its author may do this."))
    if request.method == "POST":
        form = AlertForm(request.POST, viewer=viewer)
        if _edited(viewer, form, alert, request.POST):
            done(request, _("%(alert)s is changed.") % {"alert": alert.reference})
            return redirect("alerts:detail", pk)
        return _form_page(request, form, None, [], alert.subject, alert)
    audience = [held.group_id for held in audience_of(alert, grant=AlertGrant)]
    initial = {**AlertEntry.of(alert).columns(), "audience": audience, "own_agency_only": not audience,
               "revision": alert.revision, "reports": " ".join(r.reference for r in selectors.reports_of(alert))}
    return _form_page(request, AlertForm(viewer=viewer, initial=initial), None, [], alert.subject, alert)


@login_required
@require_safe
def pick_subject(request: HttpRequest) -> HttpResponse:
    """The own subjects that what was typed may mean, the one chosen already first."""
    viewer, terms = viewer_of(request), terms_of(request.GET, "subject_search")
    require(viewer, "alerts.add_alert")
    chosen = _own_subject(viewer, request.GET.get("subject", ""))
    found: list[Subject] = []
    if len(terms) > 1:
        own = subjects.newest().filter(owner_agency=viewer.agency_id)
        found = list(subjects.named(own, terms).exclude(pk=chosen.pk if chosen else None)[:PICKED])
        record("subject.searched", by=viewer, terms=terms, filters={"for": "alert"}, found=len(found))
    return render(request, "alerts/_found_subjects.html", {
        "found": ([chosen] if chosen else []) + found, "chosen": chosen, "terms": terms})


@login_required
@require_POST
def who_will_see_it(request: HttpRequest) -> HttpResponse:
    """Whom the audience on the form means, before anything is saved."""
    viewer, form = viewer_of(request), PreviewForm(request.POST, viewer=viewer_of(request))
    form.is_valid()
    marking, chosen = form.cleaned_data.get("classification") or Classification.RESTRICTED, form.cleaned_data.get("audience")
    act = act_to_see(form.cleaned_data.get("action_requested", ""))
    return render(request, "alerts/_who_will_see.html", {
        "chosen": chosen is not None, "problems": form.errors.get("audience", []), "marking": Classification(marking).label,
        "seers": [] if chosen is None else who_will_see(chosen, classification=marking, by=viewer, act=act)})


def _drafted(viewer: Viewer, form: AlertForm, new: NewSubject, chosen: Subject | None, sent: Sent) -> Alert | None:
    """The alert that the services made of the form, or None when the form shows what needs mending."""
    if not form.is_valid() & (chosen is not None or new.is_valid()):
        if form.is_valid():
            form.add_error(None, _("Choose a subject, or describe a new one."))
        return None
    try:
        with atomic():
            alert = services.draft_alert(
                by=viewer, entry=form.entry(), subject=chosen, new_subject=None if chosen else new.entry(),
                audience=form.cleaned_data["audience"], own_agency_only=form.cleaned_data["own_agency_only"],
                reports=form.cleaned_data["reports"])
            parts.keep(viewer, alert, sent)
            return alert
    except HubError as error:
        show_refusal(error, form, new)
        return None


def _edited(viewer: Viewer, form: AlertForm, alert: Alert, sent: Sent) -> bool:
    if not form.is_valid():
        return False
    try:
        with atomic():
            services.edit_alert(
                by=viewer, alert=alert, revision=form.cleaned_data["revision"] or 0, reports=form.cleaned_data["reports"],
                audience=form.cleaned_data["audience"], own_agency_only=form.cleaned_data["own_agency_only"],
                **form.entry().columns())
            parts.keep(viewer, alert, sent)
    except HubError as error:
        show_refusal(error, form, None)
        return False
    return True


def _own_subject(viewer: Viewer, given: str) -> Subject | None:
    return subjects.newest().filter(pk=number_of(given), owner_agency=viewer.agency_id).first()


def _named_in(viewer: Viewer, report: Report | None) -> list[Subject]:
    """The own subjects a report is about: the likeliest subjects of an alert that is raised from it."""
    if report is None:
        return []
    links = report.subject_links.select_related("subject").filter(subject__owner_agency=viewer.agency_id).order_by("id")
    return [link.subject for link in links]


def _from_report(report: Report | None, viewer: Viewer) -> dict[str, Any]:
    """What an alert takes over from the report it is raised from."""
    if report is None:
        return {}
    taken = {"reports": report.reference, "risk_area": report.risk_area, "classification": report.classification,
             "handling_codes": report.handling_codes, "handling_conditions": report.handling_conditions}
    own = {"reason": report.title, "legal_basis": report.legal_basis, "suspicion_basis": report.suspicion_basis}
    return taken | (own if report.owner_agency_id == viewer.agency_id else {})


def _form_page(request: HttpRequest, form: AlertForm, new: NewSubject | None, offered: list[Subject],
               chosen: Subject | None, alert: Alert | None = None) -> HttpResponse:
    return render_page(request, "alerts/form.html", {
        "form": form, "new": new, "found": offered, "chosen": chosen, "alert": alert, "terms": "",
        "panels": panels_for("alerts.form", request, alert),
        "describing": new is not None and chosen is None and new.form.is_bound})
