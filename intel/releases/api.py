"""Releases in the API: with the same visibility, rules and audit as the pages."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import SearchedViewSet, validated
from agencies.access.door import row_or_absent
from agencies.audit import record
from agencies.once.making import IDEMPOTENCY_KEY, made_once
from hub.kit.pages import as_file
from hub.kit.preconditions import ETAG, described_on_revision, on_revision, tagged
from intel.enquiries.selectors import enquiries
from intel.releases import selectors, services
from intel.releases.answers.api import ReleaseAnswerViewSet
from intel.releases.bill import bill_of
from intel.releases.certificate_api import ReleaseCertificateViewSet
from intel.releases.consent_api import ReleaseConsentViewSet
from intel.releases.copies import take_copy
from intel.releases.emergency.api import EmergencyInput
from intel.releases.emergency.api import routes as of_emergencies
from intel.releases.emergency.services import release_in_emergency
from intel.releases.entries import ItemEntry
from intel.releases.filters import ReleaseFilter, ReleaseRequestFilter
from intel.releases.life import VIEW
from intel.releases.models import Release, ReleaseRequest
from intel.releases.outside.api import GivenOutside, OutsideBodyViewSet
from intel.releases.reading import read, searched_out
from intel.releases.serializers import (
    ReleaseAct,
    ReleaseCorrection,
    ReleaseDecision,
    ReleaseForGroupInput,
    ReleaseOutput,
    ReleaseReason,
    ReleaseReceipt,
    ReleaseRefusal,
    ReleaseRequestChange,
    ReleaseRequestInput,
    ReleaseRequestOutput,
    ReleaseRequestRow,
    ReleaseRow,
)
from intel.releases.states import CopyFormat


def _given(form: type[Any], request: Request) -> Any:
    """The serializer with what was sent, checked. Raises ValidationError with the field."""
    given = form(data=request.data)
    given.is_valid(raise_exception=True)
    return given


class ReleaseRequestViewSet(SearchedViewSet):
    """What your agency asks to release. Nobody outside learns of it before it is released."""

    queryset = ReleaseRequest.objects.order_by("-id")
    serializer_class = ReleaseRequestRow
    filterset_class = ReleaseRequestFilter
    view_act, searched, row = VIEW, "release.searched", ReleaseRequestRow

    def get_queryset(self) -> QuerySet[ReleaseRequest]:
        """Those of the own agency, newest first."""
        return selectors.requests().prefetch_related("portions")

    @extend_schema(summary="List requests to release", responses=ReleaseRequestRow(many=True))
    def list(self, request: Request) -> Response:
        """Newest first; filters as on the page."""
        return self.found(request)

    @extend_schema(summary="Read a request to release", responses=ReleaseRequestOutput, parameters=[ETAG])
    def retrieve(self, request: Request, pk: str) -> Response:
        """With its portions and its bill: who has to consent to what, and did."""
        row = self.get_object()
        record("release.request_read", by=self.viewer, on=row)
        return self._shown(row.pk)

    @extend_schema(summary="Draft a request to release", request=ReleaseRequestInput, responses={201: ReleaseRequestOutput},
                   parameters=[IDEMPOTENCY_KEY, ETAG])
    def create(self, request: Request) -> Response:
        """It stays a draft of your agency until it is submitted, and somebody else sends it."""
        given = _given(ReleaseRequestInput, request)
        enquiry = given.validated_data.get("enquiry")
        made = made_once(request, by=self.viewer, make=lambda: services.draft_release(
            by=self.viewer, entry=given.entry(), recipient=given.recipient_agency(),
            enquiry=row_or_absent(enquiries(), enquiry) if enquiry else None))
        return self._shown(made, status=201)

    @extend_schema(summary="Draft requests to release for a sharing group", request=ReleaseForGroupInput,
                   responses={201: ReleaseRequestRow(many=True)}, parameters=[IDEMPOTENCY_KEY])
    @action(detail=False, methods=["post"], url_path="for-group")
    def for_group(self, request: Request) -> Response:
        """One for each other agency that is in it now, for whom of it is in it; each goes on by itself."""
        given = _given(ReleaseForGroupInput, request)
        first = made_once(request, by=self.viewer, make=lambda: services.draft_for_group(
            by=self.viewer, entry=given.entry(), sharing_group=given.validated_data["sharing_group"],
            field="sharing_group")[0])
        row = row_or_absent(self.get_queryset(), first)
        return Response(ReleaseRequestRow([row, *selectors.together(row)], many=True).data, status=201)

    @described_on_revision(summary="Change a draft", request=ReleaseRequestChange, responses=ReleaseRequestOutput)
    def update(self, request: Request, pk: str) -> Response:
        """Only its author. A `revision` that is not the present one is a conflict."""
        row, form = self.get_object(), _given(ReleaseRequestChange, request)
        entry = form.entry() if "for_person" in request.data else replace(form.entry(), for_person=row.for_person)
        with on_revision(request, row, form.validated_data) as given:
            services.edit_release(by=self.viewer, request=row, entry=entry, recipient=form.recipient_agency(),
                                  revision=given["revision"])
        return self._shown(row.pk)

    @described_on_revision(summary="Submit a request to release", request=ReleaseAct, responses=ReleaseRequestOutput)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """So that somebody else of your agency sends it."""
        return self._moved(services.submit, ReleaseAct)

    @described_on_revision(summary="Return a request to its author", request=ReleaseReason, responses=ReleaseRequestOutput)
    @action(detail=True, methods=["post"], url_path="return")
    def return_to_author(self, request: Request, pk: str) -> Response:
        """Saying why."""
        return self._moved(services.return_to_author, ReleaseReason)

    @described_on_revision(summary="Send a request to release", request=ReleaseAct, responses=ReleaseRequestOutput)
    @action(detail=True, methods=["post"])
    def send(self, request: Request, pk: str) -> Response:
        """To the originators that have to consent, and to who decides. Not with a token."""
        return self._moved(services.send, ReleaseAct)

    @described_on_revision(summary="Decide to release", request=ReleaseDecision, responses={201: ReleaseOutput})
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """The portions chosen, each with the consent of all its originators. Not with a token."""
        return self._released(services.release, ReleaseDecision)

    @described_on_revision(summary="Release in an emergency", request=EmergencyInput, responses={201: ReleaseOutput})
    @action(detail=True, methods=["post"])
    def emergency(self, request: Request, pk: str) -> Response:
        """At once, without the consents: a life is in danger. By a release authority or the desk on duty; not with a token."""
        return self._released(release_in_emergency, EmergencyInput)

    @described_on_revision(summary="Refuse to release", request=ReleaseRefusal, responses=ReleaseRequestOutput)
    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, pk: str) -> Response:
        """Saying why; the recipient learns nothing. Not with a token."""
        return self._moved(services.refuse, ReleaseRefusal)

    @described_on_revision(summary="Withdraw a request to release", request=ReleaseReason, responses=ReleaseRequestOutput)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Before it is decided, saying why."""
        return self._moved(services.withdraw, ReleaseReason)

    def _released(self, serve: Any, form: type[Any]) -> Response:
        row = self.get_object()
        with on_revision(self.request, row, validated(form, self.request)) as given:
            release = row_or_absent(selectors.releases(), serve(by=self.viewer, request=row, **given).pk)
        return tagged(Response(ReleaseOutput(release).data, status=201), release)

    def _moved(self, serve: Any, form: type[ReleaseAct]) -> Response:
        row = self.get_object()
        with on_revision(self.request, row, validated(form, self.request)) as given:
            serve(by=self.viewer, request=row, **given)
        return self._shown(row.pk)

    def _shown(self, pk: int, *, status: int = 200) -> Response:
        row = row_or_absent(self.get_queryset(), pk)
        return tagged(Response(ReleaseRequestOutput(row, context={"bill": bill_of(row)}).data, status=status), row)


