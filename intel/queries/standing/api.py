"""Standing queries in the API."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import RoomViewSet
from agencies.audit import record
from hub.kit.strict import StrictModelSerializer
from intel.queries.models import Standing
from intel.queries.standing import services


class StandingOutput(StrictModelSerializer[Standing]):
    """A query that is asked again each night. Its answers: `/api/v1/queries/?standing=` with its id."""

    reference = serializers.CharField(source="query.reference", read_only=True)

    class Meta:
        model = Standing
        fields = ["id", "query", "reference", "started_at", "ends_on", "asked_on"]


class StandingViewSet(RoomViewSet):
    """What you have asked again each night, newest first."""

    queryset = Standing.objects.order_by("-id")
    serializer_class = StandingOutput
    view_act = "queries.view_query"

    def get_queryset(self) -> QuerySet[Standing]:
        """Those that run."""
        return services.running()

    @extend_schema(summary="List standing queries", responses=StandingOutput(many=True))
    def list(self, request: Request) -> Response:
        """Your own that run. They end by themselves."""
        page = self.paginate_queryset(self.get_queryset()) or []
        record("query.standing-listed", by=self.viewer, found=len(page))
        return self.get_paginated_response(StandingOutput(page, many=True).data)

    @extend_schema(summary="Stop a standing query", request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def stop(self, request: Request, pk: str) -> Response:
        """It is asked no more."""
        services.stop(by=self.viewer, standing=self.get_object())
        return Response(status=204)
