"""Trade in the API: with the same visibility, rules and audit as the pages."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access import audiences_of
from agencies.access.api import RoomViewSet, SearchedViewSet, audience_groups, validated
from agencies.audit import record
from intel.trade import selectors, services
from intel.trade.filters import ConsignmentFilter, TraderFilter
from intel.trade.models import Consignment, Feed, FeedGrant, Trader
from intel.trade.serializers import (
    ConsignmentOutput,
    ConsignmentRow,
    FeedInput,
    FeedOutput,
    FeedShareInput,
    TraderOutput,
    TraderRow,
)


class TraderViewSet(SearchedViewSet):
    """Traders as the feeds know them. One whose feed you may not see is not there."""

    queryset = Trader.objects.order_by("-id")
    serializer_class = TraderRow
    filterset_class = TraderFilter
    view_act, searched, row = "trade.view_trader", "trader.searched", TraderRow

    def get_queryset(self) -> QuerySet[Trader]:
        """Every visible trader, newest first."""
        return selectors.traders()

    @extend_schema(summary="List traders", responses=TraderRow(many=True))
    def list(self, request: Request) -> Response:
        """Newest first; filters as on the page."""
        return self.found(request)

    @extend_schema(summary="Read a trader", responses=TraderOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One trader with every name and number."""
        trader = self.get_object()
        record("trader.read", by=self.viewer, on=trader)
        return Response(TraderOutput(trader).data)


class ConsignmentViewSet(SearchedViewSet):
    """Consignments of the feeds that you may see."""

    queryset = Consignment.objects.order_by("-date", "-id")
    serializer_class = ConsignmentRow
    filterset_class = ConsignmentFilter
    ordering = ("-date", "-id")
    view_act, searched, row = "trade.view_consignment", "consignment.searched", ConsignmentRow

    def get_queryset(self) -> QuerySet[Consignment]:
        """Every visible consignment, newest date first."""
        return selectors.consignments()

    @extend_schema(summary="List consignments", responses=ConsignmentRow(many=True))
    def list(self, request: Request) -> Response:
        """Newest date first; filters as on the page."""
        return self.found(request)

    @extend_schema(summary="Read a consignment", responses=ConsignmentOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One declaration with parties, goods and transport."""
        row = self.get_object()
        record("consignment.read", by=self.viewer, on=row)
        return Response(ConsignmentOutput(row).data)


class FeedViewSet(RoomViewSet):
    """Feeds: where trade data come from, and who sees what came by them."""

    queryset = Feed.objects.order_by("id")
    serializer_class = FeedOutput
    ordering = ("owner_agency__code", "code", "id")
    view_act = "trade.view_feed"

    def get_queryset(self) -> QuerySet[Feed]:
        """Every visible feed."""
        return selectors.feeds()

    @extend_schema(summary="List feeds", responses=FeedOutput(many=True))
    def list(self, request: Request) -> Response:
        """By agency and code."""
        page = self.paginate_queryset(self.get_queryset()) or []
        told = {"audiences": audiences_of(page, grant=FeedGrant)}
        return self.get_paginated_response(FeedOutput(page, many=True, context=told).data)

    @extend_schema(summary="Read a feed", responses=FeedOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One feed."""
        return Response(FeedOutput(self.get_object()).data)

    @extend_schema(summary="Open a feed", request=FeedInput, responses={201: FeedOutput})
    def create(self, request: Request) -> Response:
        """Of your own agency."""
        given = _shared(FeedInput, request)
        return Response(FeedOutput(services.open_feed(by=self.viewer, **given)).data, status=201)

    @extend_schema(summary="Share a feed", request=FeedShareInput, responses=FeedOutput)
    @action(detail=True, methods=["post"])
    def share(self, request: Request, pk: str) -> Response:
        """Choose anew who besides your agency sees everything that comes by it."""
        feed = self.get_object()
        services.share_feed(by=self.viewer, feed=feed, **_shared(FeedShareInput, request))
        return Response(FeedOutput(feed).data)


routes = [("traders", TraderViewSet), ("consignments", ConsignmentViewSet), ("feeds", FeedViewSet)]


def _shared(form: Any, request: Request) -> dict[str, Any]:
    given = validated(form, request)
    return {**given, "audience": audience_groups(given["audience"], act="trade.view_feed")}
