"""Delegations in the API: with the same rules and audit as the page."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import SearchedViewSet, validated
from agencies.access.door import row_or_absent
from agencies.deputies import selectors, services
from agencies.deputies.filters import DelegationFilter
from agencies.deputies.models import Delegation
from agencies.models import User
from hub.kit.limits import REASON
from hub.kit.strict import StrictModelSerializer, StrictSerializer


class DelegationOutput(StrictModelSerializer[Delegation]):
    """That somebody decides in another's name, from when until when."""

    authority = serializers.CharField(source="authority.username", read_only=True)
    deputy = serializers.CharField(source="deputy.username", read_only=True)

    class Meta:
        model = Delegation
        fields = ["id", "act", "authority", "deputy", "begins_at", "ends_at", "reason", "made_at", "ended_at"]
        read_only_fields = fields


class DelegationInput(StrictSerializer):
    """The act, the username of the deputy, from when until when, and why."""

    act = serializers.CharField(max_length=100)
    deputy = serializers.CharField(max_length=150)
    begins_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    reason = serializers.CharField(max_length=REASON)


class DelegationViewSet(SearchedViewSet):
    """Who decides in whose name in your agency."""

    queryset = Delegation.objects.order_by("-begins_at", "-id")
    serializer_class = DelegationOutput
    filterset_class = DelegationFilter
    view_act, searched, row = services.VIEW, "delegation.searched", DelegationOutput

    def get_queryset(self) -> QuerySet[Delegation]:
        """Those of the own agency, latest first."""
        return selectors.delegations()

    @extend_schema(summary="List delegations", responses=DelegationOutput(many=True))
    def list(self, request: Request) -> Response:
        """Latest first; `open` for those that are not over."""
        return self.found(request)

    @extend_schema(summary="Delegate", request=DelegationInput, responses={201: DelegationOutput})
    def create(self, request: Request) -> Response:
        """Let a colleague do an act in your name for a while. Not with a token."""
        given = validated(DelegationInput, request)
        deputy = User.objects.filter(username=given.pop("deputy"), agency=self.viewer.agency_id).first()
        row = services.delegate(by=self.viewer, deputy=deputy or User(), **given)
        return Response(DelegationOutput(row_or_absent(self.get_queryset(), row.pk)).data, status=201)

    @extend_schema(summary="End a delegation", request=None, responses=DelegationOutput)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """Early, by either of the two."""
        row = services.end(by=self.viewer, delegation=self.get_object())
        return Response(DelegationOutput(row_or_absent(self.get_queryset(), row.pk)).data)


routes = [("delegations", DelegationViewSet)]
