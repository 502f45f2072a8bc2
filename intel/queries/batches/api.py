"""Files of questions in the API."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import RoomViewSet, validated
from agencies.access.door import row_or_absent
from agencies.audit import record
from hub.kit.intake import takes_files
from hub.kit.pages import as_table
from hub.kit.strict import StrictModelSerializer, StrictSerializer
from intel.queries.batches.results import answers_of, export
from intel.queries.batches.services import ask_file, batches
from intel.queries.batches.views import errors_of
from intel.queries.entries import LIMITS, Why
from intel.queries.models import Batch, Urgency


class BatchInput(StrictSerializer):
    """A CSV file with the columns kind, names, identifiers, birth_date, country, address, and why all of its rows are asked."""

    purpose = serializers.CharField(max_length=40, help_text="A code of the scheme `purpose`.")
    legal_basis = serializers.CharField(max_length=LIMITS["legal_basis"])
    case_reference = serializers.CharField(max_length=LIMITS["case_reference"])
    urgency = serializers.ChoiceField(Urgency.choices, required=False, default=Urgency.NORMAL.value)
    file = serializers.FileField(help_text="Plain or gzipped, up to 10,000 rows. Names, identifiers (kind:value:country) and "
                                           "the others may be several, between bars.")


class AnswersSerializer(StrictSerializer):
    """How many rows were answered how."""

    NO_HIT = serializers.IntegerField()
    HIT_CONTACT_OWNER = serializers.IntegerField()
    HIT_WITH_DATA = serializers.IntegerField()


class BatchOutput(StrictModelSerializer[Batch]):
    """A file of questions. `state` is how far its reading is; `answered_at` is there when its answers open, all at once."""

    agency = serializers.CharField(source="owner_agency.code", read_only=True)
    started_by = serializers.CharField(source="started_by.username", read_only=True)
    answered_at = serializers.DateTimeField(allow_null=True, read_only=True)

    class Meta:
        model = Batch
        fields = ["id", "reference", "file_name", "state", "reason", "rows_read", "rows_asked", "rows_bad", "answered_at",
                  "agency", "started_by", "started_at", "finished_at", "purpose", "legal_basis", "case_reference", "urgency"]


class BatchDetailOutput(BatchOutput):
    """A file of questions with how many were answered how."""

    answers = serializers.SerializerMethodField()

    class Meta(BatchOutput.Meta):
        fields = [*BatchOutput.Meta.fields, "answers"]

    @extend_schema_field(AnswersSerializer(allow_null=True))
    def get_answers(self, batch: Batch) -> dict[str, int] | None:
        """Once they are open."""
        return answers_of(batch)


class BatchViewSet(RoomViewSet):
    """Files of questions of your agency, newest first."""

    queryset = Batch.objects.order_by("-id")
    serializer_class = BatchOutput
    view_act = "queries.view_query"
    parser_classes = [MultiPartParser]

    @classmethod
    def as_view(cls, actions: Any = None, **given: Any) -> Any:
        """A view that takes files."""
        return takes_files(most_bytes=settings.CONFIGURATION.upload_most_megabytes << 20)(super().as_view(actions, **given))

    def get_queryset(self) -> QuerySet[Batch]:
        """Those the viewer may see."""
        return batches()

    @extend_schema(summary="List files of queries", responses=BatchOutput(many=True))
    def list(self, request: Request) -> Response:
        """Newest first."""
        page = self.paginate_queryset(self.get_queryset()) or []
        record("batch.listed", by=self.viewer, found=len(page))
        return self.get_paginated_response(BatchOutput(page, many=True).data)

    @extend_schema(summary="Read how far a file of queries is", responses=BatchDetailOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Ask again until `answered_at` is there: the answers of a file open at one instant."""
        batch = self.get_object()
        record("batch.read", by=self.viewer, on=batch)
        return Response(BatchDetailOutput(batch).data)

    @extend_schema(summary="Ask all rows of a file", request={"multipart/form-data": BatchInput},
                   responses={201: BatchDetailOutput})
    def create(self, request: Request) -> Response:
        """It is read in the background; good rows are asked, bad ones come back with row and column."""
        given = validated(BatchInput, request)
        file = given.pop("file")
        batch = ask_file(by=self.viewer, why=Why(**given), file_name=file.name, content=file.read())
        return Response(BatchDetailOutput(batches().get(pk=batch.pk)).data, status=201)

    @extend_schema(summary="Take the answers of a file", responses={(200, "text/csv"): OpenApiTypes.STR})
    @action(detail=True, methods=["get"])
    def results(self, request: Request, pk: str) -> HttpResponse:
        """As CSV, once they are open; a line for each hit. Before, 409."""
        batch = self.get_object()
        return as_table(batch.reference, export(by=self.viewer, batch=batch))

    @extend_schema(summary="Take the bad rows of a file", responses={(200, "text/csv"): OpenApiTypes.STR})
    @action(detail=True, methods=["get"])
    def errors(self, request: Request, pk: str) -> HttpResponse:
        """As CSV, with row, column and reason."""
        batch = row_or_absent(Batch.objects.defer("content"), self.get_object().pk)
        return as_table(f"{batch.reference}-errors", errors_of(request, batch))
