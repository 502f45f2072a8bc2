"""Working hours in the API."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import RoomViewSet, validated
from agencies.audit import record
from agencies.hours import duty, selectors, services
from agencies.hours.models import DAY, Duty, Holiday, Week
from agencies.hours.spans import MOST, Work, clock, minutes_of
from agencies.models import Unit, User
from hub.kit.errors import Invalid
from hub.kit.limits import LARGEST, LINE
from hub.kit.strict import StrictModelSerializer, StrictSerializer


class WorkInput(StrictSerializer):
    """From when until when work is done on a day of the week."""

    most = 7 * MOST
    weekday = serializers.IntegerField(min_value=1, max_value=7, help_text="Monday is 1.")
    opens = serializers.CharField(max_length=5, help_text="Such as 08:30.")
    closes = serializers.CharField(max_length=5, help_text="Such as 16:30; the end of a day is 24:00.")


class WorkingHoursInput(StrictSerializer):
    """The whole week, in place of the one before."""

    revision = serializers.IntegerField(min_value=0, max_value=LARGEST, help_text="The one you read; 0 for the default week.")
    days = WorkInput(many=True)


class WorkingHoursOutput(StrictSerializer):
    """When your agency works. `revision` 0: it has said nothing, and works as everybody does who has not."""

    revision = serializers.IntegerField()
    days = WorkInput(many=True)


class WorkingHoursViewSet(RoomViewSet):
    """When your agency works: what is due is counted so."""

    view_act = "hours.view_week"
    queryset = Week.objects.none()
    serializer_class = WorkingHoursOutput
    pagination_class = None
    filter_backends: list[Any] = []

    @extend_schema(summary="Read the working hours of your agency", responses=WorkingHoursOutput(many=False))
    def list(self, request: Request) -> Response:
        """Those of no other agency are shown."""
        week = selectors.week_of(self.viewer)
        record("hours.read", by=self.viewer, on=week)
        return Response(_shown(week))

    @extend_schema(summary="Set the working hours of your agency", request=WorkingHoursInput, responses=WorkingHoursOutput)
    def create(self, request: Request) -> Response:
        """What was sent already stays due when it is."""
        given: dict[str, Any] = validated(WorkingHoursInput, request)
        works = [_work(number, one) for number, one in enumerate(given["days"])]
        return Response(_shown(services.change_week(by=self.viewer, works=works, revision=given["revision"])))


class HolidayInput(StrictSerializer):
    """A day on which your agency does not work."""

    day = serializers.DateField()
    name = serializers.CharField(max_length=LINE)


class YearInput(StrictSerializer):
    """The year of which public holidays are entered."""

    year = serializers.IntegerField(min_value=1, max_value=9999)


class HolidayOutput(StrictModelSerializer[Holiday]):
    """A day on which your agency does not work."""

    class Meta:
        model = Holiday
        fields = ["id", "day", "name"]


class HolidayViewSet(RoomViewSet):
    """The holidays of your agency that are to come."""

    view_act = "hours.view_week"
    queryset = Holiday.objects.order_by("id")
    serializer_class = HolidayOutput
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[Holiday]:
        """Those of the own agency."""
        return selectors.holidays().order_by("-id")

    @extend_schema(summary="List the holidays of your agency", responses=HolidayOutput(many=True))
    def list(self, request: Request) -> Response:
        """From today on, those entered last first."""
        page = self.paginate_queryset(self.get_queryset()) or []
        record("hours.read", by=self.viewer, holidays=len(page))
        return self.get_paginated_response(HolidayOutput(page, many=True).data)

    @extend_schema(summary="Enter a holiday", request=HolidayInput, responses={201: HolidayOutput})
    def create(self, request: Request) -> Response:
        """What was sent already stays due when it is."""
        return Response(HolidayOutput(services.add_holiday(by=self.viewer, **validated(HolidayInput, request))).data, status=201)

    @extend_schema(summary="Enter the public holidays of a year", request=YearInput, responses={201: HolidayOutput(many=True)},
                   filters=False)
    @action(detail=False, methods=["post"], url_path="take-over", pagination_class=None)
    def take_over(self, request: Request) -> Response:
        """Those of your agency's country that are not entered yet."""
        new = services.take_over(by=self.viewer, **validated(YearInput, request))
        return Response(HolidayOutput(new, many=True).data, status=201)

    @extend_schema(summary="Remove a holiday", request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, pk: str) -> Response:
        """Your agency works on that day."""
        services.remove_holiday(by=self.viewer, holiday=self.get_object())
        return Response(status=204)


class DutyInput(StrictSerializer):
    """Who is on duty: a person by name for signing in, or a unit by its code."""

    person = serializers.CharField(max_length=150, required=False, default="", allow_blank=True)
    unit = serializers.CharField(max_length=20, required=False, default="", allow_blank=True)
    begins_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class DutyOutput(StrictModelSerializer[Duty]):
    """Who is on duty from when until when."""

    person = serializers.CharField(source="person.username", default=None, read_only=True)
    unit = serializers.CharField(source="unit.code", default=None, read_only=True)

    class Meta:
        model = Duty
        fields = ["id", "person", "unit", "begins_at", "ends_at"]


class DutyViewSet(RoomViewSet):
    """Who is on duty at the desk of your agency."""

    view_act = "hours.view_week"
    queryset = Duty.objects.order_by("id")
    serializer_class = DutyOutput
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[Duty]:
        """Those that are not over."""
        return duty.rota().order_by("-id")

    @extend_schema(summary="List who is on duty", responses=DutyOutput(many=True))
    def list(self, request: Request) -> Response:
        """What is not over, entered last first."""
        page = self.paginate_queryset(self.get_queryset()) or []
        record("duty.read", by=self.viewer, stretches=len(page))
        return self.get_paginated_response(DutyOutput(page, many=True).data)

    @extend_schema(summary="Say who is on duty", request=DutyInput, responses={201: DutyOutput})
    def create(self, request: Request) -> Response:
        """A person or a unit of your agency."""
        given: dict[str, Any] = validated(DutyInput, request)
        for name, model, key in (("person", User, "username"), ("unit", Unit, "code")):
            wanted = given[name]
            given[name] = model.objects.filter(agency=self.viewer.agency_id, **{key: wanted}).first() if wanted else None
            if wanted and given[name] is None:
                raise Invalid(_("Your agency has none of this name."), field=name)
        return Response(DutyOutput(duty.enter(by=self.viewer, **given)).data, status=201)

    @extend_schema(summary="Take a duty out of the rota", request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, pk: str) -> Response:
        """As if it had not been entered."""
        duty.remove(by=self.viewer, duty=self.get_object())
        return Response(status=204)


routes = [("working-hours", WorkingHoursViewSet), ("holidays", HolidayViewSet), ("duties", DutyViewSet)]


def _work(number: int, given: dict[str, Any]) -> Work:
    opens, closes = (minutes_of(given[name], f"days.{number}.{name}") for name in ("opens", "closes"))
    if not opens < closes <= DAY:
        raise Invalid(_("Work ends after it begins, and on the same day: write a night as two spans."),
                      field=f"days.{number}.closes")
    return Work(given["weekday"], opens, closes)


def _shown(week: Week | None) -> dict[str, Any]:
    return WorkingHoursOutput({
        "revision": week.revision if week else 0,
        "days": [{"weekday": work.weekday, "opens": clock(work.opens), "closes": clock(work.closes)}
                 for work in selectors.works_in(week)]}).data
