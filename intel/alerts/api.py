"""Alerts in the API: with the same visibility, rules and audit as the pages."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import RoomViewSet, audience_groups
from agencies.audit import record
from hub.kit.errors import Invalid
from intel.alerts import selectors, services
from intel.alerts.entries import AlertEntry
from intel.alerts.filters import AlertFilter
from intel.alerts.models import Alert
from intel.alerts.serializers import AlertInput, AlertOutput, AlertRevision, AlertRow, ReasonInput
from intel.subjects.models import Subject
from intel.subjects.services import register_subject


class AlertViewSet(RoomViewSet):
    """Alerts of your agency, and those issued by others and shared with you."""

    queryset = Alert.objects.order_by("-id")
    serializer_class = AlertRow
    filterset_class = AlertFilter
    view_act = "alerts.view_alert"

    def get_queryset(self) -> QuerySet[Alert]:
        """Every visible alert, newest first."""
        return selectors.newest()

    @extend_schema(summary="List alerts", responses=AlertRow(many=True))
    def list(self, request: Request) -> Response:
        """Newest first; filters as on the page."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        given = {name: value for name, value in request.query_params.items() if name in AlertFilter.base_filters}
        record("alert.searched", by=self.viewer, terms=given.pop("q", ""), filters=given, found=len(page))
        return self.get_paginated_response(AlertRow(page, many=True).data)

    @extend_schema(summary="Read an alert", responses=AlertOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One alert with its subject."""
        alert = self.get_object()
        record("alert.read", by=self.viewer, on=alert)
        return Response(AlertOutput(alert).data)

    @extend_schema(summary="Draft an alert", request=AlertInput, responses={201: AlertOutput})
    def create(self, request: Request) -> Response:
        """It stays a draft that only your agency sees until somebody else issues it."""
        given = _validated(AlertInput(data=request.data))
        alert = services.draft_alert(
            by=self.viewer, subject=self._subject(given), entry=_entry(given), reports=given["reports"],
            audience=audience_groups(given.get("audience", [])), own_agency_only=given["own_agency_only"])
        return Response(AlertOutput(alert).data, status=201)

    @extend_schema(summary="Change a draft", request=AlertRevision, responses=AlertOutput)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Only its author; what is left out stays. A `revision` that is not the present one is a conflict."""
        alert = self.get_object()
        given = _validated(AlertRevision(data=request.data, partial=True))
        if "revision" not in given:
            raise Invalid("Give the revision that you read.", field="revision")
        changes = {name: value for name, value in given.items() if name in AlertEntry.__slots__}
        if "handling_codes" in changes:
            changes["handling_codes"] = tuple(changes["handling_codes"])
        chosen = audience_groups(given["audience"]) if "audience" in given else None
        alert = services.edit_alert(by=self.viewer, alert=alert, revision=given["revision"], audience=chosen,
                                    own_agency_only=given.get("own_agency_only", False), **changes)
        return Response(AlertOutput(alert).data)

    @extend_schema(summary="Submit a draft", request=None, responses=AlertOutput)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Hand it in for validation by somebody else."""
        return Response(AlertOutput(services.submit(by=self.viewer, alert=self.get_object())).data)

    @extend_schema(summary="Issue an alert", request=None, responses=AlertOutput)
    @action(detail=True, methods=["post"])
    def issue(self, request: Request, pk: str) -> Response:
        """Put it in force. Never its author."""
        return Response(AlertOutput(services.issue(by=self.viewer, alert=self.get_object())).data)

    @extend_schema(summary="Return an alert to its author", request=ReasonInput, responses=AlertOutput)
    @action(detail=True, methods=["post"], url_path="return")
    def return_(self, request: Request, pk: str) -> Response:
        """Give a submitted alert back, saying why."""
        return self._with_reason(services.return_to_author)

    @extend_schema(summary="Suspend an alert", request=ReasonInput, responses=AlertOutput)
    @action(detail=True, methods=["post"])
    def suspend(self, request: Request, pk: str) -> Response:
        """Stop matching it for a while."""
        return self._with_reason(services.suspend)

    @extend_schema(summary="Resume an alert", request=ReasonInput, responses=AlertOutput)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:
        """Put a suspended alert in force again."""
        return self._with_reason(services.resume)

    @extend_schema(summary="Withdraw an alert", request=ReasonInput, responses=AlertOutput)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """End it before its time."""
        return self._with_reason(services.withdraw)

    def _with_reason(self, act: Callable[..., Alert]) -> Response:
        alert, given = self.get_object(), _validated(ReasonInput(data=self.request.data))
        return Response(AlertOutput(act(by=self.viewer, alert=alert, reason=given["reason"])).data)

    def _subject(self, given: dict[str, Any]) -> Subject:
        if "new_subject" in given:
            new = given["new_subject"]
            return register_subject(
                by=self.viewer, **new | {"names": [(n["kind"], n["name"]) for n in new["names"]],
                                         "identifiers": [(i["kind"], i["value"], i["country"]) for i in new["identifiers"]]})
        subject = Subject.objects.filter(pk=given["subject"]).first()
        if subject is None:
            raise Invalid("There is no such subject.", field="subject")
        return subject


routes = [("alerts", AlertViewSet)]


def _validated(read: Any) -> dict[str, Any]:
    read.is_valid(raise_exception=True)
    return dict(read.validated_data)


def _entry(given: dict[str, Any]) -> AlertEntry:
    values = {name: given[name] for name in AlertEntry.__slots__ if name in given}
    return AlertEntry(**values | {"handling_codes": tuple(values.get("handling_codes", ()))})
