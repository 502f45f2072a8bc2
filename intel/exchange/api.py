"""The door of declarations for programs, at the address under which consignments are read; and how far imports are."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import RoomViewSet, validated
from agencies.audit import record
from hub.kit.errors import Invalid
from hub.kit.strict import StrictModelSerializer
from intel.exchange.models import ImportRun
from intel.exchange.serializers import ConsignmentInput, ConsignmentReceived, declaration
from intel.trade.api import ConsignmentViewSet
from intel.trade.models import Feed
from intel.trade.services import receive_declarations


class DeclarationViewSet(ConsignmentViewSet):
    """Consignments of the feeds that you may see, and the door for new ones."""

    @extend_schema(summary="Send a declaration", request=ConsignmentInput,
                   responses={200: ConsignmentReceived, 201: ConsignmentReceived})
    def create(self, request: Request) -> Response:
        """Into a feed of your agency; its parties and containers are matched against the alerts in force at once."""
        given = validated(ConsignmentInput, request)
        feed = Feed.objects.filter(owner_agency=self.viewer.agency_id, code=given["feed"].upper()).first()
        if feed is None:
            raise Invalid(_("Your agency has no feed with this code."), field="feed")
        received = receive_declarations(by=self.viewer, feed=feed, declarations=[declaration(given)])
        if received.refused:
            raise Invalid(received.refused[0].reason)
        row = self.get_queryset().get(feed=feed, number=given["number"])
        outcome = "new" if received.new else "amended" if received.amended else "same"
        answer = ConsignmentReceived({"outcome": outcome, "consignment": row})
        return Response(answer.data, status=201 if received.new else 200)


class ImportOutput(StrictModelSerializer[ImportRun]):
    """A file of declarations and how far its reading is. Rate and time left are there while it is being read."""

    feed = serializers.CharField(source="feed.code", read_only=True)
    started_by = serializers.CharField(source="started_by.username", read_only=True, allow_null=True)
    rows_a_second = serializers.FloatField(allow_null=True, read_only=True)
    seconds_left = serializers.IntegerField(allow_null=True, read_only=True)

    class Meta:
        model = ImportRun
        fields = ["id", "file_name", "feed", "state", "reason", "rows_total", "rows_read", "rows_new", "rows_amended",
                  "rows_same", "rows_bad", "rows_a_second", "seconds_left", "started_by", "started_at", "finished_at"]


class ImportViewSet(RoomViewSet):
    """Files of declarations that your agency brought in, newest first."""

    queryset = ImportRun.objects.select_related("feed", "started_by").defer("content", "errors").order_by("-id")
    serializer_class = ImportOutput
    view_act = "exchange.view_importrun"

    @extend_schema(summary="List imports", responses=ImportOutput(many=True))
    def list(self, request: Request) -> Response:
        """Newest first."""
        page = self.paginate_queryset(self.get_queryset()) or []
        record("import.listed", by=self.viewer, found=len(page))
        return self.get_paginated_response(ImportOutput(page, many=True).data)

    @extend_schema(summary="Read how far an import is", responses=ImportOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Total, done, rate and time left; what came back, once it has ended."""
        run = self.get_object()
        record("import.read", by=self.viewer, on=run)
        return Response(ImportOutput(run).data)


routes = [("consignments", DeclarationViewSet), ("imports", ImportViewSet)]
