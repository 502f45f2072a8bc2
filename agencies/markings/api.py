"""The code tables in the API: what a program needs to show and to choose codes."""

from typing import Any

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import RoomViewSet
from agencies.markings.labels import scheme_label
from agencies.markings.models import Code
from hub.kit.limits import LINE
from hub.kit.strict import StrictModelSerializer


class CodeSerializer(StrictModelSerializer[Code]):
    """A code with its words, in the language asked for by Accept-Language."""

    scheme_label = serializers.SerializerMethodField()
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    definition = serializers.CharField(read_only=True)

    class Meta:
        model = Code
        fields = ("scheme", "scheme_label", "code", "label", "definition", "label_en", "label_es", "definition_en",
                  "definition_es", "source", "amount", "valid_from", "valid_until")
        read_only_fields = fields

    def get_scheme_label(self, code: Code) -> str:
        """The words for the scheme."""
        return scheme_label(code.scheme)


class CodeFilter(django_filters.FilterSet):
    """One scheme, such as `handling` or `admiralty.source`."""

    scheme = django_filters.CharFilter(max_length=LINE)

    class Meta:
        model = Code
        fields = ("scheme",)


class CodeViewSet(ListModelMixin, RoomViewSet):
    """Codes of the field, with their labels and definitions in Spanish and English."""

    queryset = Code.objects.order_by("scheme", "rank", "id")
    serializer_class = CodeSerializer
    filterset_class = CodeFilter
    view_act = "agencies.enter"

    @extend_schema(summary="List codes")
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """All schemes, each in its official order; codes out of force included, with their dates."""
        return super().list(request, *args, **kwargs)


routes = [("codes", CodeViewSet)]
