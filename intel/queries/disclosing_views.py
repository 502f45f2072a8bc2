"""Pages on which an agency says how much others learn who ask."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.access import require
from agencies.access.audience import given_into
from agencies.access.door import row_or_absent, viewer_of
from hub.kit.errors import Invalid
from hub.kit.pages import done, render_page
from intel.alerts.models import Alert
from intel.queries import disclosure
from intel.queries.disclosure import On
from intel.queries.forms import DefaultForm, DiscloseForm, LearnForm, WhomForm
from intel.queries.models import Disclosure
from intel.subjects.models import Subject


@login_required
@require_safe
def default_list(request: HttpRequest) -> HttpResponse:
    """What holds of whatever nothing else is said of, by risk area; and all that waits for a second person."""
    viewer = viewer_of(request)
    require(viewer, "queries.view_disclosure")
    rows = disclosure.disclosures()
    shown = [*rows.filter(decided_at__isnull=True), *rows.exclude(risk_area="").filter(decided_at__isnull=False)]
    return render_page(request, "queries/disclosures.html", {
        "rows": disclosure.shown(viewer, shown),
        "can_disclose": disclosure.can_disclose(viewer, On(risk_area="ANY")), "form": DefaultForm(viewer=viewer)})


@require_POST
def act_disclose(request: HttpRequest) -> HttpResponse:
    """Say how much others learn of an alert, a subject, or a risk area."""
    viewer = viewer_of(request)
    form = (DefaultForm if "risk_area" in request.POST else DiscloseForm)(request.POST, viewer=viewer)
    if not form.is_valid():
        raise Invalid(_("Choose what others learn, and who."))
    on, back = _thing(form)
    row = disclosure.disclose(by=viewer, on=on, level=form.cleaned_data["level"], **form.chosen())
    waits = _("It waits for a second person. Until then nothing changes.")
    done(request, _("It holds from now on.") if row.decided_at else waits)
    return back


@require_POST
def who_learns(request: HttpRequest) -> HttpResponse:
    """Whom the choice on the form means, before anything is said."""
    viewer = viewer_of(request)
    form = (LearnForm if "learn-whom" in request.POST else WhomForm)(request.POST, viewer=viewer)
    require(viewer, "queries.add_disclosure")
    form.is_valid()
    chosen = form.chosen() if "whom" in form.cleaned_data else {}
    group = given_into().filter(sharing_group=chosen["sharing_group"]).first() if "sharing_group" in chosen else None
    return render(request, "queries/_who_learns.html", {
        "problems": form.errors.get("whom", []), "learners": disclosure.learners(viewer, group) if group else [],
        "group": group, "agency": chosen.get("agency"), "chosen": bool(chosen)})


@require_POST
def act_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Let others learn what somebody else proposed."""
    row = disclosure.confirm(by=viewer_of(request), disclosure=row_or_absent(disclosure.disclosures(), pk))
    done(request, _("From now on they learn it when they ask."))
    return _page_of(row)


@require_POST
def act_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop a proposal."""
    row = row_or_absent(disclosure.disclosures(), pk)
    disclosure.drop(by=viewer_of(request), disclosure=row)
    done(request, _("The proposal is dropped. What was in force stays."))
    return _page_of(row)


def _thing(form: DiscloseForm) -> tuple[On, HttpResponse]:
    given = form.cleaned_data
    if given.get("risk_area"):
        return On(risk_area=given["risk_area"]), redirect("queries:disclosures")
    if given["alert"]:
        return On(alert=row_or_absent(Alert.objects.all(), given["alert"])), redirect("alerts:detail", given["alert"])
    return On(subject=row_or_absent(Subject.objects.all(), given["subject"] or 0)), redirect("subjects:detail", given["subject"])


def _page_of(row: Disclosure) -> HttpResponse:
    if row.alert_id:
        return redirect("alerts:detail", row.alert_id)
    return redirect("subjects:detail", row.subject_id) if row.subject_id else redirect("queries:disclosures")
