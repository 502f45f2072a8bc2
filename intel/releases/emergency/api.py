"""Emergencies in the API: with the same visibility, rules and audit as the pages."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import SearchedViewSet, validated
from agencies.access.door import row_or_absent
from agencies.audit import record
from hub.kit.limits import LARGEST, NOTE, REASON, SEVERAL
from hub.kit.preconditions import ETAG, OR_IF_MATCH, described_on_revision, on_revision, tagged
from hub.kit.strict import StrictModelSerializer, StrictSerializer
from intel.releases.emergency import selectors, services
from intel.releases.emergency.filters import DisclosureFilter, EmergencyCountFilter, EmergencyFilter
from intel.releases.emergency.life import COUNTS
from intel.releases.emergency.models import DisclosedPortion, Disclosure, Emergency, EmergencyCount
from intel.releases.life import VIEW
from intel.releases.serializers import FOR_WHOM, TERMS, ForWhom


class EmergencyInput(StrictSerializer):
    """The numbers of the portions that leave at once, whose life is in danger, and why the consents cannot be waited for."""

    included = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=SEVERAL), max_length=SEVERAL)
    danger = serializers.CharField(max_length=NOTE)
    reason = serializers.CharField(max_length=NOTE)
    revision = serializers.IntegerField(min_value=1, max_value=LARGEST, required=False, help_text=OR_IF_MATCH)


class EmergencyReview(StrictSerializer):
    """Whether it was justified, and why; one that was not is recalled."""

    justified = serializers.BooleanField()
    reason = serializers.CharField(max_length=REASON)
    revision = serializers.IntegerField(min_value=1, max_value=LARGEST, required=False, help_text=OR_IF_MATCH)


class EmergencyOutput(StrictModelSerializer[Emergency]):
    """What the own agency released in an emergency, and its review."""

    recipient = serializers.CharField(source="recipient_agency.code", read_only=True)
    declared_by = serializers.CharField(source="declared_by.username", read_only=True)
    declared_for = serializers.CharField(source="declared_for.username", default=None, read_only=True,
                                         help_text="In whose name, by delegation.")
    reviewed_by = serializers.CharField(source="reviewed_by.username", default=None, read_only=True)
    reviewed_for = serializers.CharField(source="reviewed_for.username", default=None, read_only=True,
                                         help_text="In whose name, by delegation.")
    overdue = serializers.BooleanField(source="is_overdue", read_only=True)

    class Meta:
        model = Emergency
        fields = ["id", "request", "reference", "recipient", "classification", "danger", "reason", "declared_by", "declared_for",
                  "declared_at", "due_at", "overdue", "state", "reviewed_by", "reviewed_for", "reviewed_at", "review_reason",
                  "revision"]
        read_only_fields = fields


class EmergencyDisclosedPortionOutput(StrictModelSerializer[DisclosedPortion]):
    """One portion that left. `rests_on`: kind and id of what of the originator's it rests on."""

    class Meta:
        model = DisclosedPortion
        fields = ["number", "title", "text", "classification", "handling_codes", "handling_conditions", "tlp", "rests_on"]
        read_only_fields = fields


class EmergencyDisclosureOutput(ForWhom, StrictModelSerializer[Disclosure]):
    """What left of an originator's information without its consent, to whom and why."""

    released_by = serializers.CharField(source="released_by_agency.code", read_only=True)
    had_it_from = serializers.CharField(source="holder_agency.code", read_only=True)
    originator = serializers.CharField(source="originator_agency.code", read_only=True)
    recipient = serializers.CharField(source="recipient_agency.code", read_only=True)
    portions = EmergencyDisclosedPortionOutput(many=True, read_only=True)

    class Meta:
        model = Disclosure
        fields = ["id", "reference", "released_by", "had_it_from", "originator", "recipient", *TERMS, *FOR_WHOM,
                  "need_to_know", "danger", "reason", "classification", "released_at", "due_at",
                  "state", "reviewed_at", "review_reason", "portions", "revision"]
        read_only_fields = fields


