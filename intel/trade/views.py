"""Pages of trade: traders, consignments, feeds."""


from django.contrib.auth.decorators import login_required
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.access import audience_of, audiences_of, require
from agencies.access.audience import by_agency
from agencies.access.door import found, row_or_absent, viewer_of
from agencies.audit import record
from hub.kit.errors import HubError
from hub.kit.pages import done, refuse, render_page
from hub.kit.panels import panels_for
from intel.trade import selectors, services
from intel.trade.filters import ConsignmentFilter, TraderFilter
from intel.trade.forms import FeedForm, SharingForm
from intel.trade.models import FeedGrant, Trader
from intel.trade.wording import facts_of, facts_of_item

#: Consignments shown on a trader's page before it says that there are more.
SHOWN = 25


@login_required
@require_safe
def trader_list(request: HttpRequest) -> HttpResponse:
    """Who trades, newest first."""
    require(viewer_of(request), "trade.view_trader")
    traders = found(request, TraderFilter, selectors.traders(), "trader.searched")
    return render_page(request, "trade/traders.html", traders.shown(kinds=[c for c in Trader.Kind.choices if c[0]]))


@require_safe
def trader(request: HttpRequest, pk: int) -> HttpResponse:
    """One trader: names, numbers, consignments, and what other rooms know of it."""
    row = row_or_absent(selectors.traders(), pk)
    record("trader.read", by=viewer_of(request), on=row)
    consignments = list(selectors.consignments_of(row)[: SHOWN + 1])
    return render_page(request, "trade/trader.html", {
        "trader": row, "names": list(row.names.order_by("id")), "identifiers": list(row.identifiers.order_by("id")),
        "consignments": consignments[:SHOWN], "more": len(consignments) > SHOWN,
        "panels": panels_for("trade.trader", request, row),
    })


@login_required
@require_safe
def consignment_list(request: HttpRequest) -> HttpResponse:
    """What moves, newest date first."""
    require(viewer_of(request), "trade.view_consignment")
    rows = selectors.consignments().prefetch_related("parties", "goods")
    return render_page(request, "trade/consignments.html",
                       found(request, ConsignmentFilter, rows, "consignment.searched").shown())


@require_safe
def consignment(request: HttpRequest, pk: int) -> HttpResponse:
    """One declaration: parties, goods, transport, and what other rooms know of it."""
    row = row_or_absent(selectors.consignments(), pk)
    record("consignment.read", by=viewer_of(request), on=row)
    return render_page(request, "trade/consignment.html", {
        "consignment": row, "parties": list(row.parties.select_related("trader").order_by("id")),
        "goods": [(item, facts_of_item(item)) for item in row.goods.order_by("number")], "facts": facts_of(row),
        "transport": list(row.transport.order_by("id")),
        "panels": panels_for("trade.consignment", request, row),
    })


@login_required
@require_safe
def feed_list(request: HttpRequest) -> HttpResponse:
    """Where trade data come from, and who sees what came by them."""
    viewer = viewer_of(request)
    require(viewer, "trade.view_feed")
    feeds = list(selectors.feeds())
    audiences = audiences_of(feeds, grant=FeedGrant)
    rows = [(feed, by_agency(audiences[feed.pk], act="trade.view_feed"), services.can_share_feed(viewer, feed)) for feed in feeds]
    return render_page(request, "trade/feeds.html", {"rows": rows, "can_open": viewer.may("trade.add_feed")})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_feed(request: HttpRequest) -> HttpResponse:
    """Open a feed; who sees it is chosen before it is first saved."""
    viewer = viewer_of(request)
    require(viewer, "trade.add_feed")
    form = FeedForm(request.POST or None, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        try:
            with atomic():
                feed = services.open_feed(by=viewer, **form.cleaned_data)
        except HubError as error:
            refuse(form, error)
        else:
            done(request, _("The feed %(feed)s is open.") % {"feed": feed})
            return redirect("trade:feeds")
    return render_page(request, "trade/feed_form.html", {"form": form, "feed": None})


@require_http_methods(["GET", "HEAD", "POST"])
def share_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose anew who sees a feed."""
    viewer, feed = viewer_of(request), row_or_absent(selectors.feeds(), pk)
    require(viewer, "trade.change_feed", when=services.can_share_feed(viewer, feed),
            otherwise=_("Only the agency it belongs to may share it."))
    groups = [held.group_id for held in audience_of(feed, grant=FeedGrant)]
    form = SharingForm(request.POST or None, viewer=viewer, initial={"audience": groups, "own_agency_only": not groups})
    if request.method == "POST" and form.is_valid():
        services.share_feed(by=viewer, feed=feed, **form.cleaned_data)
        done(request, _("Who sees the feed %(feed)s is changed.") % {"feed": feed})
        return redirect("trade:feeds")
    return render_page(request, "trade/feed_form.html", {"form": form, "feed": feed})
