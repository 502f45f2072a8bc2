"""Reports in the API: with the same visibility, rules and audit as the pages."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access import audience_of
from agencies.access.api import SearchedViewSet, audience_groups, validated
from agencies.access.audience import who_will_see
from agencies.audit import record
from agencies.lists.several_api import SeveralMixin
from hub.kit.errors import NotAllowed, NotFound
from intel.reports import selectors, services
from intel.reports.entries import ParagraphEntry
from intel.reports.filters import ReportFilter
from intel.reports.models import Report, ReportGrant, ReportLink
from intel.reports.resting import cited
from intel.reports.serializers import (
    ActInput,
    LinkInput,
    ReasonInput,
    ReportChange,
    ReportInput,
    ReportOutput,
    ReportRow,
    SeersOutput,
    UnlinkInput,
)


class ReportViewSet(SeveralMixin, SearchedViewSet):
    """Intelligence reports. A report, a paragraph or a link that you may not see is not there."""

    queryset = Report.objects.order_by("-id")
    serializer_class = ReportRow
    filterset_class = ReportFilter
    view_act, searched, row = "reports.view_report", "report.searched", ReportRow
    several = "reports"

    def get_queryset(self) -> QuerySet[Report]:
        """Every visible report, newest first."""
        return selectors.newest().select_related("disseminated_by")

    @extend_schema(summary="List reports", responses=ReportRow(many=True))
    def list(self, request: Request) -> Response:
        """Newest first; filters as on the page."""
        return self.found(request)

    @extend_schema(summary="Read a report", responses=ReportOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One report, with whatever of it and around it you may see."""
        report = self.get_object()
        record("report.read", by=self.viewer, on=report)
        return Response(ReportOutput(report).data)

    @extend_schema(summary="Draft a report", request=ReportInput, responses={201: ReportOutput})
    def create(self, request: Request) -> Response:
        """It stays a draft that only your agency sees until somebody else disseminates it."""
        given = validated(ReportInput, request)
        return Response(ReportOutput(services.draft_report(by=self.viewer, **_written(given))).data, status=201)

    @extend_schema(summary="Change a draft", request=ReportChange, responses=ReportOutput)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Only its author; what is left out stays. A `revision` that is not the present one is a conflict."""
        form = ReportChange(data=request.data, partial=True)
        form.fields["revision"].required = True
        report = self.get_object()
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        if "revision" not in given:
            ReportChange(data=request.data).is_valid(raise_exception=True)
        changed = services.edit_report(by=self.viewer, report=report, revision=given.pop("revision"), **_written(given))
        return Response(ReportOutput(changed).data)

    @extend_schema(summary="Submit a draft", request=ActInput, responses=ReportOutput)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Hand it in for dissemination by somebody else."""
        return self._moved(services.submit, ActInput)

    @extend_schema(summary="Return a report to its author", request=ReasonInput, responses=ReportOutput)
    @action(detail=True, methods=["post"], url_path="return")
    def return_(self, request: Request, pk: str) -> Response:
        """Give a submitted report back, saying why."""
        return self._moved(services.return_to_author, ReasonInput)

    @extend_schema(summary="Disseminate a report", request=ActInput, responses=ReportOutput)
    @action(detail=True, methods=["post"])
    def disseminate(self, request: Request, pk: str) -> Response:
        """Let its audience see it. Never the author."""
        return self._moved(services.disseminate, ActInput)

    @extend_schema(summary="Withdraw a report", request=ReasonInput, responses=ReportOutput)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take it out of use, saying why."""
        return self._moved(services.withdraw, ReasonInput)

    @extend_schema(summary="Begin a new version of a report", request=ActInput, responses={201: ReportOutput})
    @action(detail=True, methods=["post"])
    def revise(self, request: Request, pk: str) -> Response:
        """A draft that says the same. The report that is out stays as it is until somebody else disseminates the new one."""
        report, given = self.get_object(), validated(ActInput, request)
        return Response(ReportOutput(services.revise_report(by=self.viewer, report=report, **given)).data, status=201)

    @extend_schema(summary="Link a report to another", request=LinkInput, responses={201: ReportOutput})
    @action(detail=True, methods=["post"])
    def link(self, request: Request, pk: str) -> Response:
        """Both have to be visible to you; this one has to be your agency's."""
        report, given = self.get_object(), validated(LinkInput, request)
        target = Report.objects.filter(pk=given["target"]).first()
        if target is None:
            raise NotFound
        services.link_reports(by=self.viewer, source=report, target=target, kind=given["kind"])
        return Response(ReportOutput(report).data, status=201)

    @extend_schema(summary="Remove a link", request=UnlinkInput, responses=ReportOutput)
    @action(detail=True, methods=["post"])
    def unlink(self, request: Request, pk: str) -> Response:
        """Take away a link by which this report points to another."""
        report, given = self.get_object(), validated(UnlinkInput, request)
        found = ReportLink.objects.select_related("source", "target").filter(pk=given["link"], source=report).first()
        if found is None:
            raise NotFound
        services.unlink_reports(by=self.viewer, link=found)
        return Response(ReportOutput(report).data)

    @extend_schema(summary="Preview who will see a report", responses=SeersOutput(many=True), filters=False)
    @action(detail=True, methods=["get"], url_path="who-will-see", pagination_class=None, filterset_class=None)
    def who_will_see(self, request: Request, pk: str) -> Response:
        """Whom its audience means, for the agency it belongs to."""
        report = self.get_object()
        if report.owner_agency_id != self.viewer.agency_id:
            raise NotAllowed
        groups = [held.group_id for held in audience_of(report, grant=ReportGrant)]
        seers = who_will_see(groups, classification=report.classification, by=self.viewer, act="reports.view_report")
        return Response(SeersOutput(seers, many=True).data)

    def _moved(self, serve: Any, form: type[ActInput]) -> Response:
        report, given = self.get_object(), validated(form, self.request)
        return Response(ReportOutput(serve(by=self.viewer, report=report, **given)).data)


routes = [("reports", ReportViewSet)]


def _written(given: dict[str, Any]) -> dict[str, Any]:
    """What the services take, from validated input."""
    if "paragraphs" in given:
        given["paragraphs"] = [
            ParagraphEntry(**{**paragraph, "cites": cited(paragraph.get("cites", ()), f"paragraphs.{number}.cites")})
            for number, paragraph in enumerate(given["paragraphs"])]
    if "subjects" in given:
        given["subjects"] = [(named["subject"], named["role"]) for named in given["subjects"]]
    if "audience" in given:
        given["audience"] = audience_groups(given["audience"], act="reports.view_report")
    return given
