"""The search in the API: as on the page, with the same visibility and audit."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import RoomViewSet
from hub.kit.strict import StrictSerializer
from intel.search.kinds import KINDS
from intel.search.models import Entry
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


routes = [("search", SearchViewSet)]
