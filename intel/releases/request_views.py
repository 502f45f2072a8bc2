"""Pages of the own agency's requests to release: the list, one of them with its bill, writing it, deciding on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.access import Viewer, require
from agencies.access.door import found, number_of, revision_of, row_or_absent, viewer_of
from agencies.access.forms import ReasonForm
from agencies.audit import record
from agencies.audit.selectors import events_on
from agencies.keeping import showing
from agencies.markings.labels import code_book
from hub.kit.errors import HubError, Invalid, StepUpRequired
from hub.kit.limits import SEVERAL
from hub.kit.pages import done, refuse, render_page
from intel.arrangements.models import Arrangement
from intel.enquiries.models import Enquiry
from intel.enquiries.selectors import enquiries
from intel.releases import selectors, services
from intel.releases.approval import changed_items
from intel.releases.bill import bill_of
from intel.releases.emergency import services as emergency
from intel.releases.filters import ReleaseRequestFilter
from intel.releases.forms import DecisionForm, ItemRows, RefusalForm, ReleaseForm, show_refusal, words_of
from intel.releases.life import IS_AUTHOR, VIEW, WRITE
from intel.releases.models import ReleaseRequest
from intel.releases.mosaic import released_before
from intel.releases.sources import address_of, sources
from intel.releases.states import RequestState
from intel.releases.views import agencies_offered, marked, with_purpose


@login_required
@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """What the own agency asks to release, newest first."""
    viewer = viewer_of(request)
    require(viewer, VIEW)
    rows = found(request, ReleaseRequestFilter, selectors.requests(), "release.searched")
    return render_page(request, "releases/requests.html", rows.shown(
        rows=with_purpose(rows.rows), states=RequestState.choices, agencies=agencies_offered(), can_write=viewer.may(WRITE)))


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: what would leave, beside what it is taken from; who has to consent, and did."""
    viewer, row = viewer_of(request), request_or_absent(pk)
    record("release.request_read", by=viewer, on=row)
    return _page(request, viewer, row)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a request: of an item (`?item=` its reference), in answer to what was asked (`?enquiry=` its id)."""
    viewer = viewer_of(request)
    require(viewer, WRITE)
    enquiry = _enquiry(request.POST.get("enquiry") or request.GET.get("enquiry") or "")
    initial: dict[str, Any] = {"urgency": "ROUTINE"}
    if enquiry is not None:
        initial |= {"recipient": enquiry.asking_agency.code, "purpose": enquiry.purpose, "legal_basis": enquiry.legal_basis,
                    "urgency": enquiry.urgency, "enquiry": enquiry.pk,
                    "need_to_know": _("Asked for by request %(reference)s.") % {"reference": enquiry.reference}}
    items = [{"reference": item} for item in request.GET.getlist("item")[:SEVERAL]]
    return _written(request, initial, items, save=lambda form, items: _drafted(viewer, form, items, enquiry))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    viewer, row = viewer_of(request), request_or_absent(pk)
    IS_AUTHOR.require(viewer, row)
    initial, items = words_of(row)
    return _written(request, initial, items, row=row, save=lambda form, items: [services.edit_release(
        by=viewer, request=row, entry=form.entry(items), recipient=form.recipient_agency(),
        revision=form.cleaned_data["revision"])])


@require_POST
def act_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in a draft."""
    return _act(request, pk, services.submit, _("%(request)s is submitted. Somebody else sends it now."), also=True)


@require_POST
def act_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a submitted request back."""
    return _act(request, pk, services.return_to_author, _("%(request)s is back with its author."), "reason")


@require_POST
def act_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a submitted request to whom it takes."""
    return _act(request, pk, services.send, _("%(request)s is sent: to the originators, and to who decides."), also=True)


@require_POST
def act_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a request that is not decided."""
    return _act(request, pk, services.withdraw, _("%(request)s is withdrawn."), "reason")


@require_POST
def act_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse the release."""
    return _act(request, pk, services.refuse, _("%(request)s is refused. The recipient learns nothing of it."),
                "refusal", "reason")


@require_POST
def act_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Release the portions chosen."""
    viewer, row = viewer_of(request), request_or_absent(pk)
    form = _form(row, request.POST)
    if form.is_valid():
        try:
            with atomic():
                kept = services.release(by=viewer, request=row, **form.cleaned_data)
        except StepUpRequired:
            raise
        except HubError as error:
            refuse(form, error)
        else:
            done(request, _("It is released, as %(release)s.") % {"release": kept.reference})
            return redirect("releases:release", kept.pk)
    return _page(request, viewer, row, form)


def request_or_absent(pk: int) -> ReleaseRequest:
    """The request, if it is of the viewer's agency. Raises NotFound."""
    return row_or_absent(selectors.requests(), pk)


def _page(request: HttpRequest, viewer: Viewer, row: ReleaseRequest, form: DecisionForm | None = None) -> HttpResponse:
    book, portions, bill = code_book(), list(row.portions.order_by("number")), bill_of(row)
    there = sources([(one.kind, one.source_id) for one in portions])
    open_ = row.state in (RequestState.DRAFT, RequestState.SUBMITTED, RequestState.UNDER_REVIEW)
    steps = list(row.steps.select_related("by", "on_behalf_of").order_by("-id"))
    shown = [one | {"source": there.get((portion.kind, portion.source_id)),
                    "address": address_of(portion.kind, portion.source_id),
                    "owed": [owed for owed in bill.owed if owed.portion == portion.number],
                    "lacking": bill.lacking(portion)}
             for one, portion in zip(marked([*portions], book), portions, strict=True)]
    return render_page(request, "releases/request.html", {
        "asked": row, "purpose": book["purpose", row.purpose].label, "urgency": book["urgency", row.urgency].label,
        "refusal": book["refusal", row.refusal].label if row.refusal else "", "portions": shown, "bill": bill,
        "asked_of": [(agency, bill.consents.get(agency.pk)) for agency in bill.originators],
        "changed": changed_items(portions) if open_ else [], "earlier": released_before(row)[:SEVERAL] if open_ else [],
        "enquiry": _enquiry(str(row.enquiry_id or "")), "release": selectors.releases().filter(request=row).first(),
        "returned": steps[0] if row.state == RequestState.DRAFT and steps and steps[0].reason else None,
        "form": form or _form(row), "refusal_form": RefusalForm(), "reason_form": ReasonForm(), "steps": steps,
        "events": events_on(row, by=viewer), "kept": showing.shown(viewer, row), **_may(viewer, row),
        **_arranged(viewer, row), **_together(viewer, row)},
        status=400 if form else 200)


