"""Pages on which files are brought in, and followed while they are read."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.access import require
from agencies.access.door import row_or_absent, viewer_of
from agencies.audit import record
from agencies.keeping.showing import shown
from hub.kit.errors import NotFound
from hub.kit.intake import takes_files
from hub.kit.pages import done, render_page
from hub.kit.paging import page_of
from hub.kit.progress import duration
from intel.exchange.forms import UploadForm
from intel.exchange.models import ImportRun
from intel.exchange.uploads import upload


@login_required
@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    """What was brought in, newest first."""
    viewer = viewer_of(request)
    require(viewer, "exchange.view_importrun")
    rows = ImportRun.objects.select_related("feed", "started_by").defer("content", "errors").order_by("-id")
    return render_page(request, "exchange/imports.html", {
        "page": page_of(rows, request), "can_import": viewer.may("trade.import_declarations")})


@takes_files(most_bytes=settings.CONFIGURATION.upload_most_megabytes << 20)
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_import(request: HttpRequest) -> HttpResponse:
    """Upload a file; it is read in the background."""
    viewer = viewer_of(request)
    require(viewer, "trade.import_declarations")
    form = UploadForm(request.POST or None, request.FILES or None, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        run = upload(by=viewer, feed=form.cleaned_data["feed"], file_name=file.name, content=file.read())
        done(request, _("The file is kept and is being read."))
        return redirect("exchange:import", run.pk)
    return render_page(request, "exchange/import_form.html", {
        "form": form, "has_feeds": form.fields["feed"].queryset.exists()})  # type: ignore[attr-defined]


@require_safe
def import_run(request: HttpRequest, pk: int) -> HttpResponse:
    """One import: how far it is, and what came back."""
    run = _run(pk)
    if not request.headers.get("HX-Request"):  # the page asks again every two seconds
        record("import.read", by=viewer_of(request), on=run)
    return render_page(request, "exchange/import.html", {
        "run": run, "running": run.is_being_read, "kept": shown(viewer_of(request), run), "rate": run.rows_a_second,
        "left": "" if (left := run.seconds_left) is None else duration(left)})


@require_safe
def import_errors(request: HttpRequest, pk: int) -> HttpResponse:
    """The bad rows of an import with their reasons, as CSV; cells that a spreadsheet would run are made harmless."""
    run = _run(pk)
    if not run.errors:
        raise NotFound
    record("import.errors-downloaded", by=viewer_of(request), on=run, rows=run.rows_bad)
    return HttpResponse(run.errors, content_type="text/csv; charset=utf-8", headers={
        "Content-Disposition": f'attachment; filename="import-{run.pk}-errors.csv"', "Cache-Control": "private, no-store"})


def _run(pk: int) -> ImportRun:
    return row_or_absent(ImportRun.objects.select_related("feed", "started_by").defer("content"), pk)
