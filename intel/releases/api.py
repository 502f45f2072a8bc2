"""Releases in the API: with the same visibility, rules and audit as the pages."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import SearchedViewSet
from agencies.access.door import row_or_absent
from agencies.audit import record
from hub.kit.pages import as_file
from intel.enquiries.selectors import enquiries
from intel.releases import selectors, services
from intel.releases.answers.api import ReleaseAnswerViewSet
from intel.releases.bill import bill_of
from intel.releases.certificate_api import ReleaseCertificateViewSet
from intel.releases.copies import take_copy
from intel.releases.emergency.api import EmergencyInput
from intel.releases.emergency.api import routes as of_emergencies
from intel.releases.emergency.services import release_in_emergency
from intel.releases.entries import ItemEntry
from intel.releases.filters import ConsentFilter, ReleaseFilter, ReleaseRequestFilter
from intel.releases.life import VIEW
from intel.releases.models import Consent, Release, ReleaseRequest
from intel.releases.reading import read, searched_out
from intel.releases.serializers import (
    ConsentDecision,
    ReleaseAct,
    ReleaseConsentOutput,
    ReleaseConsentRead,
    ReleaseCorrection,
    ReleaseDecision,
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

    @extend_schema(summary="Read a request to release", responses=ReleaseRequestOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """With its portions and its bill: who has to consent to what, and did."""
        row = self.get_object()
        record("release.request_read", by=self.viewer, on=row)
        return self._shown(row)

    @extend_schema(summary="Draft a request to release", request=ReleaseRequestInput, responses={201: ReleaseRequestOutput})
    def create(self, request: Request) -> Response:
        """It stays a draft of your agency until it is submitted, and somebody else sends it."""
        given = _given(ReleaseRequestInput, request)
        enquiry = given.validated_data.get("enquiry")
        row = services.draft_release(by=self.viewer, entry=given.entry(), recipient=given.recipient_agency(),
                                     enquiry=row_or_absent(enquiries(), enquiry) if enquiry else None)
        return self._shown(row, status=201)

    @extend_schema(summary="Change a draft", request=ReleaseRequestChange, responses=ReleaseRequestOutput)
    def update(self, request: Request, pk: str) -> Response:
        """Only its author. A `revision` that is not the present one is a conflict."""
        row, given = self.get_object(), _given(ReleaseRequestChange, request)
        return self._shown(services.edit_release(
            by=self.viewer, request=row, entry=given.entry(), recipient=given.recipient_agency(),
            revision=given.validated_data["revision"]))

    @extend_schema(summary="Submit a request to release", request=ReleaseAct, responses=ReleaseRequestOutput)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """So that somebody else of your agency sends it."""
        return self._moved(services.submit, ReleaseAct)

    @extend_schema(summary="Return a request to its author", request=ReleaseReason, responses=ReleaseRequestOutput)
    @action(detail=True, methods=["post"], url_path="return")
    def return_to_author(self, request: Request, pk: str) -> Response:
        """Saying why."""
        return self._moved(services.return_to_author, ReleaseReason)

    @extend_schema(summary="Send a request to release", request=ReleaseAct, responses=ReleaseRequestOutput)
    @action(detail=True, methods=["post"])
    def send(self, request: Request, pk: str) -> Response:
        """To the originators that have to consent, and to who decides. Not with a token."""
        return self._moved(services.send, ReleaseAct)

    @extend_schema(summary="Decide to release", request=ReleaseDecision, responses={201: ReleaseOutput})
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """The portions chosen, each with the consent of all its originators. Not with a token."""
        release = services.release(by=self.viewer, request=self.get_object(), **_given(ReleaseDecision, request).validated_data)
        return Response(ReleaseOutput(row_or_absent(selectors.releases(), release.pk)).data, status=201)

    @extend_schema(summary="Release in an emergency", request=EmergencyInput, responses={201: ReleaseOutput})
    @action(detail=True, methods=["post"])
    def emergency(self, request: Request, pk: str) -> Response:
        """At once, without the consents: a life is in danger. By a release authority or the desk on duty; not with a token."""
        given = _given(EmergencyInput, request).validated_data
        release = release_in_emergency(by=self.viewer, request=self.get_object(), **given)
        return Response(ReleaseOutput(row_or_absent(selectors.releases(), release.pk)).data, status=201)

    @extend_schema(summary="Refuse to release", request=ReleaseRefusal, responses=ReleaseRequestOutput)
    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, pk: str) -> Response:
        """Saying why; the recipient learns nothing. Not with a token."""
        return self._moved(services.refuse, ReleaseRefusal)

    @extend_schema(summary="Withdraw a request to release", request=ReleaseReason, responses=ReleaseRequestOutput)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Before it is decided, saying why."""
        return self._moved(services.withdraw, ReleaseReason)

    def _moved(self, serve: Any, form: type[ReleaseAct]) -> Response:
        return self._shown(serve(by=self.viewer, request=self.get_object(), **_given(form, self.request).validated_data))

    def _shown(self, row: ReleaseRequest, *, status: int = 200) -> Response:
        row = row_or_absent(self.get_queryset(), row.pk)
        return Response(ReleaseRequestOutput(row, context={"bill": bill_of(row)}).data, status=status)


