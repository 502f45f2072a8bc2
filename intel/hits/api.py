"""The API of hits: `/api/v1/hits/`, the same rows as the pages show."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import SearchedViewSet
from agencies.access.door import number_of
from agencies.audit import record
from agencies.lists.several_api import SeveralMixin
from hub.kit.limits import NOTE, REASON
from hub.kit.strict import StrictModelSerializer, StrictSerializer
from intel.hits import selectors, services
from intel.hits.filters import HitFilter
from intel.hits.models import Hit, HitNote, Judgement
from intel.hits.states import JUDGED


class JudgementSerializer(StrictModelSerializer[Judgement]):
    """What somebody, or the service when the data changed, made of a hit. Newest first."""

    judged_by = serializers.CharField(source="judged_by.username", default=None, read_only=True)
    agency = serializers.CharField(source="agency.code", default=None, read_only=True)

    class Meta:
        model = Judgement
        fields = ["state", "reason", "judged_by", "agency", "judged_at"]


class NoteSerializer(StrictModelSerializer[HitNote]):
    """What the own agency noted for itself; no other agency reads it, or that there is any. Newest first."""

    written_by = serializers.CharField(source="written_by.username", read_only=True)
    text = serializers.CharField(max_length=NOTE)

    class Meta:
        model = HitNote
        fields = ["text", "written_by", "written_at"]
        read_only_fields = ["written_at"]


class PartSerializer(StrictSerializer):
    """One part of the evidence; the bits of all add up to the score."""

    feature = serializers.CharField()
    label = serializers.CharField(  # type: ignore[assignment]
        help_text="The feature in words, in the language asked for.")
    party = serializers.CharField(allow_blank=True)
    subject = serializers.CharField(allow_blank=True)
    bits = serializers.FloatField()


class HitSerializer(StrictModelSerializer[Hit]):
    """A hit as a list shows it."""

    reference = serializers.CharField(source="__str__", read_only=True)
    alert = serializers.IntegerField(source="match.alert_id")
    alert_reference = serializers.CharField(source="match.alert.reference")
    agency = serializers.CharField(source="match.alert.owner_agency.code",
                                   help_text="Code of the agency that issued the alert.")
    action_requested = serializers.CharField(source="match.alert.action_requested")
    trader = serializers.IntegerField(source="match.trader_id", allow_null=True)
    consignment = serializers.IntegerField(source="match.consignment_id", allow_null=True)
    party_name = serializers.CharField(source="party_label", read_only=True)
    subject_name = serializers.CharField(source="subject_label", read_only=True)
    score = serializers.FloatField(source="match.score", help_text="Bits of evidence.")
    probability = serializers.FloatField(source="match.probability")
    holds = serializers.BooleanField(source="match.holds", help_text="False when it is no match any more.")
    taken_by = serializers.CharField(source="taken_by.username", default=None, read_only=True)

    class Meta:
        model = Hit
        fields = ["id", "reference", "state", "alert", "alert_reference", "agency", "action_requested", "trader",
                  "consignment", "party_name", "subject_name", "score", "probability", "holds", "taken_by", "taken_at",
                  "revision", "created_at", "updated_at"]


class HitDetailSerializer(HitSerializer):
    """A hit with its evidence, what is asked for, where it was sighted and what people made of it."""

    instructions_front_line = serializers.CharField(source="match.alert.instructions_front_line")
    explanation = serializers.SerializerMethodField()
    evidence = serializers.SerializerMethodField()
    sightings = serializers.SerializerMethodField()
    judgements = JudgementSerializer(many=True, read_only=True)
    notes = serializers.SerializerMethodField()

    class Meta(HitSerializer.Meta):
        fields = [*HitSerializer.Meta.fields, "instructions_front_line", "explanation", "evidence", "sightings",
                  "judgements", "notes"]

    def get_explanation(self, hit: Hit) -> str:
        """One sentence, in the language asked for."""
        return selectors.sentence(hit)

    @extend_schema_field(PartSerializer(many=True))
    def get_evidence(self, hit: Hit) -> Any:
        """The parts, strongest first."""
        return PartSerializer(selectors.evidence(hit), many=True).data

    @extend_schema_field(NoteSerializer(many=True))
    def get_notes(self, hit: Hit) -> Any:
        """Those of the viewer's agency."""
        return NoteSerializer(selectors.notes_on(hit), many=True).data

    def get_sightings(self, hit: Hit) -> list[int]:
        """Ids of the newest consignments on which the trader has a part."""
        return [sighting.consignment_id for sighting in selectors.sightings_of(hit)]


