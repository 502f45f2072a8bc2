"""Pages of releases: what the own agency received and gave, and what becomes of it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.access import require
from agencies.access.door import found, revision_of, row_or_absent, viewer_of
from agencies.access.forms import ReasonForm
from agencies.audit.selectors import events_on
from agencies.keeping.showing import shown
from agencies.markings.labels import CodeBook, code_book
from agencies.models import Agency
from hub.kit.errors import Invalid
from hub.kit.pages import as_file, done, render_page
from hub.kit.signatures import signer
from intel.releases import selectors, services
from intel.releases.answers.views import owed_for
from intel.releases.copies import take_copy
from intel.releases.filters import ReleaseFilter
from intel.releases.forms import ReceiptForm
from intel.releases.life import VIEW, WRITE, is_for
from intel.releases.models import MarkedText, Release
from intel.releases.outside.views import of_release
from intel.releases.reading import read, searched_out, uses_of
from intel.releases.states import CopyFormat, ReleaseState


@login_required
@require_safe
def release_list(request: HttpRequest) -> HttpResponse:
    """What the own agency received and gave, newest first."""
    viewer = viewer_of(request)
    require(viewer, VIEW)
    rows = found(request, ReleaseFilter, selectors.releases(), "release.searched")
    searched_out(rows.rows, by=viewer, narrowed=any(rows.given.values()))
    return render_page(request, "releases/list.html", rows.shown(
        rows=with_purpose(rows.rows), states=ReleaseState.choices, agencies=agencies_offered(), can_write=viewer.may(WRITE)))


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One release as its recipient reads it."""
    viewer, row = viewer_of(request), release_or_absent(pk)
    book, portions = code_book(), read(row, by=viewer)
    return render_page(request, "releases/release.html", {
        "release": row, "purpose": book["purpose", row.purpose].label, "is_holder": row.holder_agency_id == viewer.agency_id,
        "is_for_me": row.holder_agency_id == viewer.agency_id or is_for(viewer, row),
        "portions": marked([*portions], book),
        "steps": list(row.steps.select_related("by", "on_behalf_of", "agency").order_by("-id")),
        "events": events_on(row, by=viewer),
        "copies": list(row.copies.select_related("agency", "written_by")[:20]), "uses": uses_of(row), "reason_form": ReasonForm(),
        "can_acknowledge": services.can_acknowledge(viewer, row),
        "can_recall": services.can_recall(viewer, row), "can_correct": services.can_correct(viewer, row),
        "in_its_place": selectors.releases().filter(replaces=row).first(),
        **owed_for(row, viewer=viewer), "kept": shown(viewer, row), "receipt_form": ReceiptForm(),
        "can_sign": services.can_sign(viewer, row), "can_end": services.can_end(viewer, row),
        "fingerprint": signer().fingerprint, **of_release(row, viewer=viewer)})


@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy of it, for people or for programs, with a code of its own."""
    copy, document = take_copy(by=viewer_of(request), release=release_or_absent(pk),
                               format=request.POST.get("format", CopyFormat.PDF))
    return as_file(copy, document, copy.format)


@login_required
@require_safe
def certificate(request: HttpRequest) -> HttpResponse:
    """The certificate by which the signature of a copy is checked."""
    return as_file("hub-certificate", signer().pem.encode(), "pem")


@require_POST
def act_acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Acknowledge the conditions."""
    services.acknowledge(by=viewer_of(request), release=release_or_absent(pk), revision=revision_of(request))
    done(request, _("Acknowledged. Your agency reads it from now on."))
    return redirect("releases:release", pk)


@require_POST
def act_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign what became of what was recalled or has ended."""
    form = ReceiptForm(request.POST)
    if "held_until" in form.errors:
        raise Invalid(form.errors["held_until"][0], field="held_until")
    services.sign_receipt(by=viewer_of(request), release=release_or_absent(pk), revision=revision_of(request),
                          receipt=request.POST.get("receipt", ""), words=request.POST.get("words", ""),
                          held_until=form.cleaned_data["held_until"])
    done(request, _("Signed. The agency that released it reads it."))
    return redirect("releases:release", pk)


@require_POST
def act_recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Recall what was released."""
    return _act(request, pk, services.recall, _("It is recalled; its recipient reads why, and nothing else of it."))


@require_POST
def act_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End what was received."""
    return _act(request, pk, services.end, _("It has ended; the other agency reads why."))


def release_or_absent(pk: int) -> Release:
    """The release, if the viewer may see it. Raises NotFound."""
    return row_or_absent(selectors.releases(), pk)


def agencies_offered() -> list[tuple[str, str]]:
    """What the filters of the lists offer."""
    return [(agency.code, agency.code) for agency in Agency.objects.receiving()]


def with_purpose(rows: Iterable[Any]) -> list[tuple[Any, str]]:
    """Rows of a list, each with the words of its purpose."""
    book = code_book(["purpose"])
    return [(row, book["purpose", row.purpose].label) for row in rows]


def marked(portions: list[MarkedText], book: CodeBook) -> list[dict[str, object]]:
    """Portions with their marks in words."""
    return [{"row": portion, "classification": book["classification", portion.classification],
             "handling": [book["handling", code] for code in portion.handling_codes]} for portion in portions]


def _act(request: HttpRequest, pk: int, serve: Callable[..., Release], message: str) -> HttpResponse:
    serve(by=viewer_of(request), release=release_or_absent(pk), revision=revision_of(request),
          reason=request.POST.get("reason", ""))
    done(request, message)
    return redirect("releases:release", pk)