class EmergencyCountOutput(StrictModelSerializer[EmergencyCount]):
    """What the hub auditor reads of an emergency release: no person, no content."""

    agency = serializers.CharField(source="agency.code", read_only=True)
    recipient = serializers.CharField(source="recipient_agency.code", read_only=True)
    overdue = serializers.BooleanField(source="is_overdue", read_only=True)

    class Meta:
        model = EmergencyCount
        fields = ["id", "reference", "agency", "recipient", "portions_count", "originators_count", "declared_at", "due_at",
                  "overdue", "state", "reviewed_at"]
        read_only_fields = fields


class EmergencyViewSet(SearchedViewSet):
    """What your agency released in an emergency, since a life was in danger."""

    queryset = Emergency.objects.order_by("-id")
    serializer_class = EmergencyOutput
    filterset_class = EmergencyFilter
    view_act, searched, row = VIEW, "emergency.searched", EmergencyOutput

    def get_queryset(self) -> QuerySet[Emergency]:
        """Those of the own agency, newest first."""
        return selectors.emergencies()

    @extend_schema(summary="List emergency releases", responses=EmergencyOutput(many=True))
    def list(self, request: Request) -> Response:
        """Newest first; filters as on the page."""
        return self.found(request)

    @extend_schema(summary="Read an emergency release", responses=EmergencyOutput, parameters=[ETAG])
    def retrieve(self, request: Request, pk: str) -> Response:
        """Why it was, and what its review found."""
        row = self.get_object()
        record("emergency.read", by=self.viewer, on=row)
        return tagged(Response(EmergencyOutput(row).data), row)

    @described_on_revision(summary="Review an emergency release", request=EmergencyReview, responses=EmergencyOutput)
    @action(detail=True, methods=["post"])
    def review(self, request: Request, pk: str) -> Response:
        """By another authority than who released it, within 24 hours. Not with a token."""
        row = self.get_object()
        with on_revision(request, row, validated(EmergencyReview, request)) as given:
            services.review(by=self.viewer, emergency=row, **given)
        row = row_or_absent(self.get_queryset(), row.pk)
        return tagged(Response(EmergencyOutput(row).data), row)


class DisclosureViewSet(SearchedViewSet):
    """What left without consent in an emergency: of your information, and what your agency told others of theirs."""

    queryset = Disclosure.objects.order_by("-id")
    serializer_class = EmergencyDisclosureOutput
    filterset_class = DisclosureFilter
    view_act, searched, row = VIEW, "disclosure.searched", EmergencyDisclosureOutput

    def get_queryset(self) -> QuerySet[Disclosure]:
        """Of either side, newest first."""
        return selectors.disclosures()

    @extend_schema(summary="List disclosures in emergencies", responses=EmergencyDisclosureOutput(many=True))
    def list(self, request: Request) -> Response:
        """Newest first; filters as on the page."""
        return self.found(request)

    @extend_schema(summary="Read a disclosure in an emergency", responses=EmergencyDisclosureOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Exactly what left, to whom and why."""
        row = self.get_object()
        record("disclosure.read", by=self.viewer, on=row)
        return Response(EmergencyDisclosureOutput(row).data)


class EmergencyCountViewSet(SearchedViewSet):
    """Emergency releases of all agencies for the hub auditor."""

    queryset = EmergencyCount.objects.order_by("-declared_at", "-id")
    serializer_class = EmergencyCountOutput
    filterset_class = EmergencyCountFilter
    view_act, searched, row = COUNTS, "emergencycount.searched", EmergencyCountOutput

    def get_queryset(self) -> QuerySet[EmergencyCount]:
        """Those the viewer may see."""
        return selectors.counts()

    @extend_schema(summary="List emergency releases in all agencies", responses=EmergencyCountOutput(many=True))
    def list(self, request: Request) -> Response:
        """Newest first; filters as on the page."""
        return self.found(request)


routes = [("release-emergencies", EmergencyViewSet), ("release-disclosures", DisclosureViewSet),
          ("release-emergency-counts", EmergencyCountViewSet)]
