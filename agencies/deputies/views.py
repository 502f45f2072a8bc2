"""The page of deputies: who decides in whose name, delegating, and ending that."""

from django.contrib.auth.decorators import login_required
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agencies.access import require
from agencies.access.acts import words_of
from agencies.access.door import row_or_absent, viewer_of
from agencies.audit import record
from agencies.deputies import selectors, services
from agencies.deputies.forms import DelegationForm
from hub.kit.errors import HubError, StepUpRequired
from hub.kit.pages import done, refuse, render_page

#: How many that are over the page lists.
SHOWN = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def deputies(request: HttpRequest) -> HttpResponse:
    """Who decides in whose name; for who may, delegating."""
    viewer = viewer_of(request)
    require(viewer, services.VIEW)
    may = bool(services.delegates(viewer))
    if request.method == "POST":
        require(viewer, services.VIEW, when=may, otherwise=_("Nothing is yours to delegate."))
    form = DelegationForm(request.POST or None, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        try:
            with atomic():
                services.delegate(by=viewer, **form.cleaned_data)
        except StepUpRequired:
            raise
        except HubError as error:
            refuse(form, error)
        else:
            done(request, _("Delegated. Your deputy is told."))
            return redirect("deputies:list")
    record("delegation.read", by=viewer)
    open_ = list(selectors.open_delegations())
    over = selectors.delegations().exclude(pk__in=[row.pk for row in open_])
    return render_page(request, "deputies/list.html", {
        "rows": [(row, words_of(row.act), services.can_end(viewer, row)) for row in open_], "over": list(over[:SHOWN]),
        "form": form if may else None}, status=400 if form.is_bound else 200)


@require_POST
def act_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one early."""
    services.end(by=viewer_of(request), delegation=row_or_absent(selectors.delegations(), pk))
    done(request, _("Ended. The other one is told."))
    return redirect("deputies:list")
