"""Lists in the API as a person sets them: columns, filters under a name, how many rows; what their pages do."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import RoomViewSet, validated
from agencies.access.door import number_of, row_or_absent
from agencies.lists import choosing
from agencies.lists.choosing import LONGEST_NAME, LONGEST_QUERY
from agencies.lists.models import SavedFilter
from agencies.lists.tables import asked, chosen_columns, counted, given_in, listing_called
from hub.kit.limits import SEVERAL
from hub.kit.listing import Column, Listing
from hub.kit.room import listings
from hub.kit.strict import StrictModelSerializer, StrictSerializer

FILTERS = "As in the address of the list: `state=DRAFT&sort=-title`."
#: The address of one saved filter, below its list.
_ONE_FILTER = OpenApiParameter("filter", OpenApiTypes.INT64, OpenApiParameter.PATH)


class ColumnOutput(StrictSerializer):
    """A column of a list. A fixed one always stands; `in_file` are its columns in a file, the same in all languages."""

    name = serializers.CharField()
    words = serializers.CharField()
    fixed = serializers.BooleanField()
    in_file = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_in_file(self, column: Column) -> list[str]:
        """Their names."""
        return [field.name for field in column.fields]


class ListOutput(StrictSerializer):
    """A list that you open: its columns in their order, by what it is narrowed, and which columns you see."""

    name = serializers.CharField()
    words = serializers.CharField()
    columns = ColumnOutput(many=True)
    filters = serializers.SerializerMethodField()
    shown = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_filters(self, listing: Listing) -> list[str]:
        """Their names, as in its address."""
        return list(listing.filters.base_filters)

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_shown(self, listing: Listing) -> list[str]:
        """Names of columns."""
        return [column.name for column in listing.shown(self.context["chosen"].get(listing.name, []))]


class ChosenColumns(StrictSerializer):
    """The columns that you see. Fixed ones stand in any case; none, or all, is the list as it is by itself."""

    columns = serializers.ListField(child=serializers.CharField(max_length=40), max_length=SEVERAL)


class SavedFilterInput(StrictSerializer):
    """Filters of a list under a name. What you kept under that name is written anew."""

    name = serializers.CharField(max_length=LONGEST_NAME)
    filters = serializers.CharField(max_length=LONGEST_QUERY, help_text=FILTERS)


class SavedFilterName(StrictSerializer):
    """How it is called from now on."""

    name = serializers.CharField(max_length=LONGEST_NAME)


class SavedFilterOutput(StrictModelSerializer[SavedFilter]):
    """Filters that you keep; `wrong` says why they cannot be used any more, and is empty where they can."""

    list = serializers.CharField(source="listing", read_only=True)
    filters = serializers.CharField(source="query", read_only=True)
    wrong = serializers.SerializerMethodField()

    class Meta:
        model = SavedFilter
        fields = ("id", "list", "name", "filters", "wrong", "saved_at")
        read_only_fields = fields

    @extend_schema_field(serializers.CharField())
    def get_wrong(self, saved: SavedFilter) -> str:
        """In your language."""
        return choosing.wrong(listings()[saved.listing], saved.query)


class TotalOutput(StrictSerializer):
    """How many rows you see; exact, unless there are `more` than were counted."""

    total = serializers.IntegerField()
    more = serializers.BooleanField()


class ListViewSet(RoomViewSet):
    """The lists of the hub that you open. What you choose is yours alone, and the same as on the pages."""

    queryset = SavedFilter.objects.none()
    serializer_class = ListOutput
    view_act = "agencies.enter"
    lookup_url_kwarg, lookup_value_regex = "name", "[a-z-]{1,40}"
    pagination_class = None

    @extend_schema(summary="List the lists", responses=ListOutput(many=True))
    def list(self, request: Request) -> Response:
        """By name."""
        open_to_you = [each for each in listings().values() if self.viewer.may(each.act)]
        return Response(self._shown(*sorted(open_to_you, key=lambda each: each.name)))

    @extend_schema(summary="Read what a list has", responses=ListOutput)
    def retrieve(self, request: Request, name: str) -> Response:
        """Its columns and filters."""
        return Response(self._shown(listing_called(name, self.viewer))[0])

    @extend_schema(summary="Choose the columns of a list", request=ChosenColumns, responses=ListOutput)
    @action(detail=True, methods=["put"])
    def columns(self, request: Request, name: str) -> Response:
        """On its page and in files, from now on."""
        listing = listing_called(name, self.viewer)
        choosing.choose(listing, validated(ChosenColumns, request)["columns"], by=self.viewer)
        return Response(self._shown(listing)[0])

    @extend_schema(summary="Count the rows of a list", responses=TotalOutput,
                   parameters=[OpenApiParameter("filters", str, description=FILTERS)])
    @action(detail=True, methods=["get"])
    def total(self, request: Request, name: str) -> Response:
        """Exactly up to a bound."""
        listing = listing_called(name, self.viewer)
        count, more = counted(asked(listing, given_in(listing, request.query_params.get("filters", "")), by=self.viewer),
                              by=self.viewer)
        return Response(TotalOutput({"total": count, "more": more}).data)

    @extend_schema(summary="List your filters of a list", responses=SavedFilterOutput(many=True))
    @action(detail=True, methods=["get"])
    def filters(self, request: Request, name: str) -> Response:
        """By name."""
        return Response(SavedFilterOutput(choosing.own(listing_called(name, self.viewer), by=self.viewer), many=True).data)

    @extend_schema(summary="Save filters of a list", request=SavedFilterInput, responses={201: SavedFilterOutput})
    @filters.mapping.post
    def save_filters(self, request: Request, name: str) -> Response:
        """Under a name."""
        listing, given = listing_called(name, self.viewer), validated(SavedFilterInput, request)
        saved = choosing.keep(listing, given["name"], given_in(listing, given["filters"]), by=self.viewer)
        return Response(SavedFilterOutput(saved).data, status=201)

    @extend_schema(summary="Rename filters of a list", request=SavedFilterName, responses=SavedFilterOutput,
                   parameters=[_ONE_FILTER])
    @action(detail=True, methods=["patch"], url_path="filters/(?P<filter>[0-9]{1,19})")
    def saved(self, request: Request, name: str, filter: str) -> Response:
        """Call them otherwise."""
        choosing.rename(self._saved(name, filter), validated(SavedFilterName, request)["name"], by=self.viewer)
        return Response(SavedFilterOutput(self._saved(name, filter)).data)

    @extend_schema(summary="Delete filters of a list", responses={204: None}, parameters=[_ONE_FILTER])
    @saved.mapping.delete
    def delete_filters(self, request: Request, name: str, filter: str) -> Response:
        """They are kept no longer."""
        self._saved(name, filter).delete()
        return Response(status=204)

    def _saved(self, name: str, number: str) -> SavedFilter:
        return row_or_absent(choosing.own(listing_called(name, self.viewer), by=self.viewer), number_of(number) or 0)

    def _shown(self, *lists: Listing) -> Any:
        return ListOutput(lists, many=True, context={"chosen": chosen_columns(self.viewer, *lists)}).data