class RevisionSerializer(StrictSerializer):
    """`revision` is the one that was read: if the hit has changed since, the answer is 409."""

    revision = serializers.IntegerField(min_value=1)


class JudgeSerializer(RevisionSerializer):
    """A judgement with its reason."""

    state = serializers.ChoiceField([state.value for state in JUDGED])
    reason = serializers.CharField(max_length=REASON)


class ReopenSerializer(RevisionSerializer):
    """Why a judged hit is opened again."""

    reason = serializers.CharField(max_length=REASON)


class HitViewSet(mixins.RetrieveModelMixin, SeveralMixin, SearchedViewSet):
    """Hits, most probable first; without `state` those that wait for a decision."""

    view_act, searched, row = "hits.view_hit", "hit.searched", HitSerializer
    several = "hits"
    queryset = Hit.objects.none()
    serializer_class = HitSerializer
    filterset_class = HitFilter

    def get_queryset(self) -> QuerySet[Hit]:
        """What the viewer may see."""
        return selectors.worklist()

    def filter_queryset(self, queryset: QuerySet[Hit]) -> QuerySet[Hit]:
        """Filters narrow the list; a single hit is there whatever its state."""
        return queryset if self.detail else super().filter_queryset(queryset)

    def get_object(self) -> Hit:
        """The hit of the address. Raises NotFound."""
        return selectors.hit_or_absent(number_of(self.kwargs["pk"]) or 0)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The worklist."""
        return self.found(request)

    @extend_schema(responses=HitDetailSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One hit with its evidence."""
        hit = self.get_object()
        record("hit.read", by=self.viewer, on=hit)
        return Response(HitDetailSerializer(hit).data)

    @extend_schema(request=RevisionSerializer, responses=HitDetailSerializer)
    @action(detail=True, methods=["post"])
    def take(self, request: Request, pk: str) -> Response:
        """Begin to verify it."""
        return self._act(RevisionSerializer, services.take)

    @extend_schema(request=RevisionSerializer, responses=HitDetailSerializer)
    @action(detail=True, methods=["post"], url_path="let-go")
    def let_go(self, request: Request, pk: str) -> Response:
        """Leave it to others."""
        return self._act(RevisionSerializer, services.let_go)

    @extend_schema(request=JudgeSerializer, responses=HitDetailSerializer)
    @action(detail=True, methods=["post"])
    def judge(self, request: Request, pk: str) -> Response:
        """Decide on it: CONFIRMED_HIT, NOT_A_MATCH or UNCERTAIN, with the reason."""
        return self._act(JudgeSerializer, services.judge)

    @extend_schema(request=ReopenSerializer, responses=HitDetailSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Put a judged hit before people again."""
        return self._act(ReopenSerializer, services.reopen)

    @extend_schema(request=NoteSerializer, responses=HitDetailSerializer)
    @action(detail=True, methods=["post"])
    def note(self, request: Request, pk: str) -> Response:
        """Note something for the own agency alone."""
        return self._act(NoteSerializer, services.note)

    def _act(self, shape: type[serializers.Serializer[Any]], service: Any) -> Response:
        hit, told = self.get_object(), shape(data=self.request.data)
        told.is_valid(raise_exception=True)
        service(by=self.viewer, hit=hit, **told.validated_data)
        return Response(HitDetailSerializer(self.get_object()).data)


routes = [("hits", HitViewSet)]
