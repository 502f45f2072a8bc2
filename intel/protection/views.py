"""Pages of data protection: all that is held on a person, measures, what is to be looked at anew, onward notices."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.access import require
from agencies.access.door import found, row_or_absent, viewer_of
from agencies.access.forms import ReasonForm
from agencies.audit import record
from hub.kit.errors import HubError, Invalid
from hub.kit.pages import done, refuse, render_page
from intel.protection import selectors, services
from intel.protection.filters import WAYS, MeasureFilter, OnwardFilter
from intel.protection.forms import MeasureForm, PersonForm
from intel.protection.held import Group, held_on
from intel.protection.models import Measure, OnwardNotice
from intel.protection.states import Stage, State
from intel.subjects.models import Subject


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """All that is held on a person. Asked by POST: nobody's name stands in an address."""
    viewer = viewer_of(request)
    require(viewer, "protection.search_person")
    form = PersonForm(request.POST or None)
    groups: list[Group] | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            groups = held_on(by=viewer, person=form.person(), purpose=given["purpose"], case_reference=given["case_reference"])
        except HubError as error:
            refuse(form, error)
    return render_page(request, "protection/search.html", {
        "form": form, "groups": [group for group in groups if group.rows] if groups is not None else None,
        "searched": groups is not None})


@login_required
@require_safe
def to_review(request: HttpRequest) -> HttpResponse:
    """What is held on natural persons without a basis, and what was not looked at for longer than it should."""
    viewer = viewer_of(request)
    require(viewer, "protection.take_measure")
    found_rows = selectors.to_review(viewer)
    record("protection.reviewed", by=viewer)
    return render_page(request, "protection/review.html", {
        "alerts": found_rows.alerts[:selectors.SHOWN], "reports": found_rows.reports[:selectors.SHOWN],
        "subjects": found_rows.subjects[:selectors.SHOWN], "overdue_alerts": found_rows.overdue_alerts[:selectors.SHOWN],
        "overdue_reports": found_rows.overdue_reports[:selectors.SHOWN],
        "overdue_subjects": found_rows.overdue_subjects[:selectors.SHOWN], "days": found_rows.days, "may_search": True})


@login_required
@require_safe
def measure_list(request: HttpRequest) -> HttpResponse:
    """What data protection asked, newest first."""
    viewer = viewer_of(request)
    require(viewer, "protection.view_measure")
    rows = found(request, MeasureFilter, selectors.measures(), "measure.searched")
    return render_page(request, "protection/measures.html", rows.shown(
        kinds=Measure.Kind.choices, states=State.choices, may_search=viewer.may("protection.search_person")))


@require_safe
def measure_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One measure, with what the viewer may do."""
    viewer, measure = viewer_of(request), row_or_absent(selectors.measures(), pk)
    record("measure.read", by=viewer, on=measure)
    return render_page(request, "protection/measure.html", {
        "measure": measure, "can_lift": services.can_lift(viewer, measure),
        "can_carry_out": services.can_carry_out(viewer, measure), "can_refuse": services.can_refuse(viewer, measure),
        "reason_form": ReasonForm()})


@require_POST
def act_take(request: HttpRequest) -> HttpResponse:
    """Take a measure on a subject."""
    form = MeasureForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Say what is to be done, why, and in which case."), field=next(iter(form.errors)))
    given = form.cleaned_data
    subject = row_or_absent(Subject.objects.all(), given.pop("subject"))
    measure = services.take(by=viewer_of(request), subject=subject, **given)
    done(request, _("%(measure)s: its use is restricted.") % {"measure": measure} if measure.state == State.IN_FORCE
         else _("%(measure)s waits for who carries it out.") % {"measure": measure})
    return redirect("protection:measure", measure.pk)


@require_POST
def act_lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a subject be used again."""
    return _decide(request, pk, services.lift, _("It may be used again."))


@require_POST
def act_carry_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete what a subject holds."""
    return _decide(request, pk, services.carry_out, _("What it held is deleted. Agencies that had access are told."))


@require_POST
def act_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a subject as it is."""
    return _decide(request, pk, services.refuse, _("It stays as it is."))


@login_required
@require_safe
def onward_list(request: HttpRequest) -> HttpResponse:
    """What agencies told each other of subjects they share, newest first."""
    viewer = viewer_of(request)
    require(viewer, "protection.view_onward")
    rows = found(request, OnwardFilter, selectors.onward(), "onward.searched")
    return render_page(request, "protection/onward.html", rows.shown(
        kinds=OnwardNotice.Kind.choices, states=Stage.choices, ways=WAYS,
        may_search=viewer.may("protection.search_person")))


@require_safe
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """One onward notice, and what to do."""
    viewer, notice = viewer_of(request), row_or_absent(selectors.onward(), pk)
    record("onward.read", by=viewer, on=notice)
    return render_page(request, "protection/told.html", {
        "notice": notice, "is_told": notice.told_agency_id == viewer.agency_id, "can_follow": services.can_follow(viewer, notice),
        "subject": Subject.objects.filter(pk=notice.subject_number).first()})


@require_POST
def act_follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it was followed."""
    services.follow(by=viewer_of(request), notice=row_or_absent(selectors.onward(), pk))
    done(request, _("The agency that told you reads that you followed it."))
    return redirect("protection:told", pk)


def _decide(request: HttpRequest, pk: int, serve: Callable[..., Measure], message: str) -> HttpResponse:
    serve(by=viewer_of(request), measure=row_or_absent(selectors.measures(), pk), reason=request.POST.get("reason", ""))
    done(request, message)
    return redirect("protection:measure", pk)
