"""Pages on which a file of questions is sent, followed while it is read, and given back with its answers."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from agencies.access import require
from agencies.access.door import row_or_absent, viewer_of
from agencies.audit import record
from agencies.keeping.showing import shown
from agencies.markings.labels import code_book
from hub.kit.errors import HubError, NotFound
from hub.kit.intake import takes_files
from hub.kit.pages import as_table, refuse, render_page
from hub.kit.paging import page_of
from intel.queries.batches.forms import BatchForm
from intel.queries.batches.reading import COLUMNS
from intel.queries.batches.results import answers_of, export
from intel.queries.batches.services import ask_file, batches
from intel.queries.levels import Level
from intel.queries.models import Batch


@login_required
@require_safe
def batch_list(request: HttpRequest) -> HttpResponse:
    """The files that the agency sent, newest first."""
    viewer = viewer_of(request)
    require(viewer, "queries.view_query")
    return render_page(request, "queries/batches.html", {
        "page": page_of(batches(), request), "may_send": viewer.may("queries.add_batch")})


@takes_files(most_bytes=settings.CONFIGURATION.upload_most_megabytes << 20)
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_batch(request: HttpRequest) -> HttpResponse:
    """Send a file; it is read in the background."""
    viewer = viewer_of(request)
    require(viewer, "queries.add_batch")
    form = BatchForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            with atomic():
                batch = ask_file(by=viewer, why=form.why(), file_name=file.name, content=file.read())
        except HubError as error:
            refuse(form, error)
        else:
            return redirect("queries:batch", batch.pk)
    return render_page(request, "queries/batch_form.html", {"form": form, "columns": list(COLUMNS)})


@require_safe
def batch_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: how far its reading is, and once its answers are open, how many there are of each."""
    viewer, batch = viewer_of(request), _batch(pk)
    if not request.headers.get("HX-Request"):  # the page asks again every two seconds
        record("batch.read", by=viewer, on=batch)
    answers = answers_of(batch)
    return render_page(request, "queries/batch.html", {
        "batch": batch, "purpose": code_book(["purpose"])["purpose", batch.purpose],
        "waits": batch.is_being_read or (batch.state == "DONE" and answers is None),
        "answers": answers and [(code, words, answers[code]) for code, words in Level.answers()],
        "kept": shown(viewer, batch)})


@require_safe
def batch_errors(request: HttpRequest, pk: int) -> HttpResponse:
    """The bad rows with row, column and reason, as CSV."""
    batch = row_or_absent(Batch.objects.defer("content"), pk)
    return as_table(f"{batch.reference}-errors", errors_of(request, batch))


@require_safe
def batch_results(request: HttpRequest, pk: int) -> HttpResponse:
    """The answers, as CSV."""
    batch = _batch(pk)
    return as_table(batch.reference, export(by=viewer_of(request), batch=batch))


def errors_of(request: HttpRequest, batch: Batch) -> str:
    """The bad rows of a file, noted in the log. Raises NotFound when there are none."""
    if not batch.errors:
        raise NotFound
    record("batch.errors-downloaded", by=viewer_of(request), on=batch, rows=batch.rows_bad)
    return batch.errors


def _batch(pk: int) -> Batch:
    return row_or_absent(batches(), pk)
