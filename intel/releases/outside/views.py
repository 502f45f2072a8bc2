"""Pages of bodies outside: the list of them, what the page of a release offers, and the page that a link leads to."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from agencies.access import Viewer, require
from agencies.access.door import revision_of, row_or_absent, viewer_of
from hub.kit.errors import HubError, Invalid, NotFound
from hub.kit.pages import as_file, done, refuse, render_page
from intel.releases.life import DECIDE, VIEW
from intel.releases.models import Release
from intel.releases.outside import services
from intel.releases.outside.forms import BodyForm, LinkForm, PaperForm, paper_form
from intel.releases.outside.models import Delivery, PaperKind
from intel.releases.selectors import releases


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def body_list(request: HttpRequest) -> HttpResponse:
    """The bodies outside, and for who decides on releases the form to enter another."""
    viewer = viewer_of(request)
    require(viewer, DECIDE if request.method == "POST" else VIEW)
    form = BodyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            body = services.register_body(by=viewer, **form.cleaned_data)
        except HubError as error:
            refuse(form, error)
        else:
            done(request, _("%(name)s is entered. Something can be released to it.") % {"name": body.name})
            return redirect("releases:bodies")
    return render_page(request, "releases/outside/bodies.html", {
        "bodies": services.bodies(), "form": form if viewer.may(DECIDE) else None}, status=400 if form.errors else 200)


def of_release(release: Release, *, viewer: Viewer) -> dict[str, Any]:
    """What the page of a release shows its holder where its recipient is outside; nothing to anybody else."""
    if not release.recipient_agency.is_outside or release.holder_agency_id != viewer.agency_id:
        return {}
    offered = services.offered(viewer, release)
    return {
        "outside": release.recipient_agency,
        "deliveries": list(release.deliveries.only(*Delivery.SHOWN).select_related("copy__release", "written_by")),
        "papers": list(release.papers.select_related("written_by")), "link_form": LinkForm() if "link" in offered else None,
        "paper_forms": [(kind, paper_form(kind)) for kind in PaperKind if kind.value in offered]}


@require_POST
def act_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link; its address is shown this once."""
    release, form = row_or_absent(releases(), pk), LinkForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("From 1 to %(most)s days.") % {"most": services.LONGEST}, field="days")
    delivery, word = services.give_link(by=viewer_of(request), release=release, revision=revision_of(request),
                                        days=form.cleaned_data["days"])
    return render_page(request, "releases/outside/link.html", {
        "release": release, "delivery": delivery, "address": request.build_absolute_uri(reverse("releases:taken", args=[word]))})


@require_POST
def act_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what was signed on paper."""
    release, form = row_or_absent(releases(), pk), PaperForm(request.POST)
    if not form.is_valid():
        [(field, errors), *_more] = form.errors.items()
        raise Invalid(errors[0], field=field)
    services.record_paper(by=viewer_of(request), release=release, revision=revision_of(request), **form.cleaned_data)
    done(request, _("Recorded. It stands on the release."))
    return redirect("releases:release", pk)


@sensitive_variables("word")
@require_http_methods(["GET", "HEAD", "POST"])
def taken(request: HttpRequest, word: str) -> HttpResponse:
    """Where a link leads, for somebody who does not sign in: who gave it, and the button that takes the copy, once."""
    if request.method == "POST":
        try:
            name, document = services.take(word, by=viewer_of(request))
        except NotFound as error:
            return _gone(request, error)
        return as_file(name, document, "pdf")
    giver = services.giver_of(word)
    if giver is None:
        return _gone(request, NotFound())
    return render(request, "releases/outside/take.html", {"giver": giver})


def _gone(request: HttpRequest, error: NotFound) -> HttpResponse:
    return render(request, "releases/outside/gone.html", {"error": error}, status=error.status)
