"""Pages of queries: asking, the answer, what was asked, and what others asked about things of ours."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.access import require
from agencies.access.door import found, row_or_absent, viewer_of
from agencies.access.forms import ReasonForm
from agencies.audit import record
from agencies.keeping.showing import shown
from agencies.markings.labels import code_book
from agencies.markings.models import choices
from agencies.models import Agency
from hub.kit.errors import HubError
from hub.kit.pages import as_document, done, render_page
from hub.kit.panels import panels_for
from intel.queries import selectors, services
from intel.queries.certificates import can_certify, certify
from intel.queries.filters import ANSWERS, QueryFilter, SoundingFilter
from intel.queries.forms import QueryForm, show_refusal
from intel.queries.settings import STANDING_DAYS
from intel.queries.standing.services import can_stand, running
from intel.subjects.forms import IdentifierRows


@login_required
@require_safe
def query_list(request: HttpRequest) -> HttpResponse:
    """What the agency asked, newest first."""
    viewer = viewer_of(request)
    require(viewer, "queries.view_query")
    rows = found(request, QueryFilter, selectors.queries(), "query.searched")
    return render_page(request, "queries/list.html", rows.shown(
        purposes=choices("purpose"), answers=ANSWERS, book=code_book(["purpose"]), may_ask=viewer.may("queries.add_query"),
        may_see_soundings=viewer.may("queries.view_sounding")))


@login_required
def new_query(request: HttpRequest) -> HttpResponse:
    """Ask."""
    viewer = viewer_of(request)
    require(viewer, "queries.add_query")
    form = QueryForm(request.POST or None)
    identifiers: Any = IdentifierRows(request.POST or None, prefix="identifiers")
    if request.method == "POST" and form.is_valid() & identifiers.is_valid():
        try:
            with atomic():
                query = services.ask(by=viewer, entry=form.entry(identifiers))
        except HubError as error:
            show_refusal(error, form, identifiers)
        else:
            return redirect("queries:detail", query.pk)
    return render_page(request, "queries/form.html", {"form": form, "identifiers": identifiers})


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One query: what was asked, and the answer as soon as it opens."""
    viewer, query = viewer_of(request), row_or_absent(selectors.queries(), pk)
    record("query.read", by=viewer, on=query)
    book = code_book(["purpose"])
    return render_page(request, "queries/detail.html", {
        "query": query, "answer": query.answer, "purpose": book["purpose", query.purpose],
        "identifiers": selectors.identifiers_of(query), "hits": selectors.hits_of(query),
        "can_withdraw": services.can_withdraw(viewer, query), "reason_form": ReasonForm(),
        "can_certify": can_certify(query), "standing": running().filter(query=query).first(),
        "can_stand": can_stand(viewer, query), "days": STANDING_DAYS,
        "panels": panels_for("queries.query", request, query), "kept": shown(viewer, query)})


@require_safe
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate for the case file."""
    return as_document(*certify(by=viewer_of(request), query=row_or_absent(selectors.queries(), pk)))


@require_POST
def act_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a mistaken question back."""
    query = row_or_absent(selectors.queries(), pk)
    services.withdraw(by=viewer_of(request), query=query, reason=request.POST.get("reason", ""))
    done(request, _("%(query)s is taken back. That it was asked stays on record.") % {"query": query.reference})
    return redirect("queries:detail", pk)


@login_required
@require_safe
def sounding_list(request: HttpRequest) -> HttpResponse:
    """What others asked that met something of ours."""
    require(viewer_of(request), "queries.view_sounding")
    rows = found(request, SoundingFilter, selectors.soundings(), "sounding.searched")
    return render_page(request, "queries/soundings.html", rows.shown(
        purposes=choices("purpose"), book=code_book(["purpose"]),
        agencies=[(agency.code, agency.code) for agency in Agency.objects.taking_part()]))
