"""What could be known, in the API: for the auditor of an agency (`knowledge`), and for that of the hub (`knowledge-counts`)."""

from datetime import datetime

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import RoomViewSet
from agencies.access.door import number_of
from agencies.audit import record
from agencies.audit.models import Event
from agencies.markings.classification import Classification
from agencies.models import Agency
from hub.kit.errors import NotFound
from hub.kit.pages import as_table
from hub.kit.paging import KeysetPagination
from hub.kit.strict import StrictSerializer
from intel.knowledge.exporting import export
from intel.knowledge.forms import KINDS, WHOSE, CountForm, KnownForm, MomentForm
from intel.knowledge.known import counted, people_then, the_one, uses_of
from intel.knowledge.paging import page_of
from intel.knowledge.views import COLUMNS, COUNT, VIEW, asked_for, checked, question_of

#: How many things a page has, and how another number is asked for: as of all lists.
_PAGES = KeysetPagination()

_AT = OpenApiParameter("at", datetime, description="The moment, ISO 8601; now if nothing is said.")
_NARROWED = [
    _AT, OpenApiParameter("person", str, description="User name of somebody of your agency."),
    OpenApiParameter("kind", str, enum=[kind for kind, _words in KINDS]),
    OpenApiParameter("whose", str, enum=[code for code, _words in WHOSE])]


class KnownOutput(StrictSerializer):
    """A thing that your agency could know of, with how many persons could read it at the moment (`could`), and until then were
    told of it, opened it, and took it out of the hub.
    """

    kind = serializers.CharField()
    id = serializers.IntegerField()
    reference = serializers.CharField()
    agency = serializers.CharField()
    could = serializers.IntegerField()
    told = serializers.IntegerField()
    told_at = serializers.DateTimeField(allow_null=True)
    opened = serializers.IntegerField()
    opened_at = serializers.DateTimeField(allow_null=True)
    last_opened_at = serializers.DateTimeField(allow_null=True)
    exported = serializers.IntegerField()
    exported_at = serializers.DateTimeField(allow_null=True)


class KnownPageOutput(StrictSerializer):
    """A page of them."""

    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = KnownOutput(many=True)


class UseOutput(StrictSerializer):
    """Who could read a thing, was told of it, opened or exported it; `how` is a kind of notice, a query, or an act of the log."""

    column = serializers.ChoiceField(COLUMNS)
    person = serializers.CharField(source="username")
    at = serializers.DateTimeField(allow_null=True)
    how = serializers.CharField()


class ThenOutput(StrictSerializer):
    """A person of your agency as they were at the moment."""

    person = serializers.CharField(source="username")
    clearance = serializers.ChoiceField(Classification.choices)
    roles = serializers.ListField(child=serializers.CharField())
    sharing_groups = serializers.ListField(child=serializers.CharField(), source="through")


class KnownCountOutput(StrictSerializer):
    """Of how many things of a kind."""

    kind = serializers.CharField()
    could = serializers.IntegerField()
    told = serializers.IntegerField()
    opened = serializers.IntegerField()
    exported = serializers.IntegerField()


class KnowledgeViewSet(RoomViewSet):
    """What your agency could know at a moment. Asking is an event of the log."""

    view_act = VIEW
    queryset = Event.objects.none()
    lookup_value_regex = "[a-z.]+-[0-9]{1,19}"

    @extend_schema(summary="List what your agency could know at a moment", responses=KnownPageOutput, parameters=[
        *_NARROWED, OpenApiParameter("cursor", str), OpenApiParameter("page_size", int)])
    def list(self, request: Request) -> Response:
        """Newest thing first."""
        form = checked(KnownForm(request.query_params, viewer=self.viewer))
        page = page_of(question_of(form), request, size=_PAGES.get_page_size(request) or _PAGES.page_size)
        record("knowledge.asked", by=self.viewer, found=len(page.rows), filters=asked_for(form))
        return Response({"next": page.older, "previous": page.newer, "results": KnownOutput(page.rows, many=True).data})

    @extend_schema(operation_id="v1_knowledge_retrieve", summary="Read who could know one thing at a moment",
                   responses=UseOutput(many=True), parameters=[
        _AT, OpenApiParameter("id", str, OpenApiParameter.PATH, description="Kind and id, as reports.report-17.")])
    def retrieve(self, request: Request, pk: str) -> Response:
        """Latest first."""
        kind, _dash, number = pk.rpartition("-")
        thing = number_of(number)
        if not self.viewer.may(VIEW) or thing is None or kind not in dict(KINDS):
            raise NotFound
        form = checked(MomentForm(request.query_params, viewer=self.viewer))
        if the_one(kind, thing, form.cleaned_data["at"]) is None:
            raise NotFound
        uses = uses_of(kind, thing, form.cleaned_data["at"])
        record("knowledge.read", by=self.viewer, kind=kind, id=thing, at=form.cleaned_data["at"])
        return Response(UseOutput(uses, many=True).data)

    @extend_schema(summary="List the people of your agency as they were", responses=ThenOutput(many=True), parameters=[_AT])
    @action(detail=False, methods=["get"], pagination_class=None)
    def people(self, request: Request) -> Response:
        """With roles, clearance and sharing groups."""
        form = checked(MomentForm(request.query_params, viewer=self.viewer))
        rows = people_then(form.cleaned_data["at"])
        record("knowledge.people_asked", by=self.viewer, found=len(rows), filters=asked_for(form))
        return Response(ThenOutput(rows, many=True).data)

    @extend_schema(summary="Take what your agency could know as a file", responses={(200, "text/csv"): OpenApiTypes.STR},
                   parameters=_NARROWED)
    @action(detail=False, methods=["get"], pagination_class=None)
    def table(self, request: Request) -> HttpResponse:
        """As CSV. Takes somebody who signed in a moment ago: a token is answered `step_up_required`."""
        form = checked(KnownForm(request.query_params, viewer=self.viewer))
        return as_table("knowledge", export(question_of(form), by=self.viewer, asked=asked_for(form)))


class KnowledgeCountViewSet(RoomViewSet):
    """For the auditor of the hub: of how many things an agency could know. No person, no reference, no time."""

    view_act = COUNT
    queryset = Agency.objects.none()
    pagination_class = None

    @extend_schema(summary="Count what an agency could know at a moment", responses=KnownCountOutput(many=True), parameters=[
        _AT, OpenApiParameter("agency", str, required=True, description="Code of the agency.")])
    def list(self, request: Request) -> Response:
        """By kind."""
        form = checked(CountForm(request.query_params, viewer=self.viewer))
        rows = counted(form.cleaned_data["agency"], form.cleaned_data["at"])
        record("knowledge.counted", by=self.viewer, filters=asked_for(form))
        return Response(KnownCountOutput(rows, many=True).data)


routes = [("knowledge", KnowledgeViewSet), ("knowledge-counts", KnowledgeCountViewSet)]
