"""Pages of sweeps: for supervisors what was found and what they make of it, for the hub auditor counts."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.access import require
from agencies.access.door import found, revision_of, row_or_absent, viewer_of
from agencies.access.forms import ReasonForm
from agencies.audit import record
from agencies.audit.selectors import events_on
from agencies.keeping.showing import shown
from agencies.markings.labels import code_book
from agencies.models import Agency
from hub.kit.pages import done, render_page
from intel.sweeps import selectors, services
from intel.sweeps.filters import SweepCountFilter, SweepFilter
from intel.sweeps.models import Sweep
from intel.sweeps.states import State
from intel.sweeps.wording import PATTERNS, names_of


@login_required
@require_safe
def sweep_list(request: HttpRequest) -> HttpResponse:
    """What was found in the own agency, newest first."""
    require(viewer_of(request), "sweeps.view_sweep")
    rows = found(request, SweepFilter, selectors.sweeps(), "sweep.searched")
    return render_page(request, "sweeps/list.html", rows.shown(
        rows=[(row, names_of(row.patterns)) for row in rows.rows], states=State.choices, patterns=PATTERNS))


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One sweep: why, the queries in question, and what is made of it."""
    viewer, sweep = viewer_of(request), row_or_absent(selectors.sweeps(), pk)
    record("sweep.read", by=viewer, on=sweep, person=sweep.person_id)
    book = code_book(["purpose"])
    return render_page(request, "sweeps/detail.html", {
        "sweep": sweep, "signs": selectors.signs_of(sweep), "reason_form": ReasonForm(), "events": events_on(sweep, by=viewer),
        "queries": [(query, book["purpose", query.purpose].label) for query in selectors.in_question(sweep)],
        "can_explain": services.can_explain(viewer, sweep), "can_call_misuse": services.can_call_misuse(viewer, sweep),
        "kept": shown(viewer, sweep)})


@require_POST
def act_explain(request: HttpRequest, pk: int) -> HttpResponse:
    """There is an honest reason."""
    return _act(request, pk, services.explain, _("It is noted as explained. What goes on alike is added here."))


@require_POST
def act_call_misuse(request: HttpRequest, pk: int) -> HttpResponse:
    """It is misuse."""
    return _act(request, pk, services.call_misuse, _("It is noted as misuse. What is asked from now on is looked at anew."))


@login_required
@require_safe
def count_list(request: HttpRequest) -> HttpResponse:
    """What the hub auditor reads of the sweeps of all agencies."""
    require(viewer_of(request), "sweeps.view_sweepcount")
    rows = found(request, SweepCountFilter, selectors.counts(), "sweepcount.searched")
    return render_page(request, "sweeps/counts.html", rows.shown(
        rows=[(row, names_of(row.patterns)) for row in rows.rows], states=State.choices,
        agencies=[(agency.code, agency.code) for agency in Agency.objects.taking_part()]))


@require_safe
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """What the hub auditor reads of one."""
    viewer, row = viewer_of(request), row_or_absent(selectors.counts(), pk)
    record("sweepcount.read", by=viewer, on=row)
    return render_page(request, "sweeps/count.html", {"count": row, "patterns": names_of(row.patterns)})


def _act(request: HttpRequest, pk: int, serve: Callable[..., Sweep], message: str) -> HttpResponse:
    serve(by=viewer_of(request), sweep=row_or_absent(selectors.sweeps(), pk), revision=revision_of(request),
          reason=request.POST.get("reason", ""))
    done(request, message)
    return redirect("sweeps:detail", pk)
