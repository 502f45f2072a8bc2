"""Bodies outside in the API: the list of them, links and papers on a release, with the same rules as the pages."""

from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import RoomViewSet, validated
from agencies.models import Agency
from hub.kit.limits import LARGEST, LINE, NOTE
from hub.kit.preconditions import OR_IF_MATCH, described_on_revision, on_revision, tagged
from hub.kit.strict import StrictModelSerializer, StrictSerializer
from intel.releases.life import VIEW
from intel.releases.outside import services
from intel.releases.outside.models import Delivery, Paper, PaperKind
from intel.releases.states import Receipt


class OutsideBodyInput(StrictSerializer):
    """Who it is, and where. Every agency reads it."""

    code = serializers.CharField(max_length=12, help_text="2 to 12 letters and digits; it begins with a letter.")
    name = serializers.CharField(max_length=200)
    country = serializers.CharField(max_length=2, required=False, default="BO")
    address = serializers.CharField(max_length=NOTE)


class OutsideBodyOutput(StrictModelSerializer[Agency]):
    """A body outside: its code is what a request to release names as its recipient."""

    class Meta:
        model = Agency
        fields = ["code", "name", "country", "address"]
        read_only_fields = fields


class ReleaseLinkInput(StrictSerializer):
    """For how many days it works, and the revision one has read."""

    days = serializers.IntegerField(min_value=1, max_value=services.LONGEST, required=False, default=7)
    revision = serializers.IntegerField(min_value=1, max_value=LARGEST, required=False, help_text=OR_IF_MATCH)


class ReleaseLinkOutput(StrictModelSerializer[Delivery]):
    """A link. Its address is told when it is made, and never again."""

    address = serializers.SerializerMethodField()
    code = serializers.CharField(source="copy.code", read_only=True)

    class Meta:
        model = Delivery
        fields = ["address", "code", "made_at", "expires_at"]
        read_only_fields = fields

    def get_address(self, delivery: Delivery) -> str:
        """Where it leads."""
        return str(self.context["address"])


class ReleasePaperInput(StrictSerializer):
    """What was signed on paper; a STATEMENT says what became of the copies (`receipt`)."""

    kind = serializers.ChoiceField(PaperKind.choices)
    receipt = serializers.ChoiceField(Receipt.choices, required=False, default="")
    held_until = serializers.DateField(required=False, default=None, allow_null=True,
                                       help_text="Until when a legal hold keeps copies, with HELD.")
    signed_by = serializers.CharField(max_length=LINE)
    signed_on = serializers.DateField()
    words = serializers.CharField(max_length=NOTE)
    revision = serializers.IntegerField(min_value=1, max_value=LARGEST, required=False, help_text=OR_IF_MATCH)


class ReleasePaperOutput(StrictModelSerializer[Paper]):
    """What was signed on paper, as it was recorded."""

    class Meta:
        model = Paper
        fields = ["kind", "receipt", "held_until", "signed_by", "signed_on", "words", "written_at"]
        read_only_fields = fields


class OutsideBodyViewSet(mixins.ListModelMixin, RoomViewSet):
    """Bodies outside the hub, such as courts, to which something can be released."""

    view_act = VIEW
    queryset = Agency.objects.none()
    serializer_class = OutsideBodyOutput

    def get_queryset(self) -> QuerySet[Agency]:
        """By name."""
        return services.bodies()

    @extend_schema(summary="Enter a body outside", request=OutsideBodyInput, responses={201: OutsideBodyOutput})
    def create(self, request: Request) -> Response:
        """By who decides on releases. Every agency finds it from then on."""
        body = services.register_body(by=self.viewer, **validated(OutsideBodyInput, request))
        return Response(OutsideBodyOutput(body).data, status=201)


class GivenOutside(RoomViewSet):
    """What the holder of a release does where its recipient is a body outside."""

    @described_on_revision(summary="Make a link for a body outside", request=ReleaseLinkInput, responses={201: ReleaseLinkOutput})
    @action(detail=True, methods=["post"])
    def link(self, request: Request, pk: str) -> Response:
        """It works once, and until it is over; one made before works no more. Not with a token."""
        row = self.get_object()
        with on_revision(request, row, validated(ReleaseLinkInput, request)) as given:
            delivery, word = services.give_link(by=self.viewer, release=row, **given)
        address = request.build_absolute_uri(reverse("releases:taken", args=[word]))
        return tagged(Response(ReleaseLinkOutput(delivery, context={"address": address}).data, status=201), delivery.release)

    @described_on_revision(summary="Record what a body outside signed on paper", request=ReleasePaperInput,
                           responses={201: ReleasePaperOutput})
    @action(detail=True, methods=["post"])
    def papers(self, request: Request, pk: str) -> Response:
        """That it acknowledges the conditions, or what became of the copies. It stays."""
        row = self.get_object()
        with on_revision(request, row, validated(ReleasePaperInput, request)) as given:
            paper = services.record_paper(by=self.viewer, release=row, **given)
        row.refresh_from_db(fields=["revision"])
        return tagged(Response(ReleasePaperOutput(paper).data, status=201), row)