def _written(request: HttpRequest, initial: dict[str, Any], items: list[dict[str, str]], *,
             save: Callable[..., list[ReleaseRequest]], row: ReleaseRequest | None = None) -> HttpResponse:
    form = ReleaseForm(request.POST or None, viewer=viewer_of(request), initial=initial, row=row)
    rows: Any = ItemRows(request.POST or None, initial=items, prefix="items")
    if request.method == "POST" and form.is_valid() & rows.is_valid():
        try:
            with atomic():
                kept = save(form, rows)
        except HubError as error:
            show_refusal(error, form, rows)
        else:
            done(request, _("Kept as drafts: %(requests)s.") % {"requests": ", ".join(one.reference for one in kept)}
                 if len(kept) > 1 else _("%(request)s is kept as a draft.") % {"request": kept[0].reference})
            return redirect("releases:request", kept[0].pk)
    return render_page(request, "releases/form.html", {"form": form, "items": rows, "asked": row})


def _drafted(viewer: Viewer, form: ReleaseForm, items: Any, enquiry: Enquiry | None) -> list[ReleaseRequest]:
    group = form.sharing_group()
    if group is not None and enquiry is not None:
        raise Invalid(_("An answer goes to the agency that asked."), field="recipient")
    if group is not None:
        return services.draft_for_group(by=viewer, entry=form.entry(items), sharing_group=group)
    return [services.draft_release(by=viewer, entry=form.entry(items), recipient=form.recipient_agency(), enquiry=enquiry)]


def _form(row: ReleaseRequest, given: Any = None) -> DecisionForm:
    numbers = list(row.portions.order_by("number").values_list("number", flat=True))
    return DecisionForm(given, numbers=numbers, initial={"revision": row.revision})


def _enquiry(given: str) -> Enquiry | None:
    """What was asked of the own agency, by its id; None for what the viewer does not see."""
    number = number_of(given) if given else None
    return enquiries().filter(pk=number).first() if number else None


def _may(viewer: Viewer, row: ReleaseRequest) -> dict[str, bool]:
    return {"can_edit": services.can_edit(viewer, row), "can_submit": services.can_submit(viewer, row),
            "can_return": services.can_return(viewer, row), "can_send": services.can_send(viewer, row),
            "can_withdraw": services.can_withdraw(viewer, row), "can_decide": services.can_decide(viewer, row),
            "can_release_in_emergency": emergency.can_release(viewer, row)}


def _arranged(viewer: Viewer, row: ReleaseRequest) -> dict[str, Any]:
    """Whether it is released as soon as it is sent, and by which arrangement, for who sees that."""
    found = services.arranged_for(row) if services.can_send(viewer, row) else None
    return {"arranged": found, "arrangement": Arrangement.objects.filter(pk=found).first() if found else None}


def _together(viewer: Viewer, row: ReleaseRequest) -> dict[str, list[ReleaseRequest]]:
    """The others that were drafted with it, and which of them the same act moves."""
    siblings = list(selectors.together(row))
    return {"siblings": siblings, "also_to_submit": [one for one in siblings if services.can_submit(viewer, one)],
            "also_to_send": [one for one in siblings if services.can_send(viewer, one)]}


def _act(request: HttpRequest, pk: int, serve: Callable[..., ReleaseRequest], message: str, *names: str,
         also: bool = False) -> HttpResponse:
    viewer, given = viewer_of(request), {name: request.POST.get(name, "") for name in names}
    others = _chosen_also(request) if also else []
    row = serve(by=viewer, request=request_or_absent(pk), revision=revision_of(request), **given)
    moved, refused = _each(others, viewer, serve)
    done(request, message % {"request": ", ".join(one.reference for one in (row, *moved))})
    for one, why in refused:
        messages.warning(request, f"{one.reference}: {why}")
    return redirect("releases:request", pk)


def _chosen_also(request: HttpRequest) -> list[tuple[ReleaseRequest, int | None]]:
    """Those to which the same is done, each with the revision that the person saw. Raises NotFound."""
    chosen = [one.partition(":") for one in request.POST.getlist("also")[:SEVERAL]]
    return [(request_or_absent(number_of(number) or 0), number_of(revision)) for number, _colon, revision in chosen]


def _each(rows: list[tuple[ReleaseRequest, int | None]], viewer: Viewer, serve: Callable[..., ReleaseRequest],
          ) -> tuple[list[ReleaseRequest], list[tuple[ReleaseRequest, str]]]:
    """The same for each by itself: what moved, and what did not with why."""
    moved, refused = [], []
    for row, revision in rows:
        try:
            with atomic():
                moved.append(serve(by=viewer, request=row, revision=revision))
        except StepUpRequired:
            raise
        except HubError as error:
            refused.append((row, str(error.message)))
    return moved, refused
