"""The API of who: `/api/v1/me/`, who the token speaks for; `/api/v1/agencies/`, whom something can be shared with."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import RoomViewSet
from agencies.models import Agency, User
from agencies.roles import OUTSIDE, READERS, Role, roles_in
from hub.kit.errors import NotFound
from hub.kit.strict import StrictModelSerializer


class AgencySerializer(StrictModelSerializer[Agency]):
    """A body that takes part in the hub, and its roles that read intelligence: what an audience is made of."""

    roles = serializers.SerializerMethodField()

    class Meta:
        model = Agency
        fields = ["code", "name", "kind", "country", "roles"]

    def get_roles(self, agency: Agency) -> list[str]:
        """The roles that can be named in an audience."""
        return [role.value for role in roles_in(agency.kind) if role in READERS]


class MeSerializer(StrictModelSerializer[User]):
    """Who is looking, and what that opens."""

    name = serializers.CharField(source="__str__", read_only=True)
    agency = serializers.CharField(source="agency.code")
    agency_name = serializers.CharField(source="agency.name")
    unit = serializers.CharField(source="unit.code", default=None, read_only=True)
    roles = serializers.SerializerMethodField()
    cleared = serializers.SerializerMethodField()
    acts = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["id", "username", "name", "agency", "agency_name", "unit", "language", "clearance", "roles",
                  "cleared", "acts"]

    def get_roles(self, person: User) -> list[str]:
        """Codes of the roles."""
        return [role.value for role in Role if role.value in self.context["viewer"].roles]

    def get_cleared(self, person: User) -> list[str]:
        """The classifications that may be read."""
        return list(self.context["viewer"].cleared)

    def get_acts(self, person: User) -> list[str]:
        """What may be done at all, such as `alerts.issue_alert`."""
        return sorted(self.context["viewer"].acts)


class MeViewSet(RoomViewSet):
    """The viewer."""

    queryset = User.objects.none()
    serializer_class = MeSerializer
    pagination_class = None
    filter_backends: list[Any] = []

    @extend_schema(responses=MeSerializer(many=False))
    def list(self, request: Request) -> Response:
        """Who is looking: agency, roles, clearance and acts."""
        person = User.objects.select_related("agency", "unit").filter(pk=self.viewer.user_id).first()
        if person is None:
            raise NotFound
        return Response(MeSerializer(person, context={"viewer": self.viewer}).data)


class AgencyViewSet(mixins.ListModelMixin, RoomViewSet):
    """Agencies by code."""

    view_act = "agencies.enter"
    queryset = Agency.objects.none()
    serializer_class = AgencySerializer

    def get_queryset(self) -> QuerySet[Agency]:
        """All agencies of the hub: whom one may share with is no secret."""
        return Agency.objects.exclude(kind=OUTSIDE).order_by("code")


routes = [("me", MeViewSet), ("agencies", AgencyViewSet)]
