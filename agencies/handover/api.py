"""Handing over in the API."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import RoomViewSet, validated
from agencies.audit import record
from agencies.handover import selectors, services
from agencies.handover.models import Handover
from agencies.handover.services import MOST, Thing
from agencies.models import User
from hub.kit.errors import Invalid
from hub.kit.limits import LARGEST
from hub.kit.strict import StrictModelSerializer, StrictSerializer


class HandedThing(StrictSerializer):
    """Something that somebody holds."""

    most = MOST

    kind = serializers.CharField(max_length=60, help_text="Such as `hits.hit`.")
    id = serializers.IntegerField(min_value=1, max_value=LARGEST)


class HandedThingOutput(HandedThing):
    """The same with its reference."""

    reference = serializers.CharField(allow_blank=True)


class StayingThingOutput(HandedThingOutput):
    """What stays, and why."""

    because = serializers.CharField()


class HandoverInput(StrictSerializer):
    """Whose work goes to whom, by their names for signing in; without `things`, all that the giver holds."""

    giver = serializers.CharField(max_length=150)
    receiver = serializers.CharField(max_length=150)
    things = HandedThing(many=True, required=False)


class HandoverOutput(StrictModelSerializer[Handover]):
    """What was handed over at once."""

    giver = serializers.CharField(source="giver.username", read_only=True)
    receiver = serializers.CharField(source="receiver.username", read_only=True)
    handed_by = serializers.CharField(source="handed_by.username", read_only=True)
    things = HandedThingOutput(many=True, read_only=True)

    class Meta:
        model = Handover
        fields = ["id", "giver", "receiver", "handed_by", "handed_at", "things"]


class HandoverResult(StrictSerializer):
    """What was handed over, and what stays with the giver."""

    handed = HandedThingOutput(many=True)
    stays = StayingThingOutput(many=True)


class HandoverViewSet(RoomViewSet):
    """Work handed over to a colleague."""

    view_act = services.VIEW
    queryset = Handover.objects.order_by("id")
    serializer_class = HandoverOutput
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[Handover]:
        """Those the viewer may see."""
        return selectors.handovers()

    @extend_schema(summary="List hand-overs", responses=HandoverOutput(many=True))
    def list(self, request: Request) -> Response:
        """Your own, and as a supervisor those of your agency, newest first."""
        page = self.paginate_queryset(self.get_queryset()) or []
        record("handover.searched", by=self.viewer, found=len(page))
        return self.get_paginated_response(HandoverOutput(page, many=True).data)

    @extend_schema(summary="Hand over work", request=HandoverInput, responses={201: HandoverResult})
    def create(self, request: Request) -> Response:
        """Your own, or as a supervisor that of somebody of your agency."""
        given: dict[str, Any] = validated(HandoverInput, request)
        things = None if "things" not in given else [Thing(one["kind"], one["id"]) for one in given["things"]]
        result = services.hand_over(by=self.viewer, giver=self._person(given, "giver"), receiver=self._person(given, "receiver"),
                                    things=things)
        return Response(HandoverResult({"handed": result.handed, "stays": result.stays}).data, status=201)

    def _person(self, given: dict[str, Any], name: str) -> User:
        person = User.objects.filter(agency=self.viewer.agency_id, username=given[name]).first()
        if person is None:
            raise Invalid(_("Your agency has none of this name."), field=name)
        return person


routes = [("hand-overs", HandoverViewSet)]
