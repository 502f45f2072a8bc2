"""Data protection in the API: what is held on a person, measures, what is to be looked at anew, onward notices."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import RoomViewSet, SearchedViewSet, validated
from agencies.access.door import row_or_absent
from agencies.audit import record
from hub.kit.limits import LARGEST, LINE, REASON
from hub.kit.strict import StrictModelSerializer, StrictSerializer
from intel.protection import selectors, services
from intel.protection.filters import MeasureFilter, OnwardFilter
from intel.protection.held import held_on
from intel.protection.models import Measure, OnwardNotice
from intel.protection.person import Person
from intel.subjects.models import Subject


class PersonInput(StrictSerializer):
    """Whom you look for, for what purpose, in which case. A name, a number or a date of birth is required."""

    purpose = serializers.CharField(max_length=40, help_text="A code of the scheme `protection`.")
    case_reference = serializers.CharField(max_length=LINE)
    name = serializers.CharField(max_length=LINE, required=False, default="", allow_blank=True)
    identifier = serializers.CharField(max_length=LINE, required=False, default="", allow_blank=True)
    birth_date = serializers.CharField(max_length=10, required=False, default="", allow_blank=True)


class HeldRow(StrictSerializer):
    """One thing that is held: by whom, why, given to whom, until when."""

    called = serializers.CharField(source="label")
    number = serializers.IntegerField(source="pk")
    by = serializers.CharField()
    at = serializers.DateTimeField()
    why = serializers.CharField()
    given_to = serializers.CharField()
    until = serializers.DateField(allow_null=True)
    note = serializers.CharField()


class HeldGroup(StrictSerializer):
    """What is held of one kind; `more`: not all of it is here."""

    kind = serializers.CharField()
    rows = HeldRow(many=True)
    more = serializers.BooleanField()


class HeldOnViewSet(RoomViewSet):
    """All that your agency holds on a person, as far as you are cleared."""

    queryset = Subject.objects.none()

    @extend_schema(summary="Look for all that is held on a person", request=PersonInput, responses=HeldGroup(many=True))
    def create(self, request: Request) -> Response:
        """For data protection. That it was asked, for whom and why is recorded."""
        given: dict[str, Any] = validated(PersonInput, request)
        person = Person(given["name"], given["identifier"], given["birth_date"])
        groups = held_on(by=self.viewer, person=person, purpose=given["purpose"], case_reference=given["case_reference"])
        return Response(HeldGroup(groups, many=True).data)


class ReviewOutput(StrictSerializer):
    """Numbers of what is held on natural persons without a legal or suspicion basis, and of what is to be looked at anew."""

    alerts = serializers.ListField(child=serializers.IntegerField())
    reports = serializers.ListField(child=serializers.IntegerField())
    subjects = serializers.ListField(child=serializers.IntegerField(), help_text="Named in no report and no alert.")
    overdue_alerts = serializers.ListField(child=serializers.IntegerField())
    overdue_reports = serializers.ListField(child=serializers.IntegerField())
    overdue_subjects = serializers.ListField(child=serializers.IntegerField())


class ReviewViewSet(RoomViewSet):
    """What data protection looks at anew."""

    view_act = "protection.take_measure"
    queryset = Subject.objects.none()

    @extend_schema(summary="List what is to be looked at anew", responses=ReviewOutput)
    def list(self, request: Request) -> Response:
        """At most fifty of each kind."""
        found = selectors.to_review(self.viewer)
        record("protection.reviewed", by=self.viewer)
        return Response({name: list(getattr(found, name).values_list("pk", flat=True)[:selectors.SHOWN])
                         for name in map(str, ReviewOutput().fields)})


class MeasureOutput(StrictModelSerializer[Measure]):
    """What was asked of a subject, why, and what became of it."""

    asked_by = serializers.CharField(source="asked_by.username", read_only=True)
    decided_by = serializers.CharField(source="decided_by.username", default=None, read_only=True)

    class Meta:
        model = Measure
        fields = ["id", "reference", "kind", "state", "subject", "reason", "case_reference", "asked_by", "asked_at", "decided_by",
                  "decided_at", "decided_because"]


class MeasureInput(StrictSerializer):
    """What is asked of which subject, why, in which case."""

    subject = serializers.IntegerField(min_value=1, max_value=LARGEST)
    kind = serializers.ChoiceField(Measure.Kind.choices)
    reason = serializers.CharField(max_length=REASON)
    case_reference = serializers.CharField(max_length=LINE)


class MeasureDecision(StrictSerializer):
    """Why it is decided so."""

    reason = serializers.CharField(max_length=REASON)


class MeasureViewSet(SearchedViewSet):
    """Measures of data protection of your agency, newest first."""

    queryset = Measure.objects.order_by("-id")
    serializer_class = MeasureOutput
    filterset_class = MeasureFilter
    view_act, searched, row = "protection.view_measure", "measure.searched", MeasureOutput

    def get_queryset(self) -> QuerySet[Measure]:
        """Those the viewer may see."""
        return selectors.measures()

    def filter_queryset(self, queryset: QuerySet[Measure]) -> QuerySet[Measure]:
        """Filters narrow the list, not a single one."""
        return queryset if self.detail else super().filter_queryset(queryset)

    @extend_schema(summary="List measures of data protection", responses=MeasureOutput(many=True))
    def list(self, request: Request) -> Response:
        """Filters as on the page."""
        return self.found(request)

    @extend_schema(summary="Read a measure", responses=MeasureOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """What was asked, and what became of it."""
        measure = self.get_object()
        record("measure.read", by=self.viewer, on=measure)
        return Response(MeasureOutput(measure).data)

    @extend_schema(summary="Restrict, or have corrected or deleted", request=MeasureInput, responses={201: MeasureOutput})
    def create(self, request: Request) -> Response:
        """A restriction holds at once; the others wait for who carries them out."""
        given = validated(MeasureInput, request)
        subject = row_or_absent(Subject.objects.all(), given.pop("subject"))
        return Response(MeasureOutput(services.take(by=self.viewer, subject=subject, **given)).data, status=201)

    @extend_schema(summary="Lift a restriction of somebody else", request=MeasureDecision, responses=MeasureOutput)
    @action(detail=True, methods=["post"])
    def lift(self, request: Request, pk: str) -> Response:
        """The subject may be used again."""
        return self._decided(services.lift, request)

    @extend_schema(summary="Delete what a subject holds", request=MeasureDecision, responses=MeasureOutput)
    @action(detail=True, methods=["post"], url_path="carry-out")
    def carry_out(self, request: Request, pk: str) -> Response:
        """Needs a fresh sign-in: a token is not enough."""
        return self._decided(services.carry_out, request)

    @extend_schema(summary="Refuse a measure, or take back one's own", request=MeasureDecision, responses=MeasureOutput)
    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, pk: str) -> Response:
        """The subject stays as it is."""
        return self._decided(services.refuse, request)

    def _decided(self, act: Any, request: Request) -> Response:
        return Response(MeasureOutput(act(by=self.viewer, measure=self.get_object(), **validated(MeasureDecision, request))).data)


class OnwardOutput(StrictModelSerializer[OnwardNotice]):
    """That a shared subject was restricted, corrected or deleted; nothing of what it holds."""

    reference = serializers.CharField(read_only=True)
    owner_agency = serializers.CharField(source="owner_agency.code", read_only=True)
    told_agency = serializers.CharField(source="told_agency.code", read_only=True)

    class Meta:
        model = OnwardNotice
        fields = ["id", "reference", "subject_number", "kind", "owner_agency", "told_agency", "state", "sent_at", "followed_at"]


class OnwardViewSet(SearchedViewSet):
    """What your agency was told, or told others, of subjects that are shared, newest first."""

    queryset = OnwardNotice.objects.order_by("-id")
    serializer_class = OnwardOutput
    filterset_class = OnwardFilter
    view_act, searched, row = "protection.view_onward", "onward.searched", OnwardOutput

    def get_queryset(self) -> QuerySet[OnwardNotice]:
        """Those the viewer may see."""
        return selectors.onward()

    def filter_queryset(self, queryset: QuerySet[OnwardNotice]) -> QuerySet[OnwardNotice]:
        """Filters narrow the list, not a single one."""
        return queryset if self.detail else super().filter_queryset(queryset)

    @extend_schema(summary="List onward notices", responses=OnwardOutput(many=True))
    def list(self, request: Request) -> Response:
        """Filters as on the page."""
        return self.found(request)

    @extend_schema(summary="Say that an onward notice was followed", request=None, responses=OnwardOutput)
    @action(detail=True, methods=["post"])
    def follow(self, request: Request, pk: str) -> Response:
        """The agency that sent it reads so."""
        return Response(OnwardOutput(services.follow(by=self.viewer, notice=self.get_object())).data)


routes = [("held-on", HeldOnViewSet), ("to-review", ReviewViewSet), ("protection-measures", MeasureViewSet),
          ("onward-notices", OnwardViewSet)]
