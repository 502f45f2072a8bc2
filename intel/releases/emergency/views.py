"""Pages of emergencies: releasing in one, its review, what originators are told, and what the hub auditor counts."""

from django.contrib.auth.decorators import login_required
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.access import require
from agencies.access.door import found, revision_of, row_or_absent, viewer_of
from agencies.access.forms import ReasonForm
from agencies.audit import record
from agencies.audit.selectors import events_on
from agencies.markings.labels import code_book
from hub.kit.errors import HubError, StepUpRequired
from hub.kit.pages import done, refuse, render_page
from intel.releases import selectors as of_releases
from intel.releases.bill import bill_of
from intel.releases.emergency import selectors, services
from intel.releases.emergency.filters import DisclosureFilter, EmergencyCountFilter, EmergencyFilter
from intel.releases.emergency.forms import EmergencyForm
from intel.releases.emergency.life import COUNTS, RELEASE
from intel.releases.emergency.models import Emergency
from intel.releases.emergency.states import EmergencyState
from intel.releases.life import VIEW
from intel.releases.models import ReleaseRequest
from intel.releases.reading import told_of
from intel.releases.sources import rested_on
from intel.releases.views import agencies_offered, marked, with_purpose


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Release in an emergency: what would leave, who is told, and why."""
    viewer, row = viewer_of(request), row_or_absent(of_releases.requests(), pk)
    if request.method != "POST":
        RELEASE.rule.require(viewer, row)
        record("release.request_read", by=viewer, on=row)
        return _page(request, row, _form(row))
    form = _form(row, request)
    if form.is_valid():
        try:
            with atomic():
                kept = services.release_in_emergency(by=viewer, request=row, **form.cleaned_data)
        except StepUpRequired:
            raise
        except HubError as error:
            refuse(form, error)
        else:
            done(request, _("It is released, as %(release)s.") % {"release": kept.reference})
            return redirect("releases:release", kept.pk)
    return _page(request, row, form)


@login_required
@require_safe
def emergency_list(request: HttpRequest) -> HttpResponse:
    """What the own agency released in an emergency, newest first."""
    require(viewer_of(request), VIEW)
    rows = found(request, EmergencyFilter, selectors.emergencies(), "emergency.searched")
    return render_page(request, "releases/emergency/list.html", rows.shown(
        rows=rows.rows, states=EmergencyState.choices, agencies=agencies_offered()))


@require_safe
def emergency(request: HttpRequest, pk: int) -> HttpResponse:
    """Why something was released in an emergency, whom that was told, and what its review found."""
    viewer, row = viewer_of(request), row_or_absent(selectors.emergencies(), pk)
    record("emergency.read", by=viewer, on=row)
    released = of_releases.releases().filter(request=row.request_id).first()
    portions = released.portions.order_by("number") if released else []
    return render_page(request, "releases/emergency/emergency.html", {
        "emergency": row, "released": released, "portions": marked([*portions], code_book()),
        "told": list(selectors.disclosures().filter(request=row.request_id)),
        "can_review": services.can_review(viewer, row), "reason_form": ReasonForm(), "events": events_on(row, by=viewer)})


@require_POST
def act_justify(request: HttpRequest, pk: int) -> HttpResponse:
    """It was justified."""
    return _review(request, pk, True, _("Noted. Each originator that was told reads it."))


@require_POST
def act_not_justify(request: HttpRequest, pk: int) -> HttpResponse:
    """It was not: it is recalled."""
    return _review(request, pk, False, _("Noted, and recalled. The recipient and each originator that was told read why."))


@login_required
@require_safe
def disclosure_list(request: HttpRequest) -> HttpResponse:
    """What left without consent: of the own agency's information, and what it told others of theirs."""
    require(viewer_of(request), VIEW)
    rows = found(request, DisclosureFilter, selectors.disclosures(), "disclosure.searched")
    return render_page(request, "releases/emergency/disclosures.html", rows.shown(
        rows=with_purpose(rows.rows), states=EmergencyState.choices, agencies=agencies_offered()))


@require_safe
def disclosure(request: HttpRequest, pk: int) -> HttpResponse:
    """Exactly what left of an originator's information, to whom and why; what its recipient did with it, for the originator."""
    viewer, row = viewer_of(request), row_or_absent(selectors.disclosures(), pk)
    record("disclosure.read", by=viewer, on=row)
    book, portions = code_book(), list(row.portions.order_by("number"))
    rests = rested_on([key for one in portions for key in one.rests_on])
    return render_page(request, "releases/emergency/disclosure.html", {
        "told": row, "purpose": book["purpose", row.purpose].label, "is_originator": row.originator_agency_id == viewer.agency_id,
        "portions": [one | {"rests_on": [rests[key] for key in portion.rests_on if key in rests]}
                     for one, portion in zip(marked([*portions], book), portions, strict=True)],
        "released": told_of("releases_disclosed_used", row.pk) if row.originator_agency_id == viewer.agency_id else None,
        "events": events_on(row, by=viewer)})


@login_required
@require_safe
def count_list(request: HttpRequest) -> HttpResponse:
    """What the hub auditor reads of the emergency releases of all agencies."""
    require(viewer_of(request), COUNTS)
    rows = found(request, EmergencyCountFilter, selectors.counts(), "emergencycount.searched")
    return render_page(request, "releases/emergency/counts.html", rows.shown(
        rows=rows.rows, states=EmergencyState.choices, agencies=agencies_offered()))


@require_safe
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """What the hub auditor reads of one."""
    viewer, row = viewer_of(request), row_or_absent(selectors.counts(), pk)
    record("emergencycount.read", by=viewer, on=row)
    return render_page(request, "releases/emergency/count.html", {"count": row})


def _page(request: HttpRequest, row: ReleaseRequest, form: EmergencyForm) -> HttpResponse:
    book, portions, bill = code_book(), list(row.portions.order_by("number")), bill_of(row)
    protecting = services.kept_back(row, portions)
    return render_page(request, "releases/emergency/form.html", {
        "asked": row, "form": form, "purpose": book["purpose", row.purpose].label,
        "portions": [one | {"protects": portion.number in protecting, "told": bill.lacking(portion)}
                     for one, portion in zip(marked([*portions], book), portions, strict=True)]},
        status=400 if form.is_bound else 200)


def _form(row: ReleaseRequest, request: HttpRequest | None = None) -> EmergencyForm:
    numbers = list(row.portions.order_by("number").values_list("number", flat=True))
    return EmergencyForm(request.POST if request else None, numbers=numbers, initial={"revision": row.revision})


def _review(request: HttpRequest, pk: int, justified: bool, message: str) -> HttpResponse:
    row: Emergency = row_or_absent(selectors.emergencies(), pk)
    services.review(by=viewer_of(request), emergency=row, justified=justified, revision=revision_of(request),
                    reason=request.POST.get("reason", ""))
    done(request, message)
    return redirect("releases:emergency", pk)
