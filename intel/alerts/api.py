"""Alerts in the API: with the same visibility, rules and audit as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import SearchedViewSet, audience_groups, validated
from agencies.audit import record
from agencies.lists.several_api import SeveralMixin
from hub.kit.errors import Invalid
from intel.alerts import selectors, services
from intel.alerts.entries import AlertEntry
from intel.alerts.filters import AlertFilter
from intel.alerts.models import Alert
from intel.alerts.serializers import AlertAct, AlertChange, AlertInput, AlertOutput, AlertReason, AlertRow
from intel.subjects.entries import SubjectEntry
from intel.subjects.models import Subject


class AlertViewSet(SeveralMixin, SearchedViewSet):
    """What to look for. An alert that you may not see is not there."""

    queryset = Alert.objects.order_by("-id")
    serializer_class = AlertRow
    filterset_class = AlertFilter
    view_act, searched, row = "alerts.view_alert", "alert.searched", AlertRow
    several = "alerts"

    def get_queryset(self) -> QuerySet[Alert]:
        """Every visible alert, newest first."""
        return selectors.newest().select_related("issued_by")

    @extend_schema(summary="List alerts", responses=AlertRow(many=True))
    def list(self, request: Request) -> Response:
        """Newest first; filters as on the page."""
        return self.found(request)

    @extend_schema(summary="Read an alert", responses=AlertOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One alert with its subject."""
        alert = self.get_object()
        record("alert.read", by=self.viewer, on=alert)
        return Response(AlertOutput(alert).data)

    @extend_schema(summary="Draft an alert", request=AlertInput, responses={201: AlertOutput})
    def create(self, request: Request) -> Response:
        """It stays a draft that only your agency sees until somebody else issues it."""
        given = validated(AlertInput, request)
        subject, new, more = given.pop("subject", None), given.pop("new_subject", None), _around(given)
        alert = services.draft_alert(
            by=self.viewer, subject=_visible(subject), new_subject=_described(new) if new else None,
            entry=AlertEntry(**given), **more)
        return Response(AlertOutput(alert).data, status=201)

    @extend_schema(summary="Change a draft", request=AlertChange, responses=AlertOutput)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Only its author; what is left out stays. A `revision` that is not the present one is a conflict."""
        alert = self.get_object()
        form = AlertChange(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        if "revision" not in given:
            AlertChange(data=request.data).is_valid(raise_exception=True)
        revision, more = given.pop("revision"), _around(given)
        changed = services.edit_alert(by=self.viewer, alert=alert, revision=revision, **given, **more)
        return Response(AlertOutput(changed).data)

    @extend_schema(summary="Submit a draft", request=AlertAct, responses=AlertOutput)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Hand it in for validation by somebody else."""
        return self._moved(services.submit, AlertAct)

    @extend_schema(summary="Return an alert to its author", request=AlertReason, responses=AlertOutput)
    @action(detail=True, methods=["post"], url_path="return")
    def return_(self, request: Request, pk: str) -> Response:
        """Give a submitted alert back, saying why."""
        return self._moved(services.return_to_author, AlertReason)

    @extend_schema(summary="Issue an alert", request=AlertAct, responses=AlertOutput)
    @action(detail=True, methods=["post"])
    def issue(self, request: Request, pk: str) -> Response:
        """Put it in force: it is matched, and its audience sees it. Never the author."""
        return self._moved(services.issue, AlertAct)

    @extend_schema(summary="Suspend an alert", request=AlertReason, responses=AlertOutput)
    @action(detail=True, methods=["post"])
    def suspend(self, request: Request, pk: str) -> Response:
        """Stop matching it for a while, saying why."""
        return self._moved(services.suspend, AlertReason)

    @extend_schema(summary="Resume an alert", request=AlertReason, responses=AlertOutput)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:
        """Match it again, saying why."""
        return self._moved(services.resume, AlertReason)

    @extend_schema(summary="Withdraw an alert", request=AlertReason, responses=AlertOutput)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """End it before its time, saying why."""
        return self._moved(services.withdraw, AlertReason)

    @extend_schema(summary="Begin a new version of an alert", request=AlertAct, responses={201: AlertOutput})
    @action(detail=True, methods=["post"])
    def revise(self, request: Request, pk: str) -> Response:
        """A draft that says the same. The alert in force stays as it is until somebody else issues the new one."""
        alert, given = self.get_object(), validated(AlertAct, request)
        return Response(AlertOutput(services.revise_alert(by=self.viewer, alert=alert, **given)).data, status=201)

    def _moved(self, serve: Any, form: type[AlertAct]) -> Response:
        alert, given = self.get_object(), validated(form, self.request)
        return Response(AlertOutput(serve(by=self.viewer, alert=alert, **given)).data)


routes = [("alerts", AlertViewSet)]


def _around(given: dict[str, Any]) -> dict[str, Any]:
    """Audience and reports taken out of what was given; what remains are the fields of the alert itself."""
    taken: dict[str, Any] = {name: given.pop(name) for name in ("audience", "own_agency_only", "reports") if name in given}
    if "audience" in taken:
        taken["audience"] = audience_groups(taken["audience"], act="alerts.view_alert")
    if "handling_codes" in given:
        given["handling_codes"] = tuple(given["handling_codes"])
    return taken


def _visible(subject: int | None) -> Subject | None:
    """The subject of that id. Raises Invalid for one that the viewer does not see, or that is not there."""
    if subject is None:
        return None
    found = Subject.objects.filter(pk=subject).first()
    if found is None:
        raise Invalid(_("There is no such subject."), field="subject")
    return found


def _described(given: dict[str, Any]) -> SubjectEntry:
    names = tuple((name["kind"], name["name"]) for name in given.get("names", ()))
    numbers = tuple((n["kind"], n["value"], n["country"]) for n in given.get("identifiers", ()))
    plain = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    return SubjectEntry(**plain | {"names": names, "identifiers": numbers})
