"""Pages of what is done with lists: taken as a file, in chosen columns, under filters by name."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.access.door import choosing as choosing_of
from agencies.access.door import row_or_absent, viewer_of
from agencies.lists import choosing, exporting, files, several
from agencies.lists.formats import Format, handed_out, written
from agencies.lists.models import Export, SavedFilter
from agencies.lists.states import UNDER_WAY, State
from agencies.lists.tables import asked, counted, listing_called
from hub.kit.listing import Listing
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


@require_safe
def total(request: HttpRequest, name: str) -> HttpResponse:
    """How many rows the list has that the address narrows, in words: exactly up to a bound."""
    count, more = counted(asked(listing_called(name, viewer_of(request)), request.GET, by=viewer_of(request)),
                          by=viewer_of(request))
    return render(request, "lists/_total.html", {"total": count, "more": more})


@require_POST
def act_columns(request: HttpRequest, name: str) -> HttpResponse:
    """Show these columns from now on; all of them, where that is asked for."""
    viewer = viewer_of(request)
    listing = listing_called(name, viewer)
    choosing.choose(listing, [] if request.POST.get("all") else _columns(request, listing), by=viewer)
    return _back(request, listing)


@require_POST
def act_keep(request: HttpRequest, name: str) -> HttpResponse:
    """Keep the filters of the address under a name."""
    viewer = viewer_of(request)
    listing = listing_called(name, viewer)
    saved = choosing.keep(listing, request.POST.get("name", ""), request.GET, by=viewer)
    done(request, _("The filters are saved as “%(name)s”.") % {"name": saved.name})
    return _back(request, listing)


@require_POST
def act_rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Call saved filters otherwise."""
    viewer, saved = viewer_of(request), row_or_absent(SavedFilter.objects.all(), pk)
    choosing.rename(saved, request.POST.get("name", ""), by=viewer)
    return _back(request, listing_called(saved.listing, viewer))


@require_POST
def act_forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep saved filters no longer."""
    saved = row_or_absent(SavedFilter.objects.all(), pk)
    saved.delete()
    done(request, _("“%(name)s” is deleted.") % {"name": saved.name})
    return _back(request, listing_called(saved.listing, viewer_of(request)))


@require_POST
def act_several(request: HttpRequest, name: str) -> HttpResponse:
    """Do one thing with each of the rows that were chosen, and say of each what became of it; or take them to another page."""
    viewer, act = viewer_of(request), request.POST.get("act", "")
    listing = listing_called(name, viewer)
    picked, offered = several.picked_in(request.POST.getlist("row")), choosing_of(listing, by=viewer)
    if any(act == each.page for each in offered.pages):
        return redirect(f"{reverse(act)}?{urlencode({'item': several.references(listing, picked)}, doseq=True)}")
    outcomes = several.carry_out(listing, act, picked, by=viewer, reason=request.POST.get("reason", ""))
    request.rows_refused = several.refused(outcomes)  # type: ignore[attr-defined]
    return render_page(request, "lists/several.html", {
        "listing": listing, "act": several.act_called(listing, act), "choosing": offered,
        "rows": outcomes, "done": sum(each.is_done for each in outcomes)})


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


def _columns(request: HttpRequest, listing: Listing) -> list[str]:
    """Those that were ticked; where there is none, the fixed ones."""
    return request.POST.getlist("columns") or [each.name for each in listing.columns if each.fixed]


def _back(request: HttpRequest, listing: Listing) -> HttpResponse:
    """To the list, narrowed as it was."""
    query = {name: request.GET[name] for name in listing.filters.base_filters if request.GET.get(name)}
    return redirect(f"{reverse(listing.page)}?{urlencode(query)}" if query else reverse(listing.page))


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
