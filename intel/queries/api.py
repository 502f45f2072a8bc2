"""Queries in the API: asking, the answer, and what others asked about things of ours."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import SearchedViewSet, validated
from agencies.audit import record
from hub.kit.limits import LINE, REASON
from hub.kit.pages import as_document
from hub.kit.strict import StrictModelSerializer, StrictSerializer
from intel.queries import selectors, services
from intel.queries.batches.api import BatchViewSet
from intel.queries.certificates import certify
from intel.queries.disclosing_api import DisclosureViewSet
from intel.queries.entries import LIMITS, SEVERAL, QueryEntry
from intel.queries.filters import QueryFilter, SoundingFilter
from intel.queries.levels import ANSWERS, HIT_ANSWERS, STATES
from intel.queries.models import Query, Sounding, Urgency
from intel.queries.standing.api import StandingOutput, StandingViewSet
from intel.queries.standing.services import stand
from intel.subjects.entries import ADDRESS, VALUE
from intel.subjects.models import IdentifierKind, Subject


class AskedIdentifierSerializer(StrictSerializer):
    """A number by which it is known."""

    kind = serializers.ChoiceField(IdentifierKind.choices)
    value = serializers.CharField(max_length=VALUE)
    country = serializers.CharField(max_length=2, required=False, default="", allow_blank=True)


class QueryInput(StrictSerializer):
    """One question about one subject. Purpose, legal basis and case are required; a name or a number is."""

    purpose = serializers.CharField(max_length=40, help_text="A code of the scheme `purpose`.")
    legal_basis = serializers.CharField(max_length=LIMITS["legal_basis"])
    case_reference = serializers.CharField(max_length=LIMITS["case_reference"],
                                           help_text="Of your own files. No other agency reads it.")
    urgency = serializers.ChoiceField(Urgency.choices, required=False, default=Urgency.NORMAL.value)
    kind = serializers.ChoiceField(Subject.Kind.choices)
    names = serializers.ListField(child=serializers.CharField(max_length=LINE), required=False, default=list, max_length=SEVERAL)
    identifiers = AskedIdentifierSerializer(many=True, required=False, default=list)
    birth_dates = serializers.ListField(child=serializers.CharField(max_length=10), required=False, default=list,
                                        max_length=SEVERAL, help_text="1971, 1971-03 or 1971-03-12.")
    countries = serializers.ListField(child=serializers.CharField(max_length=2), required=False, default=list, max_length=SEVERAL)
    addresses = serializers.ListField(child=serializers.CharField(max_length=ADDRESS), required=False, default=list,
                                      max_length=SEVERAL)

    def entry(self) -> QueryEntry:
        """What is asked."""
        given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value
                                 for name, value in self.validated_data.items()}
        numbers = tuple((one["kind"], one["value"], one["country"]) for one in given.pop("identifiers"))
        return QueryEntry(identifiers=numbers, **given)


class HitOutput(StrictSerializer):
    """One hit. Hits stand in the order of their references, which says nothing."""

    hit_reference = serializers.CharField(help_text="Drawn: quote it when you ask the owner for more.")
    answer = serializers.ChoiceField(HIT_ANSWERS)
    owner_agency = serializers.CharField(help_text="Code of the agency whose desk to contact.")
    likelihood = serializers.ChoiceField(["LIKELY", "VERY_LIKELY"])
    alert = serializers.IntegerField(allow_null=True, help_text="With data only: the alert in force, where you may read it.")
    subject = serializers.IntegerField(allow_null=True, help_text="With data only.")


class QueryOutput(StrictModelSerializer[Query]):
    """A query. While it is PENDING nothing is known of its answer."""

    state = serializers.SerializerMethodField()
    answer = serializers.SerializerMethodField()
    hits = serializers.SerializerMethodField()
    answered_at = serializers.DateTimeField(allow_null=True, read_only=True)

    class Meta:
        model = Query
        fields = ["id", "reference", "state", "answer", "hits", "asked_at", "answered_at"]

    @extend_schema_field(serializers.ChoiceField(STATES))
    def get_state(self, query: Query) -> str:
        """Whether the answer can be read."""
        return "ANSWERED" if query.answer else "PENDING"

    @extend_schema_field(serializers.ChoiceField(ANSWERS, allow_null=True))
    def get_answer(self, query: Query) -> str | None:
        """The best of its hits."""
        return query.answer.answer if query.answer else None

    @extend_schema_field(HitOutput(many=True))
    def get_hits(self, query: Query) -> Any:
        """As far as owners disclose them."""
        return query.answer.hits if query.answer else []


class QueryDetailOutput(QueryOutput):
    """A query with what was asked."""

    asked_by = serializers.CharField(source="asked_by.username", read_only=True)
    agency = serializers.CharField(source="owner_agency.code", read_only=True)
    withdrawn_because = serializers.CharField(read_only=True)

    class Meta(QueryOutput.Meta):
        fields = [*QueryOutput.Meta.fields, "agency", "asked_by", "purpose", "legal_basis", "case_reference", "urgency", "kind",
                  "names", "identifiers", "birth_dates", "countries", "addresses", "withdrawn_at",
                  "withdrawn_because", "retain_until", "purged_at"]


class WithdrawInput(StrictSerializer):
    """Why it was a mistake."""

    reason = serializers.CharField(max_length=REASON)


class QueryViewSet(SearchedViewSet):
    """Queries of your agency, newest first."""

    queryset = Query.objects.order_by("-id")
    serializer_class = QueryOutput
    filterset_class = QueryFilter
    view_act, searched, row = "queries.view_query", "query.searched", QueryDetailOutput

    def get_queryset(self) -> QuerySet[Query]:
        """Those the viewer may see."""
        return selectors.queries()

    def filter_queryset(self, queryset: QuerySet[Query]) -> QuerySet[Query]:
        """Filters narrow the list, not a single one."""
        return queryset if self.detail else super().filter_queryset(queryset)

    @extend_schema(summary="List queries", responses=QueryDetailOutput(many=True))
    def list(self, request: Request) -> Response:
        """Filters as on the page."""
        return self.found(request)

    @extend_schema(summary="Read a query and its answer", responses=QueryDetailOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Ask again until it is ANSWERED: after a second and a half, or a whole multiple of that."""
        query = self.get_object()
        record("query.read", by=self.viewer, on=query)
        return Response(QueryDetailOutput(query).data)

    @extend_schema(summary="Ask whether another agency has something", request=QueryInput, responses={201: QueryOutput})
    def create(self, request: Request) -> Response:
        """The answer is PENDING, whatever there is."""
        form = QueryInput(data=request.data)
        form.is_valid(raise_exception=True)
        query = services.ask(by=self.viewer, entry=form.entry())
        return Response(QueryOutput(selectors.queries().get(pk=query.pk)).data, status=201)

    @extend_schema(summary="Take a mistaken query back", request=WithdrawInput, responses=QueryDetailOutput)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Its record stays."""
        services.withdraw(by=self.viewer, query=self.get_object(), **validated(WithdrawInput, request))
        return Response(QueryDetailOutput(self.get_object()).data)


    @extend_schema(summary="Have a query asked again each night", request=None, responses={201: StandingOutput})
    @action(detail=True, methods=["post"])
    def standing(self, request: Request, pk: str) -> Response:
        """For thirty days: you are told when more is disclosed, and of nothing else."""
        return Response(StandingOutput(stand(by=self.viewer, query=self.get_object())).data, status=201)

    @extend_schema(summary="Take the certificate of a query", responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def certificate(self, request: Request, pk: str) -> HttpResponse:
        """A PDF for the case file, numbered: the same number whenever it is taken. Before there is an answer, 409."""
        return as_document(*certify(by=self.viewer, query=self.get_object()))


class SoundingOutput(StrictModelSerializer[Sounding]):
    """That somebody asked, and met something of yours."""

    subject_label = serializers.CharField(source="subject.label", read_only=True)
    asking_agency = serializers.CharField(source="asking_agency.code", read_only=True)

    class Meta:
        model = Sounding
        fields = ["id", "reference", "subject", "subject_label", "asking_agency", "asking_unit", "purpose", "urgency",
                  "asked_at", "told", "retain_until"]


class SoundingViewSet(SearchedViewSet):
    """What others asked that met something of your agency's, newest first."""

    queryset = Sounding.objects.order_by("-id")
    serializer_class = SoundingOutput
    filterset_class = SoundingFilter
    view_act, searched, row = "queries.view_sounding", "sounding.searched", SoundingOutput

    def get_queryset(self) -> QuerySet[Sounding]:
        """Those the viewer may see."""
        return selectors.soundings()

    @extend_schema(summary="List what others asked about things of yours", responses=SoundingOutput(many=True))
    def list(self, request: Request) -> Response:
        """Filters as on the page."""
        return self.found(request)


routes = [("queries/batches", BatchViewSet), ("queries/standing", StandingViewSet), ("queries", QueryViewSet),
          ("soundings", SoundingViewSet), ("disclosures", DisclosureViewSet)]
