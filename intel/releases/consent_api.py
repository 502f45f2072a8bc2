"""Consents in the API: what originators are asked, and answer."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import SearchedViewSet, validated
from agencies.access.door import row_or_absent
from agencies.audit import record
from hub.kit.preconditions import ETAG, described_on_revision, on_revision, tagged
from intel.releases import selectors, services
from intel.releases.consent_serializers import ConsentDecision, ReleaseConsentOutput, ReleaseConsentRead
from intel.releases.filters import ConsentFilter
from intel.releases.life import VIEW
from intel.releases.models import Consent
from intel.releases.serializers import ReleaseAct, ReleaseReason, ReleaseRefusal


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

    @extend_schema(summary="Read a consent", responses=ReleaseConsentRead, parameters=[ETAG])
    def retrieve(self, request: Request, pk: str) -> Response:
        """Exactly what would leave, to whom, for what."""
        row = self.get_object()
        record("consent.read", by=self.viewer, on=row)
        return tagged(Response(ReleaseConsentRead(row).data), row)

    @described_on_revision(summary="Ask those on whose information it rests", request=ReleaseAct, responses=ReleaseConsentRead)
    @action(detail=True, methods=["post"], url_path="ask-on")
    def ask_on(self, request: Request, pk: str) -> Response:
        """Who has to consent before your agency does, and was not asked yet. Not with a token."""
        return self._answered(services.ask_on, ReleaseAct)

    @described_on_revision(summary="Consent", request=ConsentDecision, responses=ReleaseConsentRead)
    @action(detail=True, methods=["post"])
    def agree(self, request: Request, pk: str) -> Response:
        """To the portions chosen, exactly as they are shown. Not with a token."""
        return self._answered(services.consent, ConsentDecision)

    @described_on_revision(summary="Not consent", request=ReleaseRefusal, responses=ReleaseConsentRead)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        """Saying why, which the recipient never reads. Not with a token."""
        return self._answered(services.decline, ReleaseRefusal)

    @described_on_revision(summary="Take a consent back", request=ReleaseReason, responses=ReleaseConsentRead)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: str) -> Response:
        """While nothing was released on it, saying why. Not with a token."""
        return self._answered(services.take_back, ReleaseReason)

    def _answered(self, serve: Any, form: type[ReleaseAct]) -> Response:
        row = self.get_object()
        with on_revision(self.request, row, validated(form, self.request)) as given:
            serve(by=self.viewer, consent=row, **given)
        row = row_or_absent(self.get_queryset(), row.pk)
        return tagged(Response(ReleaseConsentRead(row).data), row)
