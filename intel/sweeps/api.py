"""Sweeps in the API: for supervisors what was found, for the hub auditor counts."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import SearchedViewSet, validated
from agencies.audit import record
from hub.kit.limits import LARGEST, REASON
from hub.kit.strict import StrictModelSerializer, StrictSerializer
from intel.sweeps import selectors, services
from intel.sweeps.filters import SweepCountFilter, SweepFilter
from intel.sweeps.models import Sweep, SweepCount
from intel.sweeps.wording import PATTERNS, in_both


class WhySerializer(StrictSerializer):
    """One sign in words."""

    en = serializers.CharField()
    es = serializers.CharField()


class SignOutput(StrictSerializer):
    """What makes queries a sweep: how many of how many show it, and of how many days of honest work one shows as much."""

    pattern = serializers.ChoiceField(PATTERNS)
    count = serializers.IntegerField(help_text="What is judged: queries that show it, in a row less those that do not.")
    queries = serializers.IntegerField()
    of = serializers.IntegerField()
    days = serializers.IntegerField()
    why = serializers.SerializerMethodField()

    @extend_schema_field(WhySerializer)
    def get_why(self, sign: dict[str, Any]) -> dict[str, str]:
        """In each language of the hub."""
        return in_both(sign)


class SweepOutput(StrictModelSerializer[Sweep]):
    """Queries of one person that look like fishing, with the numbers of those in question."""

    agency = serializers.CharField(source="owner_agency.code", read_only=True)
    person = serializers.CharField(source="person.username", read_only=True)
    patterns = serializers.ListField(child=serializers.ChoiceField(PATTERNS), read_only=True)
    signs = SignOutput(many=True, source="evidence.signs", read_only=True)
    queries = serializers.ListField(child=serializers.IntegerField(), source="evidence.queries", read_only=True)
    decided_by = serializers.CharField(source="decided_by.username", default=None, read_only=True)

    class Meta:
        model = Sweep
        fields = ["id", "reference", "agency", "person", "batch", "state", "patterns", "signs", "queries", "queries_count",
                  "first_at", "last_at", "found_at", "decided_by", "decided_at", "reason", "revision"]


class DecideInput(StrictSerializer):
    """Why, and which revision was decided on."""

    reason = serializers.CharField(max_length=REASON)
    revision = serializers.IntegerField(min_value=1, max_value=LARGEST)


class SweepViewSet(SearchedViewSet):
    """Sweeps found in your agency, newest first; none of your own queries."""

    queryset = Sweep.objects.order_by("-found_at", "-id")
    serializer_class = SweepOutput
    filterset_class = SweepFilter
    view_act, searched, row = "sweeps.view_sweep", "sweep.searched", SweepOutput

    def get_queryset(self) -> QuerySet[Sweep]:
        """Those the viewer may see."""
        return selectors.sweeps()

    def filter_queryset(self, queryset: QuerySet[Sweep]) -> QuerySet[Sweep]:
        """Filters narrow the list, not a single one."""
        return queryset if self.detail else super().filter_queryset(queryset)

    @extend_schema(summary="List sweeps of queries", responses=SweepOutput(many=True))
    def list(self, request: Request) -> Response:
        """Filters as on the page."""
        return self.found(request)

    @extend_schema(summary="Read a sweep of queries", responses=SweepOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """With its measures and the numbers of its queries."""
        sweep = self.get_object()
        record("sweep.read", by=self.viewer, on=sweep, person=sweep.person_id)
        return Response(SweepOutput(sweep).data)

    @extend_schema(summary="Note a sweep as explained", request=DecideInput, responses=SweepOutput)
    @action(detail=True, methods=["post"])
    def explain(self, request: Request, pk: str) -> Response:
        """What goes on alike raises no new one for a while."""
        services.explain(by=self.viewer, sweep=self.get_object(), **validated(DecideInput, request))
        return Response(SweepOutput(self.get_object()).data)

    @extend_schema(summary="Note a sweep as misuse", request=DecideInput, responses=SweepOutput)
    @action(detail=True, methods=["post"])
    def misuse(self, request: Request, pk: str) -> Response:
        """What is asked from now on is looked at anew."""
        services.call_misuse(by=self.viewer, sweep=self.get_object(), **validated(DecideInput, request))
        return Response(SweepOutput(self.get_object()).data)


class SweepCountOutput(StrictModelSerializer[SweepCount]):
    """What the hub auditor reads of a sweep: no person, no content."""

    agency = serializers.CharField(source="agency.code", read_only=True)
    patterns = serializers.ListField(child=serializers.ChoiceField(PATTERNS), read_only=True)

    class Meta:
        model = SweepCount
        fields = ["id", "reference", "agency", "patterns", "queries_count", "first_at", "last_at", "found_at", "state",
                  "decided_at"]


class SweepCountViewSet(SearchedViewSet):
    """Sweeps of all agencies for the hub auditor, newest first."""

    queryset = SweepCount.objects.order_by("-found_at", "-id")
    serializer_class = SweepCountOutput
    filterset_class = SweepCountFilter
    view_act, searched, row = "sweeps.view_sweepcount", "sweepcount.searched", SweepCountOutput

    def get_queryset(self) -> QuerySet[SweepCount]:
        """Those the viewer may see."""
        return selectors.counts()

    @extend_schema(summary="List sweeps of queries in all agencies", responses=SweepCountOutput(many=True))
    def list(self, request: Request) -> Response:
        """Filters as on the page."""
        return self.found(request)


routes = [("sweeps", SweepViewSet), ("sweep-counts", SweepCountViewSet)]