class ReleaseViewSet(SearchedViewSet, GivenOutside):
    """What other agencies released to yours, and yours to them: snapshots that stay as they were."""

    queryset = Release.objects.order_by("-id")
    serializer_class = ReleaseRow
    filterset_class = ReleaseFilter
    view_act, searched, row = VIEW, "release.searched", ReleaseRow

    def get_queryset(self) -> QuerySet[Release]:
        """Received and given, newest first."""
        return selectors.releases()

    @extend_schema(summary="List releases", responses=ReleaseRow(many=True))
    def list(self, request: Request) -> Response:
        """Newest first; filters as on the page."""
        return self.found(request)

    def shown(self, page: Sequence[Release], *, narrowed: bool) -> None:
        """What a search brings up is noted in the reading room."""
        searched_out(page, by=self.viewer, narrowed=narrowed)

    @extend_schema(summary="Read a release", responses=ReleaseOutput, parameters=[ETAG])
    def retrieve(self, request: Request, pk: str) -> Response:
        """Its portions while they may be read."""
        row = self.get_object()
        read(row, by=self.viewer)
        return tagged(Response(ReleaseOutput(row).data), row)

    @extend_schema(summary="Take a copy of a release", responses={
        (200, "application/pdf"): OpenApiTypes.BINARY, (200, "application/json"): OpenApiTypes.OBJECT}, parameters=[
        OpenApiParameter("format", enum=CopyFormat.values, default=CopyFormat.PDF.value)])
    @action(detail=True, methods=["get"])
    def export(self, request: Request, pk: str) -> HttpResponse:
        """For people or for programs; each has a code of its own at each portion. Where nothing may be read, 409."""
        copy, document = take_copy(by=self.viewer, release=self.get_object(),
                                   format=request.query_params.get("format", CopyFormat.PDF))
        return as_file(copy, document, copy.format)

    @described_on_revision(summary="Acknowledge a release", request=ReleaseAct, responses=ReleaseOutput)
    @action(detail=True, methods=["post"])
    def acknowledge(self, request: Request, pk: str) -> Response:
        """Its conditions, for your agency: from then on it is read."""
        return self._moved(services.acknowledge, ReleaseAct)

    @described_on_revision(summary="Recall a release", request=ReleaseReason, responses=ReleaseOutput)
    @action(detail=True, methods=["post"])
    def recall(self, request: Request, pk: str) -> Response:
        """Its recipient reads it no more, and reads why. Not with a token."""
        return self._moved(services.recall, ReleaseReason)

    @extend_schema(summary="Correct a release", request=ReleaseCorrection, responses={201: ReleaseRequestRow(many=True)})
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """A draft for it, and for each of `also`, that is to take its place: sent and decided on as any other."""
        row, given = self.get_object(), validated(ReleaseCorrection, request)
        also = [row_or_absent(selectors.of_the_same(row), number) for number in dict.fromkeys(given["also"])]
        drafts = services.draft_corrections(
            by=self.viewer, releases=[row, *also], reason=given["reason"], rests_on_others=given["rests_on_others"],
            items=[ItemEntry(**item) for item in given["items"]])
        return Response(ReleaseRequestRow(drafts, many=True).data, status=201)

    @described_on_revision(summary="Sign for a recall", request=ReleaseReceipt, responses=ReleaseOutput)
    @action(detail=True, methods=["post"])
    def receipts(self, request: Request, pk: str) -> Response:
        """What became of the copies, for the agency that received it."""
        return self._moved(services.sign_receipt, ReleaseReceipt)

    @described_on_revision(summary="End a release", request=ReleaseReason, responses=ReleaseOutput)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """For either side, saying why."""
        return self._moved(services.end, ReleaseReason)

    def _moved(self, serve: Any, form: type[ReleaseAct]) -> Response:
        row = self.get_object()
        with on_revision(self.request, row, validated(form, self.request)) as given:
            serve(by=self.viewer, release=row, **given)
        row = row_or_absent(self.get_queryset(), row.pk)
        return tagged(Response(ReleaseOutput(row).data), row)


routes = [("release-requests", ReleaseRequestViewSet), ("release-consents", ReleaseConsentViewSet),
          ("releases", ReleaseViewSet), ("release-answers", ReleaseAnswerViewSet),
          ("release-certificate", ReleaseCertificateViewSet), ("outside-bodies", OutsideBodyViewSet), *of_emergencies]
