"""What an agency lets others learn who ask, in the API."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import SearchedViewSet, validated
from agencies.access.door import row_or_absent
from agencies.models import Agency
from hub.kit.errors import Invalid
from hub.kit.limits import LARGEST
from hub.kit.strict import StrictModelSerializer, StrictSerializer
from intel.alerts.models import Alert
from intel.arrangements.codes import RISK_AREAS
from intel.queries import disclosure
from intel.queries.disclosure import On
from intel.queries.filters import DisclosureFilter
from intel.queries.levels import GIVEN
from intel.queries.models import Disclosure
from intel.subjects.models import Subject


class DisclosureOutput(StrictModelSerializer[Disclosure]):
    """How much others learn who ask: an agency, those in a sharing group, or without both every other agency.

    Without `decided_at` it is proposed only.
    """

    agency = serializers.CharField(source="agency.code", default=None, read_only=True)
    proposed_by = serializers.CharField(source="proposed_by.username", read_only=True)
    decided_by = serializers.CharField(source="decided_by.username", default=None, read_only=True)

    class Meta:
        model = Disclosure
        fields = ["id", "alert", "subject", "risk_area", "agency", "sharing_group", "level", "proposed_by", "proposed_at",
                  "decided_by", "decided_at"]


class DisclosureInput(StrictSerializer):
    """Of one thing: an alert, a subject, or a risk area (ANY: whatever is of no other)."""

    alert = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST)
    subject = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST)
    risk_area = serializers.ChoiceField(RISK_AREAS, required=False)
    agency = serializers.CharField(max_length=12, required=False, help_text="Code of the agency; left out, for every other.")
    sharing_group = serializers.IntegerField(
        required=False, min_value=1, max_value=LARGEST,
        help_text="Id of a sharing group that you give into, in the place of an agency: those learn it who are in it now.")
    level = serializers.ChoiceField(GIVEN)


class DisclosureViewSet(SearchedViewSet):
    """What your agency lets others learn who ask."""

    queryset = Disclosure.objects.order_by("-id")
    serializer_class = DisclosureOutput
    filterset_class = DisclosureFilter
    view_act, searched, row = "queries.view_disclosure", "disclosure.searched", DisclosureOutput

    def get_queryset(self) -> QuerySet[Disclosure]:
        """Those of the viewer's agency."""
        return disclosure.disclosures()

    @extend_schema(summary="List what others learn", responses=DisclosureOutput(many=True))
    def list(self, request: Request) -> Response:
        """Newest first."""
        return self.found(request)

    @extend_schema(summary="Say what others learn", request=DisclosureInput, responses={201: DisclosureOutput})
    def create(self, request: Request) -> Response:
        """SILENT holds at once; to tell more waits for a second person."""
        given = validated(DisclosureInput, request)
        level, agency, group = given.pop("level"), given.pop("agency", None), given.pop("sharing_group", None)
        named = list(given)
        if len(named) != 1:
            raise Invalid(_("Name an alert, a subject or a risk area, and one of them only."), field=(named or ["alert"])[0])
        on = On(alert=row_or_absent(Alert.objects.all(), given["alert"]) if "alert" in given else None,
                subject=row_or_absent(Subject.objects.all(), given["subject"]) if "subject" in given else None,
                risk_area=given.get("risk_area", ""))
        to = Agency.objects.taking_part().filter(code=agency).first()
        if agency is not None and to is None:
            raise Invalid(_("There is no agency “%(code)s”.") % {"code": agency}, field="agency")
        made = disclosure.disclose(by=self.viewer, on=on, level=level, agency=to, sharing_group=group)
        return Response(DisclosureOutput(made).data, status=201)

    @extend_schema(summary="Confirm what somebody else proposed", request=None, responses=DisclosureOutput)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Needs a fresh sign-in: a token is not enough."""
        return Response(DisclosureOutput(disclosure.confirm(by=self.viewer, disclosure=self.get_object())).data)

    @extend_schema(summary="Drop a proposal", request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, pk: str) -> Response:
        """What was in force stays."""
        disclosure.drop(by=self.viewer, disclosure=self.get_object())
        return Response(status=204)
