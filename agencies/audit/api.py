"""The API of the audit log: `/api/v1/audit/`, for auditors."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import RoomViewSet, SearchedViewSet
from agencies.audit import record, selectors
from agencies.audit.filters import EventFilter, LeavingFilter, PeriodForm
from agencies.audit.models import Event
from hub.kit.errors import Invalid
from hub.kit.strict import StrictModelSerializer, StrictSerializer


class EventSerializer(StrictModelSerializer[Event]):
    """One event. `agency_id` is the person's agency, `owner_agency_id` that of the object."""

    detail = serializers.SerializerMethodField()

    class Meta:
        model = Event
        fields = ["id", "at", "action", "actor_id", "actor_label", "agency_id", "owner_agency_id", "object_type",
                  "object_id", "object_label", "detail", "request_id", "address"]

    @extend_schema_field(dict[str, Any])
    def get_detail(self, event: Event) -> dict[str, Any]:
        """What the act's own words need."""
        return dict(event.detail)


class EventViewSet(mixins.RetrieveModelMixin, SearchedViewSet):
    """Events that concern the auditor's agency, newest first. Asking for them is an event too."""

    view_act, searched, row = "audit.view_event", "audit.searched", EventSerializer
    queryset = Event.objects.order_by("-id")
    serializer_class = EventSerializer
    filterset_class = EventFilter

    def filter_queryset(self, queryset: QuerySet[Event]) -> QuerySet[Event]:
        """Filters narrow the list; a single event is there whatever they say."""
        return queryset if self.detail else super().filter_queryset(queryset)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The log."""
        return self.found(request)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One event."""
        event = self.get_object()
        record("audit.read", by=self.viewer, on=event)
        return Response(self.get_serializer(event).data)


class CountedSerializer(StrictSerializer):
    """How often an agency did an act; `agency` is empty for those whom nobody recognised."""

    agency = serializers.CharField()
    action = serializers.CharField()
    times = serializers.IntegerField()
    first_at = serializers.DateTimeField()
    last_at = serializers.DateTimeField()


class ActsViewSet(RoomViewSet):
    """The acts of all agencies, for the auditor of the hub: no person, no object, no words."""

    view_act = "audit.count_acts"
    queryset = Event.objects.none()

    @extend_schema(summary="Count the acts of all agencies", responses={200: CountedSerializer(many=True)},
                   parameters=[OpenApiParameter(name, date, description="A day, of at most a year; without, the last week.")
                               for name in ("since", "until")])
    def list(self, request: Request) -> Response:
        """By agency and act, both days included."""
        period = PeriodForm(request.query_params)
        for field, problems in period.errors.items():
            raise Invalid(problems[0], field=field)
        rows = selectors.acts_counted(**period.cleaned_data)
        record("audit.counted", by=self.viewer, found=len(rows), filters=period.cleaned_data)
        return Response(CountedSerializer(rows, many=True).data)


class LeavingViewSet(SearchedViewSet):
    """For supervisors: what one person of their agency let leave it on a day, without a second one. Noted as well."""

    view_act, searched, row = "audit.view_leaving", "audit.leaving_read", EventSerializer
    queryset = Event.objects.none()
    serializer_class = EventSerializer
    filterset_class = LeavingFilter

    def get_queryset(self) -> QuerySet[Event]:
        """Latest first."""
        return selectors.left_by_one(by=self.viewer)

    @extend_schema(summary="List what left by one person", responses=EventSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Of one day, today if nothing is said; filters as on the page."""
        return self.found(request)


routes = [("audit", EventViewSet), ("acts", ActsViewSet), ("left-by-one", LeavingViewSet)]
