"""The page on which a release is corrected, for all who received it."""

from typing import Any

from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.access.door import viewer_of
from hub.kit.errors import HubError
from hub.kit.pages import done, render_page
from intel.releases import selectors, services
from intel.releases.correction_forms import CorrectionForm, items_now
from intel.releases.forms import ItemRows, show_refusal
from intel.releases.life import CORRECTS
from intel.releases.views import release_or_absent


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft what is to take its place, and that of what else was released of the same."""
    viewer, row = viewer_of(request), release_or_absent(pk)
    CORRECTS.require(viewer, row)
    others = list(selectors.of_the_same(row))
    form = CorrectionForm(request.POST or None, others=others)
    items: Any = ItemRows(request.POST, prefix="items") if request.method == "POST" else ItemRows(
        initial=items_now(row), prefix="items")
    if request.method == "POST" and form.is_valid() & items.is_valid():
        chosen = [row, *(one for one in others if one.pk in form.cleaned_data["also"])]
        try:
            with atomic():
                drafts = services.draft_corrections(by=viewer, releases=chosen, **form.values(items))
        except HubError as error:
            show_refusal(error, form, items)
        else:
            done(request, _("Kept as drafts: %(requests)s.") % {"requests": ", ".join(one.reference for one in drafts)})
            return redirect("releases:request", drafts[0].pk) if len(drafts) == 1 else redirect("releases:requests")
    return render_page(request, "releases/correct.html", {"form": form, "items": items, "release": row, "others": others})
