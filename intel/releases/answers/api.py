"""Answers for reports that rest on what does not hold any more, in the API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import SearchedViewSet, validated
from agencies.access.door import row_or_absent
from agencies.audit import record
from hub.kit.limits import LARGEST, REASON
from hub.kit.strict import StrictModelSerializer, StrictSerializer
from intel.releases.answers import services
from intel.releases.answers.models import ProductAnswer
from intel.releases.answers.states import GIVEN, AnswerState
from intel.releases.life import VIEW
from intel.releases.models import Release


class ProductAnswerOutput(StrictModelSerializer[ProductAnswer]):
    """What became of a report of yours that rests on a release which was recalled or corrected."""

    release = serializers.CharField(source="release.reference", read_only=True)
    report = serializers.CharField(source="report.reference", read_only=True)

    class Meta:
        model = ProductAnswer
        fields = ["id", "release", "report", "state", "reason", "asked_at", "due_at", "is_overdue", "answered_at", "revision"]
        read_only_fields = fields


class ProductAnswerInput(StrictSerializer):
    """What became of it, why, and the revision one has read."""

    state = serializers.ChoiceField([(one.value, one.label) for one in GIVEN])
    reason = serializers.CharField(max_length=REASON)
    revision = serializers.IntegerField(min_value=1, max_value=LARGEST)


class SeenAnswer(StrictSerializer):
    """One answer, for a report that you read yourself."""

    report = serializers.CharField()
    state = serializers.ChoiceField(AnswerState.choices)
    reason = serializers.CharField()


class AnsweredOutput(StrictSerializer):
    """What the recipient of a release owes for reports that rest on it: how many, and those that you read yourself."""

    open = serializers.IntegerField()
    overdue = serializers.IntegerField()
    given = serializers.IntegerField()
    seen = serializers.SerializerMethodField()

    @extend_schema_field(SeenAnswer(many=True))
    def get_seen(self, told: services.Told) -> list[dict[str, str]]:
        """By the report's reference."""
        return [{"report": report.reference, "state": state.value, "reason": reason} for report, state, reason in told.seen]


def answered(release: Release) -> dict[str, Any] | None:
    """As the agency that released it reads it."""
    told = services.told(release)
    return dict(AnsweredOutput(told).data) if told else None


class ProductAnswerFilter(django_filters.FilterSet):
    """By what was answered."""

    state = django_filters.ChoiceFilter(choices=AnswerState.choices)

    class Meta:
        model = ProductAnswer
        fields: tuple[str, ...] = ()


class ReleaseAnswerViewSet(SearchedViewSet):
    """What your agency owes for its reports that rest on what was recalled or corrected."""

    queryset = ProductAnswer.objects.order_by("-id")
    serializer_class = ProductAnswerOutput
    filterset_class = ProductAnswerFilter
    view_act, searched, row = VIEW, "answer.searched", ProductAnswerOutput

    def get_queryset(self) -> QuerySet[ProductAnswer]:
        """Those of the own agency, newest first."""
        return ProductAnswer.objects.select_related("release", "report").order_by("-id")

    @extend_schema(summary="List answers owed for reports", responses=ProductAnswerOutput(many=True))
    def list(self, request: Request) -> Response:
        """Newest first."""
        return self.found(request)

    @extend_schema(summary="Read an answer owed for a report", responses=ProductAnswerOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """With the release that the report rests on."""
        row = self.get_object()
        record("answer.read", by=self.viewer, on=row)
        return Response(ProductAnswerOutput(row).data)

    @extend_schema(summary="Answer for a report", request=ProductAnswerInput, responses=ProductAnswerOutput)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        """Changed, withdrawn, or stands as it is, and why. What the hub sees to be otherwise is refused."""
        row = services.answer(by=self.viewer, row=self.get_object(), **validated(ProductAnswerInput, request))
        return Response(ProductAnswerOutput(row_or_absent(self.get_queryset(), row.pk)).data)
