"""Subjects in the API: with the same visibility, rules and audit as the pages."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import SearchedViewSet, audience_groups, validated
from agencies.access.audience import chosen_groups
from agencies.audit import record
from intel.subjects import selectors, services
from intel.subjects.filters import ProposalFilter, SubjectFilter
from intel.subjects.models import Subject, SubjectProposal
from intel.subjects.serializers import (
    DecisionInput,
    ProposalOutput,
    RefusalInput,
    ShareInput,
    SubjectChange,
    SubjectDetail,
    SubjectInput,
    SubjectOutput,
)


class SubjectViewSet(SearchedViewSet):
    """Persons, organisations and things. One that you may not see is not there."""

    queryset = Subject.objects.order_by("-id")
    serializer_class = SubjectOutput
    filterset_class = SubjectFilter
    view_act, searched, row = "subjects.view_subject", "subject.searched", SubjectOutput

    def get_queryset(self) -> QuerySet[Subject]:
        """Every visible subject, newest first."""
        return selectors.newest().prefetch_related("names", "identifiers")

    @extend_schema(summary="List subjects", responses=SubjectOutput(many=True))
    def list(self, request: Request) -> Response:
        """Newest first; filters as on the page."""
        return self.found(request)

    @extend_schema(summary="Read a subject", responses=SubjectDetail)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One subject with its names and identifiers."""
        subject = self.get_object()
        record("subject.read", by=self.viewer, on=subject)
        return Response(SubjectDetail(subject).data)

    @extend_schema(summary="Register a subject", request=SubjectInput, responses={201: SubjectDetail})
    def create(self, request: Request) -> Response:
        """Who besides your agency may see it is chosen now, and confirmed by a second person."""
        given = validated(SubjectInput, request)
        groups = chosen_groups(audience_groups(given.pop("audience"), act=self.view_act), by=self.viewer, act=self.view_act,
                               own_agency_only=given.pop("own_agency_only"))
        subject = services.register_subject(by=self.viewer, groups=groups, **_described(given))
        return Response(SubjectDetail(subject).data, status=201)

    @extend_schema(summary="Change a subject", request=SubjectChange, responses={200: SubjectDetail, 202: ProposalOutput})
    def partial_update(self, request: Request, pk: str) -> Response:
        """What is left out stays; a list that is given replaces the old one. An old `revision` is a conflict.

        A subject that was approved with an alert, a report or its sharing stays: then the answer is 202, and the change
        waits for a second person.
        """
        subject = self.get_object()
        form = SubjectChange(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        revision = given.pop("revision", 0)
        changed = services.change_subject(by=self.viewer, subject=subject, revision=revision, **_described(given))
        if isinstance(changed, SubjectProposal):
            return Response(ProposalOutput(changed).data, status=202)
        return Response(SubjectDetail(changed).data)

    @extend_schema(summary="Propose to share a subject", request=ShareInput, responses={202: ProposalOutput})
    @action(detail=True, methods=["post"])
    def share(self, request: Request, pk: str) -> Response:
        """That more people see it waits for a second person; nobody loses sight of it."""
        subject = self.get_object()
        audience = audience_groups(validated(ShareInput, request)["audience"], act=self.view_act)
        groups = chosen_groups(audience, own_agency_only=False, by=self.viewer, act=self.view_act)
        proposal = services.share_subject(by=self.viewer, subject=subject, groups=groups)
        return Response(ProposalOutput(proposal).data, status=202)


class ProposalViewSet(SearchedViewSet):
    """What waits, or waited, for a second person about the subjects of your agency."""

    queryset = SubjectProposal.objects.order_by("-id")
    serializer_class = ProposalOutput
    row = ProposalOutput
    filterset_class = ProposalFilter
    searched = "subject.proposals_listed"
    view_act = "subjects.view_subject"

    def get_queryset(self) -> QuerySet[SubjectProposal]:
        """Newest first."""
        return selectors.proposals()

    @extend_schema(summary="List proposals about subjects", responses=ProposalOutput(many=True))
    def list(self, request: Request) -> Response:
        """Newest first; `state=WAITING` for those to be decided."""
        return self.found(request)

    @extend_schema(summary="Read a proposal about a subject", responses=ProposalOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """What it would change, or who else would see the subject."""
        proposal = self.get_object()
        record("subject.proposal_read", by=self.viewer, on=proposal.subject, proposal=proposal.pk)
        return Response(ProposalOutput(proposal).data)

    @extend_schema(summary="Approve a proposal", request=DecisionInput, responses=ProposalOutput)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        """Let it come true. Never by who proposed it."""
        return self._decided(services.approve, DecisionInput)

    @extend_schema(summary="Refuse a proposal", request=RefusalInput, responses=ProposalOutput)
    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, pk: str) -> Response:
        """Leave the subject as it is, saying why."""
        return self._decided(services.refuse, RefusalInput)

    @extend_schema(summary="Take back a proposal", request=DecisionInput, responses=ProposalOutput)
    @action(detail=True, methods=["post"], url_path="take-back")
    def retract(self, request: Request, pk: str) -> Response:
        """Only who proposed it."""
        return self._decided(services.retract, DecisionInput)

    def _decided(self, serve: Any, shape: type[DecisionInput]) -> Response:
        proposal, given = self.get_object(), validated(shape, self.request)
        return Response(ProposalOutput(serve(by=self.viewer, proposal=proposal, **given)).data)


routes = [("subjects", SubjectViewSet), ("subject-proposals", ProposalViewSet)]


def _described(given: dict[str, Any]) -> dict[str, Any]:
    """What the services take, from validated input."""
    if "names" in given:
        given["names"] = [(name["kind"], name["name"]) for name in given["names"]]
    if "identifiers" in given:
        given["identifiers"] = [(number["kind"], number["value"], number["country"]) for number in given["identifiers"]]
    return given
