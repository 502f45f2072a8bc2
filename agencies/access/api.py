"""What the API's rooms share: who is let through the door, and the audience as programs write it."""

from typing import Any

from rest_framework import serializers
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from agencies.access.acts import require
from agencies.access.audience import groups_of
from agencies.access.door import record_search, viewer_of
from agencies.access.viewer import Viewer
from agencies.roles import READERS, Role
from hub.kit.strict import StrictSerializer


class RoomViewSet(GenericViewSet[Any]):
    """A view set whose single rows answer nobody as if they were absent; its lists ask who is there.

    `view_act` is the permission without which the list is refused.
    """

    view_act = ""
    lookup_value_regex = "[0-9]{1,19}"

    def get_permissions(self) -> list[BasePermission]:
        """Rows need no gate: what a visitor may not see is not there."""
        return [AllowAny() if self.detail else IsAuthenticated()]

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """After the visitor is known: a role that reads none of this is told so, instead of an empty list."""
        super().initial(request, *args, **kwargs)
        if not self.detail and self.view_act:
            require(self.viewer, self.view_act)

    @property
    def viewer(self) -> Viewer:
        """Who is looking: the owner of the session or of the token."""
        return viewer_of(self.request)


class SearchedViewSet(RoomViewSet):
    """A view set whose list is filtered as the page of it is, and noted: `searched` is the action, `row` what it lists."""

    row: Any = None
    filterset_class: Any = None
    searched = ""

    def found(self, request: Request) -> Response:
        """The page that the address asks for."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        record_search(request, self.filterset_class, self.searched, found=len(page))
        return self.get_paginated_response(self.row(page, many=True, context=self.get_serializer_context()).data)


def validated(form: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """What a program sent, as the serializer has it. Raises ValidationError."""
    read = form(data=request.data)
    read.is_valid(raise_exception=True)
    return dict(read.validated_data)


class AudienceSerializer(StrictSerializer):
    """One agency of an audience; without roles, all of its roles that read intelligence."""

    agency = serializers.CharField(max_length=12, help_text="Code of the agency.")
    roles = serializers.ListField(
        child=serializers.ChoiceField([(role.value, role.label) for role in READERS]), required=False, default=list,
        max_length=len(READERS))


def audience_groups(audience: list[dict[str, Any]], *, act: str) -> set[int]:
    """The groups of a validated list of AudienceSerializer, for what one needs `act` to see. Raises Invalid."""
    return groups_of(((entry["agency"], entry.get("roles", [])) for entry in audience), act=act)


def audience_json(roles: list[Any]) -> list[dict[str, Any]]:
    """AgencyRole rows as a list of `{"agency": "PB", "roles": ["ANALYST"]}`."""
    found: dict[str, list[str]] = {}
    for held in roles:
        found.setdefault(held.agency.code, []).append(held.role)
    order = [role.value for role in Role]
    return [{"agency": code, "roles": sorted(held, key=order.index)} for code, held in found.items()]
