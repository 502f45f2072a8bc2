"""Pages of retention: how long what is kept, legal holds, and receipts of what was purged."""

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.access import require
from agencies.access.door import found, row_or_absent, viewer_of
from agencies.access.forms import ReasonForm
from agencies.keeping import holds, selectors
from agencies.keeping.filters import STATES, HoldFilter, ReceiptFilter
from agencies.keeping.forms import HoldForm
from hub.kit import room
from hub.kit.errors import Invalid
from hub.kit.pages import done, render_page


@login_required
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """How long everything is kept."""
    require(viewer_of(request), "keeping.view_receipt")
    return render_page(request, "keeping/rules.html", {"rules": selectors.rules(), **_tabs(request)})


@login_required
@require_safe
def hold_list(request: HttpRequest) -> HttpResponse:
    """What the agency keeps longer, and why."""
    viewer = viewer_of(request)
    require(viewer, "keeping.view_hold")
    rows = found(request, HoldFilter, selectors.holds(), "hold.searched")
    words = dict(selectors.kinds())
    return render_page(request, "keeping/holds.html", rows.shown(
        rows=[(hold, words.get(hold.kind, hold.kind), holds.can_lift(viewer, hold)) for hold in rows.rows], states=STATES,
        kinds=selectors.kinds(), reason_form=ReasonForm(), **_tabs(request)))


@login_required
@require_safe
def receipt_list(request: HttpRequest) -> HttpResponse:
    """What was purged."""
    require(viewer_of(request), "keeping.view_receipt")
    rows = found(request, ReceiptFilter, selectors.receipts(), "receipt.searched", size=50)
    return render_page(request, "keeping/receipts.html", rows.shown(
        rows=selectors.words_of(rows.rows), kinds=selectors.kinds(), **_tabs(request)))


@require_POST
def act_place(request: HttpRequest) -> HttpResponse:
    """Place a legal hold on a row."""
    form = HoldForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Say why it is kept, on what legal basis, and until which day."), field=next(iter(form.errors)))
    row = row_named(form.cleaned_data["kind"], form.cleaned_data["number"])
    hold = holds.place(by=viewer_of(request), on=row, **form.values())
    done(request, _("%(what)s is kept until the hold is lifted or over.") % {"what": hold.object_reference})
    return redirect(hold.page, row.pk)


@require_POST
def act_lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Lift what somebody else placed."""
    hold = holds.lift(by=viewer_of(request), hold=row_or_absent(selectors.holds(), pk), reason=request.POST.get("reason", ""))
    done(request, _("The hold is lifted. %(what)s is kept as the rule says.") % {"what": hold.object_reference})
    return redirect("keeping:holds")


def row_named(kind: str, number: int) -> Model:
    """The row that a hold is to be placed on, if the viewer may see it. Raises Invalid (`kind`), NotFound."""
    kept = room.keeps().get(kind)
    if kept is None or not kept.reference:
        raise Invalid(_("Nothing of this kind is kept by a legal hold."), field="kind")
    return row_or_absent(apps.get_model(kind)._default_manager.all(), number)


def _tabs(request: HttpRequest) -> dict[str, bool]:
    return {"may_see_holds": viewer_of(request).may("keeping.view_hold")}
