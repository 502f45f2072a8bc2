"""Pages on which an alert is written and changed."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.access import Viewer, audience_of, require
from hub.kit.errors import HubError, Invalid, NotAllowed
from hub.kit.pages import done, refuse, render_page
from intel.alerts import services
from intel.alerts.entries import AlertEntry
from intel.alerts.forms import AlertForm, SubjectChoice
from intel.alerts.models import Alert, AlertGrant
from intel.alerts.views import alert_or_absent, viewer_of
from intel.reports.models import Report
from intel.reports.services.moving import own_subjects
from intel.subjects.forms import DescribingForm, IdentifierRows, NameRows, show_refusal
from intel.subjects.models import Subject
from intel.subjects.services import register_subject


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_alert(request: HttpRequest) -> HttpResponse:
    """Raise an alert: on a subject at hand (`?subject=`, or one of `?report=`), or on one described here."""
    viewer = viewer_of(request)
    require(viewer, "alerts.add_alert")
    report = _report(request)
    at_hand = _at_hand(request, viewer, report)
    posted = request.POST or None
    form = AlertForm(posted, viewer=viewer, initial=_from_report(report))
    choice = SubjectChoice(posted, at_hand=at_hand, initial={"subject": at_hand[0].pk if at_hand else None})
    described = DescribingForm(posted, viewer=viewer, prefix="subject", use_required_attribute=False,
                               initial={"kind": Subject.Kind.ORGANISATION})
    names = NameRows(posted, prefix="names")
    identifiers = IdentifierRows(posted, prefix="identifiers")
    if posted is not None and form.is_valid() & choice.is_valid():
        subject = choice.cleaned_data["subject"]
        if subject is not None or described.is_valid() & names.is_valid() & identifiers.is_valid():
            try:
                with atomic():
                    if subject is None:
                        subject = _register(viewer, described, names, identifiers)
                    alert = services.draft_alert(
                        by=viewer, subject=subject, entry=form.written(), audience=form.cleaned_data["audience"],
                        own_agency_only=form.cleaned_data["own_agency_only"], reports=[report.pk] if report else [])
            except HubError as error:
                if isinstance(error, Invalid) and error.field and subject is None:
                    show_refusal(error, described, names, identifiers)
                refuse(form, error)
            else:
                done(request, _("Alert %(reference)s is kept as a draft. Submit it when it is ready.")
                     % {"reference": alert.reference})
                return redirect("alerts:detail", alert.pk)
    return render_page(request, "alerts/form.html", {
        "form": form, "choice": choice if at_hand else None, "described": described, "names": names,
        "identifiers": identifiers, "report": report, "alert": None})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    viewer, alert = viewer_of(request), alert_or_absent(pk)
    if not services.can_edit(viewer, alert):
        raise NotAllowed(_("Only its author may change it, and only while it is a draft."))
    form = AlertForm(request.POST or None, viewer=viewer, initial=_initial(alert))
    if request.method == "POST" and form.is_valid():
        try:
            with atomic():
                entry = form.written()
                services.edit_alert(
                    by=viewer, alert=alert, revision=form.cleaned_data["revision"] or 0,
                    audience=form.cleaned_data["audience"], own_agency_only=form.cleaned_data["own_agency_only"],
                    **{name: getattr(entry, name) for name in AlertEntry.__slots__})
        except HubError as error:
            refuse(form, error)
        else:
            done(request, _("%(alert)s is changed.") % {"alert": alert.reference})
            return redirect("alerts:detail", pk)
    return render_page(request, "alerts/form.html", {
        "form": form, "alert": alert, "choice": None, "described": None, "names": None, "identifiers": None, "report": None})


def _report(request: HttpRequest) -> Report | None:
    given = request.GET.get("report", "")
    return Report.objects.filter(pk=int(given)).first() if given.isdigit() else None


def _at_hand(request: HttpRequest, viewer: Viewer, report: Report | None) -> list[Subject]:
    """Subjects of the viewer's agency that the address names, itself or through a report."""
    given = request.GET.get("subject", "")
    if given.isdigit():
        return list(Subject.objects.filter(pk=int(given), owner_agency=viewer.agency_id))
    if report is not None and report.owner_agency_id == viewer.agency_id:
        return own_subjects(report)
    return []


def _from_report(report: Report | None) -> dict[str, Any]:
    if report is None:
        return {}
    return {"risk_area": report.risk_area, "reason": report.title, "legal_basis": report.legal_basis,
            "suspicion_basis": report.suspicion_basis, "classification": report.classification}


def _register(viewer: Viewer, described: DescribingForm, names: Any, identifiers: Any) -> Subject:
    return register_subject(by=viewer, names=names.values("kind", "name"),
                            identifiers=identifiers.values("kind", "value", "country"), **described.written())


def _initial(alert: Alert) -> dict[str, Any]:
    entry = AlertEntry.of(alert)
    groups = [held.group_id for held in audience_of(alert, grant=AlertGrant)]
    return {name: getattr(entry, name) for name in AlertEntry.__slots__} | {
        "audience": groups, "own_agency_only": not groups, "revision": alert.revision}
