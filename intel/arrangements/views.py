"""Pages of standing arrangements: the list, one of them with its versions, writing one, and what either side does with it."""

from collections.abc import Callable
from typing import Any

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
from agencies.markings.labels import code_book
from agencies.models import Agency
from hub.kit.errors import HubError, NotFound
from hub.kit.pages import done, render_page
from intel.arrangements import selectors, services
from intel.arrangements.filters import ArrangementFilter
from intel.arrangements.forms import ArrangementForm, ReleaseTermRows, TermRows, show_refusal, words_of
from intel.arrangements.life import IS_DRAFTER, WRITE
from intel.arrangements.models import Arrangement
from intel.arrangements.states import State


@login_required
@require_safe
def arrangement_list(request: HttpRequest) -> HttpResponse:
    """What the own agency arranged with others, every version, newest first."""
    viewer = viewer_of(request)
    require(viewer, "arrangements.view_arrangement")
    rows = found(request, ArrangementFilter, selectors.arrangements(), "arrangement.searched")
    return render_page(request, "arrangements/list.html", rows.shown(
        states=State.choices, agencies=[(agency.code, agency.code) for agency in Agency.objects.taking_part()],
        can_write=viewer.may(WRITE)))


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: its terms, who signed it, and the other versions."""
    viewer, row = viewer_of(request), arrangement_or_absent(pk)
    record("arrangement.read", by=viewer, on=row)
    book = code_book(["purpose"])
    return render_page(request, "arrangements/detail.html", {
        "arrangement": row, "versions": selectors.versions(row), "reason_form": ReasonForm(),
        "terms": [(term, [book["purpose", code].label for code in term.purposes]) for term in row.terms.all()],
        "releases": [(term, [book["purpose", code].label for code in term.purposes]) for term in row.release_terms.all()],
        "steps": list(row.steps.select_related("by", "agency").order_by("-id")), "events": events_on(row, by=viewer),
        **_may(viewer, row)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Draft an arrangement, or the next version of one (`?replaces=`)."""
    viewer = viewer_of(request)
    require(viewer, WRITE)
    replaces = _replaced(request)
    other = replaces.across_from(viewer.agency_id) if replaces else None
    shown = words_of(replaces, ours=viewer.agency_id) if replaces else ({}, [], [])
    return _written(request, shown, other, replaces=replaces, save=(
        lambda entry, chosen, _revision: services.draft_arrangement(by=viewer, entry=entry, other=chosen, replaces=replaces)))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    viewer, row = viewer_of(request), arrangement_or_absent(pk)
    IS_DRAFTER.require(viewer, row)
    return _written(request, words_of(row, ours=viewer.agency_id), row.other_agency, row=row, replaces=row.replaces, save=(
        lambda entry, _chosen, revision: services.edit_arrangement(by=viewer, arrangement=row, entry=entry, revision=revision)))


@require_POST
def act_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign for the own agency."""
    row = services.sign(by=viewer_of(request), arrangement=arrangement_or_absent(pk), revision=revision_of(request))
    done(request, _("It is proposed to the other agency.") if row.state == State.PROPOSED else _("Both agencies have signed it."))
    return redirect("arrangements:detail", pk)


@require_POST
def act_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Decline what the other agency proposed."""
    return _act(request, pk, services.decline, _("It is declined; the other agency reads why."))


@require_POST
def act_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a draft, or take a proposal back."""
    return _act(request, pk, services.withdraw, _("It is taken back."))


@require_POST
def act_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End it at once."""
    return _act(request, pk, services.end, _("It has ended. Queries are answered by it no more."))


def arrangement_or_absent(pk: int) -> Arrangement:
    """The version, if the viewer may see it. Raises NotFound."""
    return row_or_absent(selectors.arrangements(), pk)


def _written(request: HttpRequest, shown: tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]],
             other: Agency | None, *, save: Callable[..., Arrangement], row: Arrangement | None = None,
             replaces: Arrangement | None) -> HttpResponse:
    initial, terms, releases = shown
    form = ArrangementForm(request.POST or None, viewer=viewer_of(request), initial=initial, other=other)
    rows: Any = TermRows(request.POST or None, initial=terms, prefix="terms")
    given: Any = ReleaseTermRows(request.POST or None, initial=releases, prefix="releases")
    if request.method == "POST" and form.is_valid() & rows.is_valid() & given.is_valid():
        chosen = other or form.other_agency()
        try:
            with atomic():
                kept = save(form.entry(rows, given, chosen), chosen, form.cleaned_data["revision"])
        except HubError as error:
            show_refusal(error, form, rows, given)
        else:
            done(request, _("%(arrangement)s is kept as a draft.") % {"arrangement": kept.reference})
            return redirect("arrangements:detail", kept.pk)
    return render_page(request, "arrangements/form.html", {
        "form": form, "terms": rows, "releases": given, "arrangement": row, "replaces": replaces, "other": other})


def _replaced(request: HttpRequest) -> Arrangement | None:
    given = request.GET.get("replaces", "")
    if not given:
        return None
    number = number_of(given)
    if number is None:
        raise NotFound
    return arrangement_or_absent(number)


def _may(viewer: Viewer, row: Arrangement) -> dict[str, bool]:
    return {"can_edit": services.can_edit(viewer, row), "can_sign": services.can_sign(viewer, row),
            "can_decline": services.can_decline(viewer, row), "can_withdraw": services.can_withdraw(viewer, row),
            "can_end": services.can_end(viewer, row), "can_replace": services.can_replace(viewer, row)}


def _act(request: HttpRequest, pk: int, serve: Callable[..., Arrangement], message: str) -> HttpResponse:
    serve(by=viewer_of(request), arrangement=arrangement_or_absent(pk), revision=revision_of(request),
          reason=request.POST.get("reason", ""))
    done(request, message)
    return redirect("arrangements:detail", pk)