class ReleaseConsentViewSet(SearchedViewSet):
    """Information of one agency that another wants to release: without its consent it does not leave."""

    queryset = Consent.objects.order_by("-id")
    serializer_class = ReleaseConsentOutput
    filterset_class = ConsentFilter
    view_act, searched, row = VIEW, "consent.searched", ReleaseConsentOutput

    def get_queryset(self) -> QuerySet[Consent]:
        """What the own agency is asked, and what it asked of others, newest first."""
        return selectors.consents()

    @extend_schema(summary="List consents", responses=ReleaseConsentOutput(many=True))
    def list(self, request: Request) -> Response:
        """Newest first; filters as on the page."""
        return self.found(request)

    @extend_schema(summary="Read a consent", responses=ReleaseConsentRead)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Exactly what would leave, to whom, for what."""
        row = self.get_object()
        record("consent.read", by=self.viewer, on=row)
        return Response(ReleaseConsentRead(row).data)

    @extend_schema(summary="Ask those on whose information it rests", request=ReleaseAct, responses=ReleaseConsentRead)
    @action(detail=True, methods=["post"], url_path="ask-on")
    def ask_on(self, request: Request, pk: str) -> Response:
        """Who has to consent before your agency does, and was not asked yet. Not with a token."""
        return self._answered(services.ask_on, ReleaseAct)

    @extend_schema(summary="Consent", request=ConsentDecision, responses=ReleaseConsentRead)
    @action(detail=True, methods=["post"])
    def agree(self, request: Request, pk: str) -> Response:
        """To the portions chosen, exactly as they are shown. Not with a token."""
        return self._answered(services.consent, ConsentDecision)

    @extend_schema(summary="Not consent", request=ReleaseRefusal, responses=ReleaseConsentRead)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        """Saying why, which the recipient never reads. Not with a token."""
        return self._answered(services.decline, ReleaseRefusal)

    @extend_schema(summary="Take a consent back", request=ReleaseReason, responses=ReleaseConsentRead)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: str) -> Response:
        """While nothing was released on it, saying why. Not with a token."""
        return self._answered(services.take_back, ReleaseReason)

    def _answered(self, serve: Any, form: type[ReleaseAct]) -> Response:
        row = self.get_object()
        serve(by=self.viewer, consent=row, **_given(form, self.request).validated_data)
        return Response(ReleaseConsentRead(row_or_absent(self.get_queryset(), row.pk)).data)


class ReleaseViewSet(SearchedViewSet):
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

    @extend_schema(summary="Read a release", responses=ReleaseOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Its portions while they may be read."""
        row = self.get_object()
        read(row, by=self.viewer)
        return Response(ReleaseOutput(row).data)

    @extend_schema(summary="Take a copy of a release", responses={
        (200, "application/pdf"): OpenApiTypes.BINARY, (200, "application/json"): OpenApiTypes.OBJECT}, parameters=[
        OpenApiParameter("format", enum=CopyFormat.values, default=CopyFormat.PDF.value)])
    @action(detail=True, methods=["get"])
    def export(self, request: Request, pk: str) -> HttpResponse:
        """For people or for programs; each has a code of its own at each portion. Where nothing may be read, 409."""
        copy, document = take_copy(by=self.viewer, release=self.get_object(),
                                   format=request.query_params.get("format", CopyFormat.PDF))
        return as_file(copy, document, copy.format)

    @extend_schema(summary="Acknowledge a release", request=ReleaseAct, responses=ReleaseOutput)
    @action(detail=True, methods=["post"])
    def acknowledge(self, request: Request, pk: str) -> Response:
        """Its conditions, for your agency: from then on it is read."""
        return self._moved(services.acknowledge, ReleaseAct)

    @extend_schema(summary="Recall a release", request=ReleaseReason, responses=ReleaseOutput)
    @action(detail=True, methods=["post"])
    def recall(self, request: Request, pk: str) -> Response:
        """Its recipient reads it no more, and reads why. Not with a token."""
        return self._moved(services.recall, ReleaseReason)

    @extend_schema(summary="Correct a release", request=ReleaseCorrection, responses={201: ReleaseRequestRow(many=True)})
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """A draft for it, and for each of `also`, that is to take its place: sent and decided on as any other."""
        row, given = self.get_object(), _given(ReleaseCorrection, request).validated_data
        also = [row_or_absent(selectors.of_the_same(row), number) for number in dict.fromkeys(given["also"])]
        drafts = services.draft_corrections(
            by=self.viewer, releases=[row, *also], reason=given["reason"], rests_on_others=given["rests_on_others"],
            items=[ItemEntry(**item) for item in given["items"]])
        return Response(ReleaseRequestRow(drafts, many=True).data, status=201)

    @extend_schema(summary="Sign for a recall", request=ReleaseReceipt, responses=ReleaseOutput)
    @action(detail=True, methods=["post"])
    def receipts(self, request: Request, pk: str) -> Response:
        """What became of the copies, for the agency that received it."""
        return self._moved(services.sign_receipt, ReleaseReceipt)

    @extend_schema(summary="End a release", request=ReleaseReason, responses=ReleaseOutput)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """For either side, saying why."""
        return self._moved(services.end, ReleaseReason)

    def _moved(self, serve: Any, form: type[ReleaseAct]) -> Response:
        row = serve(by=self.viewer, release=self.get_object(), **_given(form, self.request).validated_data)
        return Response(ReleaseOutput(row_or_absent(self.get_queryset(), row.pk)).data)


routes = [("release-requests", ReleaseRequestViewSet), ("release-consents", ReleaseConsentViewSet),
          ("releases", ReleaseViewSet), ("release-answers", ReleaseAnswerViewSet),
          ("release-certificate", ReleaseCertificateViewSet), *of_emergencies]
