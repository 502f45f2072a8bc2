"""Pages of what is done with lists: taken as a file, in chosen columns, under filters by name."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.access.door import row_or_absent, viewer_of
from agencies.lists import exporting, files
from agencies.lists.formats import Format, handed_out, written
from agencies.lists.models import Export
from agencies.lists.states import UNDER_WAY, State
from agencies.lists.tables import asked, listing_called
from hub.kit.pages import done, render_page
from hub.kit.paging import page_of
from hub.kit.room import listings


@require_POST
def act_export(request: HttpRequest, name: str) -> HttpResponse:
    """Take the list that the address narrows as its page does: at once, or, where it is long, to be written meanwhile."""
    viewer = viewer_of(request)
    of, format = asked(listing_called(name, viewer), request.GET, by=viewer), request.POST.get("format", Format.CSV)
    table = exporting.take(of, by=viewer, format=format)
    if table is None:
        return redirect("lists:file", files.ask(of, by=viewer, format=format).pk)
    return handed_out(_name(name), written(table, format), format)


@login_required
@require_safe
def file_list(request: HttpRequest) -> HttpResponse:
    """The files that were written for the viewer, or are being written, newest first."""
    page = page_of(files.files(), request)
    return render_page(request, "lists/files.html", {"page": page, "rows": [_shown(row) for row in page.rows]})


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: how far it is, and the way to take it."""
    row = _file(pk)
    return render_page(request, "lists/file.html", {"row": _shown(row), "file": row})


@require_POST
def act_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what was written."""
    row = _file(pk)
    content = files.taken(row, by=viewer_of(request))
    if content is None:
        done(request, _("Some of its rows you may not see any more. It is being written anew without them."))
        return redirect("lists:file", pk)
    return handed_out(_name(row.listing), content, row.format)


@require_POST
def act_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Have it not be written."""
    files.cancel(_file(pk), by=viewer_of(request))
    done(request, _("It is not written any more; what there was of it is gone."))
    return redirect("lists:file", pk)


@require_POST
def act_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep it no longer."""
    files.remove(_file(pk), by=viewer_of(request))
    done(request, _("The file is gone."))
    return redirect("lists:files")


def _file(pk: int) -> Export:
    return row_or_absent(files.files(), pk)


def _shown(row: Export) -> dict[str, object]:
    """A file as its pages show it."""
    listing = listings().get(row.listing)
    return {"file": row, "words": listing.words if listing else row.listing, "page": listing.page if listing else "",
            "is_under_way": row.state in UNDER_WAY, "is_there": row.state == State.DONE and not files.is_over(row),
            "until": row.finished_at + files.LASTS if row.state == State.DONE and row.finished_at else None,
            "filters": " · ".join(f"{name}: {value}" for name, value in row.given.items())}


def _name(listing: str) -> str:
    return f"{listing}-{timezone.localdate().isoformat()}"
