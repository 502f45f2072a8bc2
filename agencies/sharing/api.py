"""Sharing groups in the API."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import RoomViewSet, validated
from agencies.access.door import row_or_absent
from agencies.audit import record
from agencies.models import Agency
from agencies.sharing import catching_up, selectors, services
from agencies.sharing.models import ROLES, CatchUp, Member, SharingGroup
from agencies.sharing.services import MemberEntry
from hub.kit.errors import Invalid, NotFound
from hub.kit.limits import LARGEST, NOTE
from hub.kit.strict import StrictModelSerializer, StrictSerializer


class MemberInput(StrictSerializer):
    """An agency that joins; without roles, everybody who reads intelligence there."""

    agency = serializers.CharField(max_length=12, help_text="Code of the agency.")
    roles = serializers.ListField(child=serializers.ChoiceField(ROLES), required=False, default=list, max_length=len(ROLES))
    may_give = serializers.BooleanField(required=False, default=True)


class SharingGroupInput(StrictSerializer):
    """A new group. Your agency keeps it and is a member."""

    name = serializers.CharField(max_length=120)
    purpose = serializers.CharField(max_length=NOTE)
    legal_basis = serializers.CharField(max_length=NOTE)
    members_hidden = serializers.BooleanField(required=False, default=False)
    members = MemberInput(many=True, required=False, default=list)


class LetInInput(StrictSerializer):
    """Who joins."""

    members = MemberInput(many=True, allow_empty=False)


class MembershipInput(StrictSerializer):
    """A membership of the group, by its id."""

    member = serializers.IntegerField(min_value=1, max_value=LARGEST)


class MemberOutput(StrictModelSerializer[Member]):
    """A member that you may know of. Persons are named to their own agency alone."""

    agency = serializers.CharField(source="agency.code", read_only=True)
    person = serializers.CharField(source="person.username", default=None, read_only=True)

    class Meta:
        model = Member
        fields = ["id", "agency", "person", "roles", "may_give", "joined_at"]


class CatchUpOutput(StrictModelSerializer[CatchUp]):
    """That newcomers read what your agency gave before. Without `decided_at` it is proposed only."""

    proposed_by = serializers.CharField(source="proposed_by.username", read_only=True)
    decided_by = serializers.CharField(source="decided_by.username", default=None, read_only=True)

    class Meta:
        model = CatchUp
        fields = ["id", "proposed_by", "proposed_at", "decided_by", "decided_at", "given", "held_back"]


class SharingGroupRow(StrictModelSerializer[SharingGroup]):
    """A sharing group in the list."""

    kept_by = serializers.CharField(source="kept_by.code", read_only=True)

    class Meta:
        model = SharingGroup
        fields = ["id", "name", "kept_by", "purpose", "legal_basis", "members_hidden", "founded_at", "ended_at"]


class SharingGroupOutput(SharingGroupRow):
    """A sharing group with its members and what your agency lets newcomers read."""

    members = serializers.SerializerMethodField()
    catch_ups = serializers.SerializerMethodField()

    class Meta(SharingGroupRow.Meta):
        fields = [*SharingGroupRow.Meta.fields, "members", "catch_ups"]

    @extend_schema_field(MemberOutput(many=True))
    def get_members(self, group: SharingGroup) -> Any:
        """As far as you may know."""
        return MemberOutput(selectors.members(group), many=True).data

    @extend_schema_field(CatchUpOutput(many=True))
    def get_catch_ups(self, group: SharingGroup) -> Any:
        """Newest first."""
        return CatchUpOutput(selectors.catch_ups(group), many=True).data


class SharingGroupViewSet(RoomViewSet):
    """Named sets of agencies, roles and persons among whom things are shared."""

    queryset = SharingGroup.objects.order_by("id")
    serializer_class = SharingGroupOutput
    ordering = ("name", "id")
    view_act = "sharing.view_sharinggroup"

    def get_queryset(self) -> QuerySet[SharingGroup]:
        """Those that your agency keeps or that you are in."""
        return selectors.sharing_groups()

    @extend_schema(summary="List sharing groups", responses=SharingGroupRow(many=True))
    def list(self, request: Request) -> Response:
        """By name."""
        page = self.paginate_queryset(self.get_queryset()) or []
        record("sharing_group.searched", by=self.viewer, found=len(page))
        return self.get_paginated_response(SharingGroupRow(page, many=True).data)

    @extend_schema(summary="Read a sharing group", responses=SharingGroupOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """With its members as far as you may know."""
        group = self.get_object()
        record("sharing_group.read", by=self.viewer, on=group)
        return Response(SharingGroupOutput(group).data)

    @extend_schema(summary="Found a sharing group", request=SharingGroupInput, responses={201: SharingGroupOutput})
    def create(self, request: Request) -> Response:
        """Needs a fresh sign-in: a token is not enough."""
        given = validated(SharingGroupInput, request)
        members = _entries(given.pop("members"))
        return Response(SharingGroupOutput(services.found_group(by=self.viewer, members=members, **given)).data, status=201)

    @extend_schema(summary="Let agencies join", request=LetInInput, responses=SharingGroupOutput)
    @action(detail=True, methods=["post"], url_path="let-in")
    def let_in(self, request: Request, pk: str) -> Response:
        """They read what is given from now on."""
        group = self.get_object()
        services.let_in(by=self.viewer, group=group, members=_entries(validated(LetInInput, request)["members"]))
        return Response(SharingGroupOutput(group).data)

    @extend_schema(summary="End a membership", request=MembershipInput, responses={204: None})
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, pk: str) -> Response:
        """Nothing is read through it any more."""
        members = selectors.members(self.get_object())
        services.remove(by=self.viewer, member=row_or_absent(members, validated(MembershipInput, request)["member"]))
        return Response(status=204)

    @extend_schema(summary="End a sharing group", request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """Nobody reads anything through it any more."""
        services.end_group(by=self.viewer, group=self.get_object())
        return Response(status=204)

    @extend_schema(summary="Propose that newcomers read what was given before", request=None, responses={201: CatchUpOutput})
    @action(detail=True, methods=["post"], url_path="catch-up")
    def catch_up(self, request: Request, pk: str) -> Response:
        """It waits for a second person."""
        return Response(CatchUpOutput(catching_up.propose(by=self.viewer, group=self.get_object())).data, status=201)

    @extend_schema(summary="Let newcomers read what was given before", request=None, responses=CatchUpOutput)
    @action(detail=True, methods=["post"], url_path="confirm-catch-up")
    def confirm_catch_up(self, request: Request, pk: str) -> Response:
        """The one that is proposed; not by who proposed it."""
        waiting = selectors.catch_ups(self.get_object()).filter(decided_at=None).first()
        if waiting is None:
            raise NotFound
        return Response(CatchUpOutput(catching_up.confirm(by=self.viewer, catch_up=waiting)).data)


routes = [("sharing-groups", SharingGroupViewSet)]


def _entries(members: list[dict[str, Any]]) -> list[MemberEntry]:
    agencies = {agency.code: agency for agency in Agency.objects.taking_part()}
    for number, member in enumerate(members):
        if member["agency"] not in agencies:
            raise Invalid(_("There is no agency “%(code)s”.") % {"code": member["agency"]}, field=f"members.{number}.agency")
    return [MemberEntry(agencies[one["agency"]], tuple(one["roles"]), one["may_give"]) for one in members]
