"""Handing over in the API."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access import Viewer
from agencies.access.api import RoomViewSet, validated
from agencies.audit import record
from agencies.handover import absences, selectors, services
from agencies.handover.models import Absence, Handover
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
        people = {name: _person(self.viewer, given[name], name) for name in ("giver", "receiver")}
        result = services.hand_over(by=self.viewer, things=things, **people)
        return Response(HandoverResult({"handed": result.handed, "stays": result.stays}).data, status=201)


class AbsenceInput(StrictSerializer):
    """Who is away from when until when, both days included, and who stands in: by their names for signing in."""

    person = serializers.CharField(max_length=150)
    stand_in = serializers.CharField(max_length=150)
    begins_on = serializers.DateField()
    ends_on = serializers.DateField()


class AbsenceOutput(StrictModelSerializer[Absence]):
    """Who is away. With `begun_at` the work went to the stand-in."""

    person = serializers.CharField(source="person.username", read_only=True)
    stand_in = serializers.CharField(source="stand_in.username", read_only=True)

    class Meta:
        model = Absence
        fields = ["id", "person", "stand_in", "begins_on", "ends_on", "begun_at"]


class AbsenceViewSet(RoomViewSet):
    """Absences of your agency that are not over."""

    view_act = services.VIEW
    queryset = Absence.objects.order_by("id")
    serializer_class = AbsenceOutput
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[Absence]:
        """Those of the own agency."""
        return absences.absences().order_by("-id")

    @extend_schema(summary="List absences", responses=AbsenceOutput(many=True))
    def list(self, request: Request) -> Response:
        """Those entered last first."""
        page = self.paginate_queryset(self.get_queryset()) or []
        record("absence.searched", by=self.viewer, found=len(page))
        return self.get_paginated_response(AbsenceOutput(page, many=True).data)

    @extend_schema(summary="Enter an absence", request=AbsenceInput, responses={201: AbsenceOutput})
    def create(self, request: Request) -> Response:
        """Your own, or as a supervisor that of somebody of your agency."""
        given: dict[str, Any] = validated(AbsenceInput, request)
        for name in ("person", "stand_in"):
            given[name] = _person(self.viewer, given[name], name)
        return Response(AbsenceOutput(absences.enter(by=self.viewer, **given)).data, status=201)

    @extend_schema(summary="End an absence early", request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """What the stand-in holds still comes back."""
        absences.end_early(by=self.viewer, absence=self.get_object())
        return Response(status=204)


routes = [("hand-overs", HandoverViewSet), ("absences", AbsenceViewSet)]


def _person(viewer: Viewer, username: str, field: str) -> User:
    person = User.objects.filter(agency=viewer.agency_id, username=username).first()
    if person is None:
        raise Invalid(_("Your agency has none of this name."), field=field)
    return person
