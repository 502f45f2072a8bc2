"""Files of lists in the API: asked for, followed, taken; with the same rows, rules and events as on the pages."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import RoomViewSet, validated
from agencies.lists import files
from agencies.lists.choosing import LONGEST_QUERY
from agencies.lists.choosing_api import FILTERS, ListViewSet
from agencies.lists.formats import KINDS, Format, handed_out
from agencies.lists.models import Export
from agencies.lists.tables import asked, given_in, listing_called
from hub.kit.errors import Invalid, NotFound
from hub.kit.strict import StrictModelSerializer, StrictSerializer


class ListExportInput(StrictSerializer):
    """A list by its name in the address of its pages' files (`reports`), with filters as its own address has them."""

    format = serializers.ChoiceField(Format.choices, default=Format.CSV)
    filters = serializers.CharField(max_length=LONGEST_QUERY, default="", allow_blank=True,
                                    help_text=FILTERS)
    columns = serializers.ListField(child=serializers.CharField(max_length=40), default=list, max_length=40,
                                    help_text="Names of columns; without any those that you chose on the page, or all.")
    list = serializers.CharField(max_length=40)  # the last, since it hides the type


class ListExportOutput(StrictModelSerializer[Export]):
    """A file that is written for you alone."""

    list = serializers.CharField(source="listing", read_only=True)
    filters = serializers.DictField(source="given", child=serializers.CharField(), read_only=True)

    class Meta:
        model = Export
        fields = ("id", "list", "format", "filters", "columns", "state", "asked_at", "rows_total", "rows_written", "marking",
                  "reason", "finished_at")
        read_only_fields = fields


class ListExportViewSet(RoomViewSet):
    """Lists as files. Each is written by a worker for who asked, can be taken for a day, and by nobody else."""

    queryset = Export.objects.order_by("-id")
    serializer_class = ListExportOutput
    view_act = "agencies.enter"

    def get_queryset(self) -> QuerySet[Export]:
        """Your own, newest first."""
        found: QuerySet[Export] = files.files()
        return found

    @extend_schema(summary="List your files of lists", responses=ListExportOutput(many=True))
    def list(self, request: Request) -> Response:
        """Newest first."""
        page = self.paginate_queryset(self.get_queryset()) or []
        return self.get_paginated_response(ListExportOutput(page, many=True).data)

    @extend_schema(summary="Ask for a list as a file", request=ListExportInput, responses={201: ListExportOutput})
    def create(self, request: Request) -> Response:
        """Follow its state, then take it."""
        given = validated(ListExportInput, request)
        try:
            listing = listing_called(given["list"], self.viewer)
        except NotFound:
            raise Invalid(_("There is no list of this name that you open."), field="list") from None
        of = asked(listing, given_in(listing, given["filters"]), given["columns"], by=self.viewer)
        row = files.ask(of, by=self.viewer, format=given["format"])
        return Response(ListExportOutput(row).data, status=201)

    @extend_schema(summary="Follow a file of a list", responses=ListExportOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """How far it is."""
        return Response(ListExportOutput(self.get_object()).data)

    @extend_schema(summary="Take a file of a list", responses={
        **{(200, kind): OpenApiTypes.BINARY for kind in KINDS.values()}, 202: ListExportOutput})
    @action(detail=True, methods=["get"])
    def file(self, request: Request, pk: str) -> HttpResponse:
        """Where you may not see all of its rows any more, 202: it is written anew without them."""
        row = self.get_object()
        content = files.taken(row, by=self.viewer)
        if content is None:
            return Response(ListExportOutput(self.get_object()).data, status=202)
        return handed_out(row.listing, content, row.format)

    @extend_schema(summary="Cancel a file of a list", request=None, responses=ListExportOutput)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Before it is written."""
        files.cancel(self.get_object(), by=self.viewer)
        return Response(ListExportOutput(self.get_object()).data)

    @extend_schema(summary="Remove a file of a list", responses={204: None})
    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One that is written, failed or was cancelled."""
        files.remove(self.get_object(), by=self.viewer)
        return Response(status=204)


routes = [("lists", ListViewSet), ("list-exports", ListExportViewSet)]
