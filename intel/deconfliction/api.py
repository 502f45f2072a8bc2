"""Collisions in the API: for an agency what it was told, for the coordinator whose alerts collide."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import SearchedViewSet, validated
from agencies.audit import record
from hub.kit.strict import StrictModelSerializer
from intel.deconfliction import selectors, services
from intel.deconfliction.filters import CollisionFilter, SideFilter
from intel.deconfliction.models import Answer, Collision, Side
from intel.deconfliction.states import SAID
from intel.hits.api import RevisionSerializer


class SideOutput(StrictModelSerializer[Side]):
    """That an alert of your agency collides with another: `beside` is that where it is your agency's, too, and otherwise null."""

    alert = serializers.CharField(source="alert.reference", read_only=True)
    beside = serializers.SerializerMethodField()

    class Meta:
        model = Side
        fields = ["id", "reference", "alert", "beside", "state", "told_at", "moved_at", "revision"]

    def get_beside(self, side: Side) -> str | None:
        """The other alert of the own agency."""
        return side.beside.reference if side.is_within else None


class SaidOutput(StrictModelSerializer[Answer]):
    """What one of the two agencies said."""

    agency = serializers.CharField(source="agency.code", read_only=True)
    said = serializers.ChoiceField([(state.value, state.label) for state in SAID], read_only=True)

    class Meta:
        model = Answer
        fields = ["agency", "said", "said_at"]


class CollisionOutput(StrictModelSerializer[Collision]):
    """That incompatible alerts of two agencies meet: whose, and since when."""

    agencies = serializers.SerializerMethodField()
    answers = SaidOutput(many=True, read_only=True)

    class Meta:
        model = Collision
        fields = ["id", "reference", "agencies", "state", "told_at", "moved_at", "answers", "revision"]

    def get_agencies(self, collision: Collision) -> list[str]:
        """The codes of both."""
        return [collision.first_agency.code, collision.second_agency.code]


class _CollidingViewSet(SearchedViewSet):
    """What both sorts of rows share: filters narrow the list and not a single row; a step answers with the row as it is then."""

    called_as = ""

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Filters narrow the list, not a single one."""
        return queryset if self.detail else super().filter_queryset(queryset)

    def read(self) -> Response:
        """One row, noted."""
        row = self.get_object()
        record("collision.read", by=self.viewer, on=row)
        return Response(self.row(row).data)

    def take(self, request: Request, serve: Callable[..., Any]) -> Response:
        """A step."""
        serve(by=self.viewer, **{self.called_as: self.get_object()}, **validated(RevisionSerializer, request))
        return Response(self.row(self.get_object()).data)


class SideViewSet(_CollidingViewSet):
    """What your agency was told of its alerts that collide with others, newest first."""

    queryset = Side.objects.order_by("-told_at", "-id")
    serializer_class = SideOutput
    filterset_class = SideFilter
    view_act, searched, row, called_as = "deconfliction.view_side", "collision.searched", SideOutput, "side"

    def get_queryset(self) -> QuerySet[Side]:
        """Those the viewer may see."""
        return selectors.sides()

    @extend_schema(summary="List collisions of your agency's alerts", responses=SideOutput(many=True))
    def list(self, request: Request) -> Response:
        """Filters as on the page."""
        return self.found(request)

    @extend_schema(summary="Read a collision of your agency's alert", responses=SideOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Your own alert, and nothing of another agency's."""
        return self.read()

    @extend_schema(summary="Say that you spoke with the other agency", request=RevisionSerializer, responses=SideOutput)
    @action(detail=True, methods=["post"])
    def spoken(self, request: Request, pk: str) -> Response:
        """The coordinator is told, the other agency is not."""
        return self.take(request, services.say_spoken)

    @extend_schema(summary="Say that it is solved", request=RevisionSerializer, responses=SideOutput)
    @action(detail=True, methods=["post"])
    def solved(self, request: Request, pk: str) -> Response:
        """As your agency sees it. The coordinator is told, the other agency is not."""
        return self.take(request, services.say_solved)


class CollisionViewSet(_CollidingViewSet):
    """For the coordinator: whose alerts collide, newest first."""

    queryset = Collision.objects.order_by("-told_at", "-id")
    serializer_class = CollisionOutput
    filterset_class = CollisionFilter
    view_act, searched, row, called_as = "deconfliction.view_collision", "collision.searched", CollisionOutput, "collision"

    def get_queryset(self) -> QuerySet[Collision]:
        """Those the viewer may see."""
        return selectors.collisions().prefetch_related("answers__agency")

    @extend_schema(summary="List collisions of two agencies' alerts", responses=CollisionOutput(many=True))
    def list(self, request: Request) -> Response:
        """Filters as on the page."""
        return self.found(request)

    @extend_schema(summary="Read a collision of two agencies' alerts", responses=CollisionOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """That there are two, whose, since when, and what they answered."""
        return self.read()

    @extend_schema(summary="Note that you called", request=RevisionSerializer, responses=CollisionOutput)
    @action(detail=True, methods=["post"])
    def called(self, request: Request, pk: str) -> Response:
        """For yourself and your colleagues; the agencies do not see it."""
        return self.take(request, services.note_called)

    @extend_schema(summary="Note that a collision is solved", request=RevisionSerializer, responses=CollisionOutput)
    @action(detail=True, methods=["post"])
    def solved(self, request: Request, pk: str) -> Response:
        """It stays open until you close it, or one of the alerts ends."""
        return self.take(request, services.note_solved)

    @extend_schema(summary="Close a collision", request=RevisionSerializer, responses=CollisionOutput)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Both agencies are told that it is closed."""
        return self.take(request, services.close)


routes = [("deconfliction", SideViewSet), ("collisions", CollisionViewSet)]
