"""Pages of the inbox, and of notices: the bell, the list, and what its reader does with them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.access import require
from agencies.access.door import found, row_or_absent, viewer_of
from agencies.audit import record
from agencies.notices import inbox, mailing, selectors, services
from agencies.notices.bundles import bundle_of
from agencies.notices.filters import SEEN, NoticeFilter
from agencies.notices.forms import WantedForm
from agencies.notices.inbox import Tab, tab_of
from agencies.notices.models import Notice
from agencies.notices.visits import last_visit
from agencies.notices.wanted import wanted_by
from hub.kit.pages import done, render_page
from hub.kit.room import Topic

#: What tells htmx that there is nothing to ask again.
STOP_POLLING = 286
#: How much of what is new since the last visit the inbox shows.
NEW_SHOWN = 10


@login_required
@require_safe
def inbox_page(request: HttpRequest) -> HttpResponse:
    """What waits for the viewer, for others, or is overdue; and what is new since the last visit."""
    viewer = viewer_of(request)
    require(viewer, "notices.view_inbox")
    tab = tab_of(request.GET)
    visited = last_visit(viewer)
    waits = inbox.read(viewer, tab)
    record("inbox.read", by=viewer, tab=tab.value, found=len(waits.rows))
    return render_page(request, "notices/inbox.html", {
        "inbox": waits, "tabs": [(one.value, one.label, one is tab) for one in Tab], "visited": visited,
        "rows": [(row, visited is not None and row.since > visited) for row in waits.rows],
        "told": selectors.since(visited, shown=NEW_SHOWN)})


@login_required
@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """What the viewer was told, newest first."""
    require(viewer_of(request), "agencies.enter")
    notices = found(request, NoticeFilter, selectors.lines(), "notice.listed")
    return render_page(request, "notices/list.html", notices.shown(
        told=selectors.worded_all(notices.rows), topics=Topic.choices, seen=SEEN,
        unseen=selectors.unseen_count()))


@require_safe
def bell(request: HttpRequest) -> HttpResponse:
    """The bell, as the top bar asks for it again and again; nothing, and no more asking, for who has signed out."""
    if viewer_of(request).is_nobody:
        return HttpResponse(status=STOP_POLLING)
    return render(request, "notices/_bell.html", {"unseen": selectors.unseen_count()})


@require_safe
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """To the thing that the notice is about, or to the list of all that the line is about; they have been looked at."""
    notice = row_or_absent(Notice.objects.select_related("agency"), pk)
    bundle = bundle_of(selectors.newest(), notice)
    line = selectors.worded(notice, bundle.count())
    services.see(bundle)
    return redirect(line.address or "notices:list")


@require_POST
def act_see_all(request: HttpRequest) -> HttpResponse:
    """Look at all of them."""
    require(viewer_of(request), "agencies.enter")
    count = services.see_all()
    done(request, ngettext("%(count)s notice was new.", "%(count)s notices were new.", count) % {"count": count})
    return redirect("notices:list")


@require_POST
def act_put_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a line away, with all that it is about."""
    services.put_away(bundle_of(selectors.newest(), row_or_absent(Notice.objects.all(), pk)))
    done(request, _("The notice is put away."))
    return redirect("notices:list")


@login_required
@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """How the viewer wants to be told of what."""
    viewer = viewer_of(request)
    form = WantedForm(request.POST or None, wanted=wanted_by(viewer))
    if request.method == "POST" and form.is_valid():
        services.choose(by=viewer, wanted=form.wanted())
        done(request, _("You are told as you chose from now on."))
        return redirect("notices:preferences")
    return render_page(request, "notices/preferences.html", {
        "form": form, "mail_is_set_up": mailing.is_set_up(), "mail_address": request.user.email})  # type: ignore[union-attr]
