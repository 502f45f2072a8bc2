"""Retention in the API: rules, legal holds, receipts of what was purged."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import RoomViewSet, SearchedViewSet, validated
from agencies.audit import record
from agencies.keeping import holds, selectors
from agencies.keeping.filters import HoldFilter, ReceiptFilter
from agencies.keeping.models import Hold, Receipt
from agencies.keeping.views import row_named
from hub.kit.limits import LARGEST, NOTE, REASON
from hub.kit.strict import StrictModelSerializer, StrictSerializer


class RetentionRuleOutput(StrictSerializer):
    """How long something is kept: so many days, from the day that the label of its code says; null: for good."""

    kind = serializers.CharField(source="kept.of", help_text="As in `legal-holds` and `purge-receipts`.")
    what = serializers.CharField(source="kept.words")
    goes = serializers.CharField(source="kept.gone", help_text="What is purged, and what stays.")
    code = serializers.CharField(help_text="Of the scheme `retention`.")
    counted = serializers.CharField(source="label", help_text="From which day the days are counted.")
    days = serializers.IntegerField(allow_null=True)


class RetentionViewSet(RoomViewSet):
    """How long everything is kept."""

    view_act = "keeping.view_receipt"
    queryset = Receipt.objects.none()

    @extend_schema(summary="List how long everything is kept", responses=RetentionRuleOutput(many=True))
    def list(self, request: Request) -> Response:
        """As the codes of retention say today."""
        return Response(RetentionRuleOutput(selectors.rules(), many=True).data)


class LegalHoldOutput(StrictModelSerializer[Hold]):
    """Why one row is kept longer than the rule says."""

    placed_by = serializers.CharField(source="placed_by.username", read_only=True)
    lifted_by = serializers.CharField(source="lifted_by.username", default=None, read_only=True)
    number = serializers.IntegerField(source="object_id", read_only=True)
    reference = serializers.CharField(source="object_reference", read_only=True)

    class Meta:
        model = Hold
        fields = ["id", "kind", "number", "reference", "reason", "legal_basis", "until", "is_in_force", "placed_by", "placed_at",
                  "lifted_by", "lifted_at", "lifted_because"]


class LegalHoldInput(StrictSerializer):
    """What is to be kept, why, on what legal basis, until when."""

    kind = serializers.CharField(max_length=60, help_text="As in `retention`, such as `queries.query`.")
    number = serializers.IntegerField(min_value=1, max_value=LARGEST, help_text="The id of the row.")
    reason = serializers.CharField(max_length=REASON)
    legal_basis = serializers.CharField(max_length=NOTE)
    until = serializers.DateField()


class LiftInput(StrictSerializer):
    """Why it is not needed any more."""

    reason = serializers.CharField(max_length=REASON)


class LegalHoldViewSet(SearchedViewSet):
    """Legal holds of your agency, newest first."""

    queryset = Hold.objects.order_by("-id")
    serializer_class = LegalHoldOutput
    filterset_class = HoldFilter
    view_act, searched, row = "keeping.view_hold", "hold.searched", LegalHoldOutput

    def get_queryset(self) -> QuerySet[Hold]:
        """Those the viewer may see."""
        return selectors.holds()

    def filter_queryset(self, queryset: QuerySet[Hold]) -> QuerySet[Hold]:
        """Filters narrow the list, not a single one."""
        return queryset if self.detail else super().filter_queryset(queryset)

    @extend_schema(summary="List legal holds", responses=LegalHoldOutput(many=True))
    def list(self, request: Request) -> Response:
        """Filters as on the page."""
        return self.found(request)

    @extend_schema(summary="Read a legal hold", responses=LegalHoldOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Who placed it, why, and whether it is in force."""
        hold = self.get_object()
        record("hold.read", by=self.viewer, on=hold)
        return Response(LegalHoldOutput(hold).data)

    @extend_schema(summary="Place a legal hold", request=LegalHoldInput, responses={201: LegalHoldOutput})
    def create(self, request: Request) -> Response:
        """On one row of your agency."""
        given: dict[str, Any] = validated(LegalHoldInput, request)
        hold = holds.place(by=self.viewer, on=row_named(given.pop("kind"), given.pop("number")), **given)
        return Response(LegalHoldOutput(hold).data, status=201)

    @extend_schema(summary="Lift a legal hold of somebody else", request=LiftInput, responses=LegalHoldOutput)
    @action(detail=True, methods=["post"])
    def lift(self, request: Request, pk: str) -> Response:
        """From then on the row is kept as the rule says."""
        return Response(LegalHoldOutput(holds.lift(by=self.viewer, hold=self.get_object(), **validated(LiftInput, request))).data)


class PurgeReceiptOutput(StrictModelSerializer[Receipt]):
    """That something was purged. Without a reference it is of many rows at once."""

    number = serializers.IntegerField(source="object_id", allow_null=True, read_only=True)

    class Meta:
        model = Receipt
        fields = ["id", "kind", "number", "reference", "kept_since", "kept_until", "purged_at", "code", "days", "rows"]


class PurgeReceiptViewSet(SearchedViewSet):
    """What was purged of your agency's, latest first."""

    queryset = Receipt.objects.order_by("-id")
    serializer_class = PurgeReceiptOutput
    filterset_class = ReceiptFilter
    view_act, searched, row = "keeping.view_receipt", "receipt.searched", PurgeReceiptOutput

    @extend_schema(summary="List receipts of purges", responses=PurgeReceiptOutput(many=True))
    def list(self, request: Request) -> Response:
        """Filters as on the page."""
        return self.found(request)


routes = [("retention", RetentionViewSet), ("legal-holds", LegalHoldViewSet), ("purge-receipts", PurgeReceiptViewSet)]
