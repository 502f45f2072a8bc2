"""Requests in the API: with the same visibility, rules and audit as the pages.

`/api/v1/requests/` are those of the own agency; `/api/v1/enquiries/` is what one agency is asked by another, for both.
"""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from agencies.access.api import SearchedViewSet, validated
from agencies.access.door import row_or_absent, viewer_of
from agencies.audit import record
from agencies.models import Agency
from hub.kit.errors import Invalid
from intel.enquiries import selectors, services
from intel.enquiries.entries import AnswerEntry, RequestEntry
from intel.enquiries.filters import DIRECTIONS, EnquiryFilter, RequestFilter
from intel.enquiries.models import Enquiry, Proposal, Request
from intel.enquiries.origins import born_from
from intel.enquiries.serializers import (
    AnswerAct,
    AnswerInput,
    AnswerReason,
    EnquiryNoteSerializer,
    EnquiryOutput,
    EnquiryRow,
    RequestAct,
    RequestChange,
    RequestDraft,
    RequestOutput,
    RequestReason,
    RequestRow,
)


class DirectedFilter(EnquiryFilter):
    """And whether the own agency is asked, or asks."""

    direction = django_filters.ChoiceFilter(method="directed", choices=DIRECTIONS)

    def directed(self, queryset: QuerySet[Enquiry], name: str, value: str) -> QuerySet[Enquiry]:
        """Received, or asked."""
        side = "asked_agency" if value == "received" else "asking_agency"
        return queryset.filter(**{side: viewer_of(self.request).agency_id})


