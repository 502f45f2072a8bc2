"""What the API's rooms share: who is let through the door, and the audience as programs write it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from agencies.access.acts import require
from agencies.access.audience import groups_of, newest_epoch
from agencies.access.door import chosen_in, record_search, viewer_of
from agencies.access.grants import Shared
from agencies.access.viewer import Viewer
from agencies.models import AgencyRole
from agencies.roles import READERS, Role
from agencies.sharing.models import Epoch
from hub.kit.errors import Invalid
from hub.kit.limits import LARGEST
from hub.kit.sorting import narrowed_by
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
        self.shown(page, narrowed=narrowed_by(chosen_in(request, self.filterset_class)))
        return self.get_paginated_response(self.row(page, many=True, context=self.get_serializer_context()).data)

    def shown(self, page: Sequence[Any], *, narrowed: bool) -> None:
        """For heirs: what the list shows; `narrowed` by a filter."""


def validated(form: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """What a program sent, as the serializer has it. Raises ValidationError."""
    read = form(data=request.data)
    read.is_valid(raise_exception=True)
    return dict(read.validated_data)


class AudienceSerializer(StrictSerializer):
    """One agency of an audience; without roles, all of its roles that read intelligence. Or a sharing group."""

    agency = serializers.CharField(max_length=12, required=False, default="", allow_blank=True, help_text="Code of the agency.")
    sharing_group = serializers.IntegerField(
        required=False, default=None, allow_null=True, min_value=1, max_value=LARGEST,
        help_text="Id of a sharing group, instead of an agency: as it is now, without who joins later.")
    roles = serializers.ListField(
        child=serializers.ChoiceField([(role.value, role.label) for role in READERS]), required=False, default=list,
        max_length=len(READERS))


def audience_groups(audience: list[dict[str, Any]], *, act: str) -> set[int]:
    """The groups of a validated list of AudienceSerializer, for what one needs `act` to see. Raises Invalid."""
    groups: set[int] = set()
    for number, entry in enumerate(audience):
        if (entry["sharing_group"] is None) == (not entry["agency"]):
            raise Invalid(_("Give either an agency or a sharing group."), field=f"audience.{number}")
        if entry["sharing_group"] is not None:
            groups.add(newest_epoch(entry["sharing_group"], field=f"audience.{number}.sharing_group"))
    return groups | groups_of(((entry["agency"], entry.get("roles", [])) for entry in audience), act=act)


def audience_json(shared: list[Shared]) -> list[dict[str, Any]]:
    """An audience as a list of `{"agency": "PB", "roles": ["ANALYST"]}` and `{"sharing_group": 12}`; null where not in it."""
    found: dict[str, list[str]] = {}
    for held in shared:
        if isinstance(held, AgencyRole):
            found.setdefault(held.agency.code, []).append(held.role)
    order = [role.value for role in Role]
    groups = dict.fromkeys(held.sharing_group_id if isinstance(held, Epoch) else None
                           for held in shared if not isinstance(held, AgencyRole))
    return [*({"agency": code, "roles": sorted(held, key=order.index)} for code, held in found.items()),
            *({"sharing_group": group} for group in groups)]
