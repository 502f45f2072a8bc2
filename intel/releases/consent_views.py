"""Pages of consents: what the own agency is asked to consent to, and what it asked of others."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.access import Viewer, require
from agencies.access.door import found, revision_of, row_or_absent, viewer_of
from agencies.access.forms import ReasonForm
from agencies.audit import record
from agencies.audit.selectors import events_on
from agencies.keeping.showing import shown
from agencies.markings.labels import code_book
from hub.kit.errors import HubError, StepUpRequired
from hub.kit.limits import SEVERAL
from hub.kit.pages import done, refuse, render_page
from intel.releases import selectors, services
from intel.releases.bill import behind
from intel.releases.filters import ConsentFilter
from intel.releases.forms import ConsentForm, RefusalForm
from intel.releases.life import VIEW
from intel.releases.models import Consent
from intel.releases.mosaic import consented_before
from intel.releases.reading import released_on
from intel.releases.sources import rested_on
from intel.releases.states import ConsentState
from intel.releases.views import agencies_offered, marked, with_purpose


@login_required
@require_safe
def consent_list(request: HttpRequest) -> HttpResponse:
    """What the own agency is asked to consent to, and what it asked of others, newest first."""
    viewer = viewer_of(request)
    require(viewer, VIEW)
    rows = found(request, ConsentFilter, selectors.consents(), "consent.searched")
    return render_page(request, "releases/consents.html", rows.shown(
        rows=with_purpose(rows.rows), states=ConsentState.choices, agencies=agencies_offered()))


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What one originator is asked: exactly what would leave, to whom, for what."""
    viewer, row = viewer_of(request), consent_or_absent(pk)
    record("consent.read", by=viewer, on=row)
    return _page(request, viewer, row)


@require_POST
def act_consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Consent to the portions chosen."""
    viewer, row = viewer_of(request), consent_or_absent(pk)
    form = _form(row, request.POST)
    if form.is_valid():
        try:
            with atomic():
                services.consent(by=viewer, consent=row, revision=form.cleaned_data["revision"],
                                 agreed=form.cleaned_data["agreed"], conditions=form.cleaned_data["conditions"])
        except StepUpRequired:
            raise
        except HubError as error:
            refuse(form, error)
        else:
            done(request, _("Your agency consents to what you chose."))
            return redirect("releases:consent", pk)
    return _page(request, viewer, row, form)


@require_POST
def act_ask_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask those on whose information it rests."""
    asked = services.ask_on(by=viewer_of(request), consent=consent_or_absent(pk), revision=revision_of(request))
    done(request, _("%(agencies)s: asked. You are told of the answer.") % {
        "agencies": ", ".join(one.originator_agency.code for one in asked)})
    return redirect("releases:consent", pk)


@require_POST
def act_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Not consent."""
    services.decline(by=viewer_of(request), consent=consent_or_absent(pk), revision=revision_of(request),
                     refusal=request.POST.get("refusal", ""), reason=request.POST.get("reason", ""))
    done(request, _("Your agency does not consent. The holder reads why, the recipient never does."))
    return redirect("releases:consent", pk)


@require_POST
def act_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a consent back."""
    services.take_back(by=viewer_of(request), consent=consent_or_absent(pk), revision=revision_of(request),
                       reason=request.POST.get("reason", ""))
    done(request, _("Your agency does not consent any more. The holder reads why."))
    return redirect("releases:consent", pk)


def consent_or_absent(pk: int) -> Consent:
    """The consent, if the viewer may see it. Raises NotFound."""
    return row_or_absent(selectors.consents(), pk)


def _page(request: HttpRequest, viewer: Viewer, row: Consent, form: ConsentForm | None = None) -> HttpResponse:
    book, portions = code_book(), list(row.portions.order_by("number"))
    is_originator = row.originator_agency_id == viewer.agency_id
    bill = behind(row)
    rests = rested_on([key for one in portions for key in one.rests_on])
    return render_page(request, "releases/consent.html", {
        "consent": row, "is_originator": is_originator, "purpose": book["purpose", row.purpose].label,
        "urgency": book["urgency", row.urgency].label, "refusal": book["refusal", row.refusal].label if row.refusal else "",
        "portions": [one | {"rests_on": [rests[key] for key in portion.rests_on if key in rests],
                            "agreed": portion.number in row.agreed}
                     for one, portion in zip(marked([*portions], book), portions, strict=True)],
        "form": form or _form(row), "refusal_form": RefusalForm(), "can_answer": services.can_answer(viewer, row),
        "can_take_back": services.can_take_back(viewer, row), "reason_form": ReasonForm(),
        "behind": [(agency, bill.consents.get(agency.pk), bill.of(agency.pk)) for agency in bill.originators],
        "can_ask_on": services.can_ask_on(viewer, row, bill), "released": released_on(row) if is_originator else None,
        "steps": list(row.steps.select_related("by", "on_behalf_of", "agency").order_by("-id")),
        "events": events_on(row, by=viewer),
        "earlier": consented_before(row)[:SEVERAL] if is_originator and row.is_open else [], "kept": shown(viewer, row)},
        status=400 if form else 200)


def _form(row: Consent, given: Any = None) -> ConsentForm:
    numbers = list(row.portions.order_by("number").values_list("number", flat=True))
    return ConsentForm(given, numbers=numbers, initial={"revision": row.revision, "agreed": numbers})
