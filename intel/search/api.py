"""The search in the API: as on the page, with the same visibility and audit."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import RoomViewSet, validated
from hub.kit.limits import LINE
from hub.kit.strict import StrictModelSerializer, StrictSerializer
from intel.search import saving
from intel.search.kinds import KINDS
from intel.search.models import Entry, SavedSearch
from intel.search.searching import CHOICES, Result, search
from intel.search.showing import Shown

_KINDS = [(kind.code, kind.words) for kind in KINDS.values()]


class FacetOutput(StrictSerializer):
    """How many of what was found are so, up to a thousand; `more`: and more."""

    value = serializers.CharField()
    count = serializers.IntegerField()
    more = serializers.BooleanField()


class FoundOutput(StrictSerializer):
    """One thing that was found; `snippets` are the places in its text, what was looked for between ** and **."""

    kind = serializers.ChoiceField(_KINDS)
    id = serializers.IntegerField()
    title = serializers.CharField()
    reference = serializers.CharField()
    agency = serializers.CharField()
    at = serializers.DateTimeField()
    classification = serializers.CharField()
    address = serializers.CharField(help_text="Of its page.")
    snippets = serializers.ListField(child=serializers.CharField())


@extend_schema_serializer(many=False)
class SearchOutput(StrictSerializer):
    """A page of what was found, best first, and how all of it divides."""

    count = serializers.IntegerField(help_text="Up to a thousand of each kind.")
    more = serializers.BooleanField(help_text="Whether there is more than is counted.")
    page = serializers.IntegerField()
    names_wait_since = serializers.DateTimeField(
        allow_null=True, help_text="What was written from then on is found by names only as they are written.")
    results = FoundOutput(many=True)
    kinds = FacetOutput(many=True)
    agencies = FacetOutput(many=True)
    years = FacetOutput(many=True)


class SearchViewSet(RoomViewSet):
    """One search over everything that you may see."""

    queryset = Entry.objects.none()  # closed to everybody but functions
    view_act = "search.view_entry"
    serializer_class = SearchOutput
    pagination_class = None

    @extend_schema(summary="Search", responses=SearchOutput, parameters=[
        OpenApiParameter("q", str, description="Words, \"phrases\", begin*, -without,"
                                               " kind:alert agency:AN since:2026-01-01 until:2026."),
        *(OpenApiParameter(name, str, description="As the operator of that name.") for name in CHOICES),
        OpenApiParameter("new", int, description="In what is new since these news of a saved search, the object of a notice."),
        OpenApiParameter("page", int)])
    def list(self, request: Request) -> Response:
        """Reports, alerts, subjects, traders, consignments, requests and releases with all of the words."""
        return Response(as_json(search(request.query_params, by=self.viewer)))


def as_json(result: Result) -> dict[str, Any]:
    """A result as the API gives it."""
    answer = result.answer
    facets = {name: [{"value": one.value, "count": one.count, "more": one.more} for one in several]
              for name, several in (("kinds", answer.kinds), ("agencies", answer.agencies), ("years", answer.years))}
    return {"count": result.count, "more": answer.more, "page": result.page,
            "names_wait_since": answer.names_wait_since, "results": [_line(line) for line in result.lines],
            **facets}


def _line(line: Shown) -> dict[str, Any]:
    return {"kind": line.kind.code, "id": line.pk, "title": "".join(piece.text for piece in line.title),
            "reference": line.reference, "agency": line.agency.code, "at": line.at, "classification": line.classification,
            "address": line.address, "snippets": ["".join(f"**{piece.text}**" if piece.meant else piece.text for piece in place)
                                                  for place in line.snippets]}


class SavedSearchInput(StrictSerializer):
    """A search under a name, as its address has it."""

    name = serializers.CharField(max_length=saving.LONGEST_NAME)
    q = serializers.CharField(max_length=LINE, help_text="As the search takes it.")
    kind = serializers.CharField(max_length=40, default="", allow_blank=True)
    agency = serializers.CharField(max_length=12, default="", allow_blank=True)
    since = serializers.CharField(max_length=10, default="", allow_blank=True)
    until = serializers.CharField(max_length=10, default="", allow_blank=True)
    tells = serializers.BooleanField(default=False, help_text="Whether you are told of what is new or changed and fits.")


class SavedSearchChange(StrictSerializer):
    """What is otherwise from now on."""

    name = serializers.CharField(max_length=saving.LONGEST_NAME, required=False)
    tells = serializers.BooleanField(required=False, help_text="Whether you are told of what is new or changed and fits.")


class SavedSearchOutput(StrictModelSerializer[SavedSearch]):
    """A search that you keep. `wrong` says why it finds nothing any more, and is empty where it can be asked."""

    given = serializers.DictField(child=serializers.CharField(), read_only=True, help_text="As parameters of the search.")
    wrong = serializers.SerializerMethodField()

    class Meta:
        model = SavedSearch
        fields = ("id", "name", "given", "saved_at", "tells", "wrong")
        read_only_fields = fields

    @extend_schema_field(serializers.CharField())
    def get_wrong(self, row: SavedSearch) -> str:
        """In the language of the request."""
        return saving.wrong(row)


class SavedSearchViewSet(RoomViewSet):
    """Searches that you keep by name, 50 at most; nobody else sees them."""

    queryset = SavedSearch.objects.order_by("name", "pk")
    serializer_class = SavedSearchOutput
    view_act = "search.view_entry"
    pagination_class = None

    @extend_schema(summary="List your saved searches", responses=SavedSearchOutput(many=True))
    def list(self, request: Request) -> Response:
        """By name."""
        return Response(SavedSearchOutput(self.get_queryset(), many=True).data)

    @extend_schema(summary="Save a search", request=SavedSearchInput, responses={201: SavedSearchOutput})
    def create(self, request: Request) -> Response:
        """What cannot be searched for is refused, and so is a name that another of them has."""
        given = validated(SavedSearchInput, request)
        return Response(SavedSearchOutput(
            saving.save(given.pop("name"), given, by=self.viewer, tells=given.pop("tells"))).data, status=201)

    @extend_schema(summary="Read a saved search", responses=SavedSearchOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """What it asks."""
        return Response(SavedSearchOutput(self.get_object()).data)

    @extend_schema(summary="Change a saved search", request=SavedSearchChange, responses=SavedSearchOutput)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Call it otherwise, be told or no more. What it asks stays: save another search instead."""
        row, changed = self.get_object(), validated(SavedSearchChange, request)
        if "name" in changed:
            row = saving.rename(row, changed["name"], by=self.viewer)
        if "tells" in changed:
            row = saving.tell(row, changed["tells"], by=self.viewer)
        return Response(SavedSearchOutput(row).data)

    @extend_schema(summary="Remove a saved search", responses={204: None})
    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Keep it no longer."""
        saving.remove(self.get_object(), by=self.viewer)
        return Response(status=204)


routes = [("search", SearchViewSet), ("saved-searches", SavedSearchViewSet)]