class RequestViewSet(SearchedViewSet):
    """What your agency asks of others. Nobody else reads it; what they are told is an enquiry for each."""

    queryset = Request.objects.order_by("-id")
    serializer_class = RequestRow
    filterset_class = RequestFilter
    view_act, searched, row = "enquiries.view_enquiry", "request.searched", RequestRow

    def get_queryset(self) -> QuerySet[Request]:
        """Those of the own agency, newest first."""
        return selectors.requests()

    def get_serializer_context(self) -> dict[str, Any]:
        """With the codes of all agencies, read once."""
        return {**super().get_serializer_context(), "names": dict(Agency.objects.values_list("pk", "code"))}

    @extend_schema(summary="List requests", responses=RequestRow(many=True))
    def list(self, request: ApiRequest) -> Response:
        """Newest first; filters as on the page."""
        return self.found(request)

    @extend_schema(summary="Read a request", responses=RequestOutput)
    def retrieve(self, request: ApiRequest, pk: str) -> Response:
        """One request, and where it stands with each agency asked."""
        row = self.get_object()
        record("request.read", by=self.viewer, on=row)
        return Response(RequestOutput(row).data)

    @extend_schema(summary="Draft a request", request=RequestDraft, responses={201: RequestOutput})
    def create(self, request: ApiRequest) -> Response:
        """It stays a draft of your agency until somebody else sends it."""
        given = validated(RequestDraft, request)
        addressees, origin = _agencies(given.pop("addressees")), born_from(given.pop("born_from", ""))
        row = services.draft_request(by=self.viewer, entry=RequestEntry(**_tuples(given)), addressees=addressees,
                                     born_from=origin)
        return Response(RequestOutput(row).data, status=201)

    @extend_schema(summary="Change a draft", request=RequestChange, responses=RequestOutput)
    def partial_update(self, request: ApiRequest, pk: str) -> Response:
        """Only its author; what is left out stays. A `revision` that is not the present one is a conflict."""
        row, form = self.get_object(), RequestChange(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        if "addressees" in given:
            given["addressees"] = _agencies(given["addressees"])
        revision = given.pop("revision", None)
        return Response(RequestOutput(services.edit_request(by=self.viewer, request=row, revision=revision, **given)).data)

    @extend_schema(summary="Submit a draft", request=RequestAct, responses=RequestOutput)
    @action(detail=True, methods=["post"])
    def submit(self, request: ApiRequest, pk: str) -> Response:
        """Hand it in to be sent by somebody else."""
        return self._moved(services.submit, RequestAct)

    @extend_schema(summary="Return a request to its author", request=RequestReason, responses=RequestOutput)
    @action(detail=True, methods=["post"], url_path="return")
    def return_(self, request: ApiRequest, pk: str) -> Response:
        """Give a submitted request back, saying why."""
        return self._moved(services.return_to_author, RequestReason)

    @extend_schema(summary="Send a request", request=RequestAct, responses=RequestOutput)
    @action(detail=True, methods=["post"])
    def send(self, request: ApiRequest, pk: str) -> Response:
        """To the agencies asked, as it was submitted. Never the author; not with a token."""
        return self._moved(services.send, RequestAct)

    @extend_schema(summary="Drop a request", request=RequestReason, responses=RequestOutput)
    @action(detail=True, methods=["post"])
    def drop(self, request: ApiRequest, pk: str) -> Response:
        """Give up a request that was not sent."""
        return self._moved(services.drop_request, RequestReason)

    def _moved(self, serve: Any, form: type[RequestAct]) -> Response:
        row, given = self.get_object(), validated(form, self.request)
        serve(by=self.viewer, request=row, **given)
        return Response(RequestOutput(self.get_object()).data)


class EnquiryViewSet(SearchedViewSet):
    """What one agency is asked by another: read by both, and by nobody else."""

    queryset = Enquiry.objects.order_by("-sent_at", "-id")
    serializer_class = EnquiryRow
    filterset_class = DirectedFilter
    view_act, searched, row = "enquiries.view_enquiry", "request.searched", EnquiryRow

    def get_queryset(self) -> QuerySet[Enquiry]:
        """What the own agency is asked, or asks, newest first."""
        return selectors.enquiries()

    @extend_schema(summary="List enquiries", responses=EnquiryRow(many=True))
    def list(self, request: ApiRequest) -> Response:
        """Newest first; filters as on the page."""
        return self.found(request)

    @extend_schema(summary="Read an enquiry", responses=EnquiryOutput)
    def retrieve(self, request: ApiRequest, pk: str) -> Response:
        """What one agency is asked, and what it answered."""
        row = self.get_object()
        record("request.read", by=self.viewer, on=row)
        return Response(EnquiryOutput(row).data)

    @extend_schema(summary="Acknowledge an enquiry", request=RequestAct, responses=EnquiryOutput)
    @action(detail=True, methods=["post"])
    def acknowledge(self, request: ApiRequest, pk: str) -> Response:
        """Tell who asks that it has come."""
        return self._moved(services.acknowledge, RequestAct)

    @extend_schema(summary="Take up an enquiry", request=RequestAct, responses=EnquiryOutput)
    @action(detail=True, methods=["post"], url_path="take-up")
    def take_up(self, request: ApiRequest, pk: str) -> Response:
        """Tell who asks that it is being worked on."""
        return self._moved(services.take_up, RequestAct)

    @extend_schema(summary="Answer that nothing can be given", request=RequestAct, responses=EnquiryOutput)
    @action(detail=True, methods=["post"], url_path="nothing-held")
    def nothing_held(self, request: ApiRequest, pk: str) -> Response:
        """Takes one person, whether or not there is something."""
        return self._moved(services.say_nothing_held, RequestAct)

    @extend_schema(summary="Close an enquiry", request=RequestAct, responses=EnquiryOutput)
    @action(detail=True, methods=["post"])
    def close(self, request: ApiRequest, pk: str) -> Response:
        """Tell who answered that nothing more is needed."""
        return self._moved(services.close, RequestAct)

    @extend_schema(summary="Take back an enquiry", request=RequestReason, responses=EnquiryOutput)
    @action(detail=True, methods=["post"])
    def recall(self, request: ApiRequest, pk: str) -> Response:
        """Before it is answered; the agency asked reads why."""
        return self._moved(services.recall, RequestReason)

    @extend_schema(summary="Ask whether an enquiry may be passed on", request=RequestAct, responses=EnquiryOutput)
    @action(detail=True, methods=["post"], url_path="ask-to-pass-on")
    def ask_to_pass_on(self, request: ApiRequest, pk: str) -> Response:
        """Without consent another agency is asked in words of one's own."""
        return self._moved(services.ask_to_pass_on, RequestAct)

    @extend_schema(summary="Let an enquiry be passed on", request=RequestAct, responses=EnquiryOutput)
    @action(detail=True, methods=["post"], url_path="let-pass-on")
    def let_pass_on(self, request: ApiRequest, pk: str) -> Response:
        """In the words of your question; not with a token. This is final."""
        return self._moved(services.let_pass_on, RequestAct)

    @extend_schema(summary="Decline that an enquiry is passed on", request=RequestAct, responses=EnquiryOutput)
    @action(detail=True, methods=["post"], url_path="decline-passing-on")
    def decline_passing_on(self, request: ApiRequest, pk: str) -> Response:
        """It may be asked for again."""
        return self._moved(services.decline_passing_on, RequestAct)

    @extend_schema(summary="Note something on an enquiry", request=EnquiryNoteSerializer, responses=EnquiryOutput)
    @action(detail=True, methods=["post"])
    def note(self, request: ApiRequest, pk: str) -> Response:
        """For the own agency alone."""
        return self._moved(services.note, EnquiryNoteSerializer)

    @extend_schema(summary="Propose an answer", request=AnswerInput, responses=EnquiryOutput)
    @action(detail=True, methods=["post"], url_path="propose-answer")
    def propose_answer(self, request: ApiRequest, pk: str) -> Response:
        """Somebody else gives it; the agency that asked learns nothing of it yet."""
        row, given = self.get_object(), validated(AnswerInput, request)
        revision = given.pop("revision")
        services.propose_answer(by=self.viewer, enquiry=row, revision=revision, entry=AnswerEntry(**_tuples(given)))
        return Response(EnquiryOutput(self.get_object()).data)

    @extend_schema(summary="Give an answer", request=AnswerAct, responses=EnquiryOutput)
    @action(detail=True, methods=["post"], url_path="give-answer")
    def give_answer(self, request: ApiRequest, pk: str) -> Response:
        """That somebody else proposed, as it was proposed. Not with a token."""
        return self._decided(services.give_answer, AnswerAct)

    @extend_schema(summary="Return an answer", request=AnswerReason, responses=EnquiryOutput)
    @action(detail=True, methods=["post"], url_path="return-answer")
    def return_answer(self, request: ApiRequest, pk: str) -> Response:
        """Not give what somebody else proposed, saying why."""
        return self._decided(services.return_answer, AnswerReason)

    @extend_schema(summary="Take back an answer", request=AnswerAct, responses=EnquiryOutput)
    @action(detail=True, methods=["post"], url_path="retract-answer")
    def retract_answer(self, request: ApiRequest, pk: str) -> Response:
        """That one proposed oneself and nobody gave yet."""
        return self._decided(services.retract_answer, AnswerAct)

    def _moved(self, serve: Any, form: Any) -> Response:
        row, given = self.get_object(), validated(form, self.request)
        serve(by=self.viewer, enquiry=row, **given)
        return Response(EnquiryOutput(self.get_object()).data)

    def _decided(self, serve: Any, form: type[AnswerAct]) -> Response:
        row, given = self.get_object(), validated(form, self.request)
        proposals = Proposal.objects.select_related("enquiry").filter(enquiry=row)
        serve(by=self.viewer, proposal=row_or_absent(proposals, given.pop("proposal")), **given)
        return Response(EnquiryOutput(self.get_object()).data)


routes = [("requests", RequestViewSet), ("enquiries", EnquiryViewSet)]


def _agencies(codes: list[str]) -> list[int]:
    """The ids of the agencies of these codes. Raises Invalid with the place of one that is none."""
    known = dict(Agency.objects.taking_part().values_list("code", "pk"))
    for number, code in enumerate(codes):
        if code not in known:
            raise Invalid(_("There is no agency “%(code)s”.") % {"code": code}, field=f"addressees.{number}")
    return [known[code] for code in codes]


def _tuples(given: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
