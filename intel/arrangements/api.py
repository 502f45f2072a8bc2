"""Standing arrangements in the API: with the same visibility, rules and audit as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access.api import SearchedViewSet, validated
from agencies.access.door import row_or_absent
from agencies.audit import record
from agencies.models import Agency
from hub.kit.errors import Invalid
from hub.kit.limits import LARGEST, NOTE, REASON, SEVERAL
from hub.kit.strict import StrictModelSerializer, StrictSerializer
from intel.arrangements import selectors, services
from intel.arrangements.codes import ANY, RELEASABLE, RISK_AREAS, Told
from intel.arrangements.entries import ArrangementEntry, ReleaseTermEntry, TermEntry
from intel.arrangements.filters import ArrangementFilter
from intel.arrangements.models import Arrangement, ArrangementStep, ReleaseTerm, Term


class TermSerializer(StrictModelSerializer[Term]):
    """What is answered about things of one of the two agencies. ANY: in all areas; no purposes: for all."""

    of = serializers.CharField(source="of_agency.code", max_length=12, help_text="Code of the agency whose things are meant.")
    risk_area = serializers.ChoiceField(RISK_AREAS, required=False, default=ANY)
    purposes = serializers.ListField(child=serializers.CharField(max_length=40), required=False, default=list, max_length=SEVERAL,
                                     help_text="Codes of the scheme `purpose`.")
    level = serializers.ChoiceField(Told.choices)

    class Meta:
        model = Term
        fields = ["of", "risk_area", "purposes", "level"]


class ReleaseTermSerializer(StrictModelSerializer[ReleaseTerm]):
    """What one of the two agencies releases of its own without a decision in each case; no purposes: for all."""

    of = serializers.CharField(source="of_agency.code", max_length=12, help_text="Code of the agency that releases.")
    purposes = serializers.ListField(child=serializers.CharField(max_length=40), required=False, default=list, max_length=SEVERAL,
                                     help_text="Codes of the scheme `purpose`.")
    up_to = serializers.ChoiceField(RELEASABLE)

    class Meta:
        model = ReleaseTerm
        fields = ["of", "purposes", "up_to"]


class ArrangementChange(StrictSerializer):
    """What a draft says, as a whole, and the revision it was written on."""

    legal_basis = serializers.CharField(max_length=NOTE)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    terms = TermSerializer(many=True, required=False, default=list, help_text="How queries are answered.")
    releases = ReleaseTermSerializer(many=True, required=False, default=list, help_text="What is released as arranged.")
    revision = serializers.IntegerField(min_value=1, max_value=LARGEST)


class ArrangementInput(ArrangementChange):
    """A draft: of a new arrangement with another agency, or of the next version of one that both sides had signed."""

    revision = None  # type: ignore[assignment]
    other = serializers.CharField(max_length=12, required=False, help_text="Code of the other agency; left out with `replaces`.")
    replaces = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST,
                                        help_text="Id of the version whose place it is to take.")


class ArrangementAct(StrictSerializer):
    """The revision one has read. A newer one is a conflict."""

    revision = serializers.IntegerField(min_value=1, max_value=LARGEST)


class ArrangementReason(ArrangementAct):
    """An act that needs a reason."""

    reason = serializers.CharField(max_length=REASON)


class ArrangementStepSerializer(StrictModelSerializer[ArrangementStep]):
    """One step that both agencies read."""

    by = serializers.CharField(source="by.username", default=None, read_only=True)
    agency = serializers.CharField(source="agency.code", read_only=True)

    class Meta:
        model = ArrangementStep
        fields = ["state", "at", "by", "agency", "reason"]
        read_only_fields = fields


class ArrangementRow(StrictModelSerializer[Arrangement]):
    """A version in the list. `is_replaced`: a later one took its place by now."""

    proposing_agency = serializers.CharField(source="proposing_agency.code", read_only=True)
    other_agency = serializers.CharField(source="other_agency.code", read_only=True)
    is_replaced = serializers.BooleanField(read_only=True)
    terms = TermSerializer(many=True, read_only=True)
    releases = ReleaseTermSerializer(many=True, read_only=True, source="release_terms")

    class Meta:
        model = Arrangement
        fields = ["id", "reference", "version", "replaces", "proposing_agency", "other_agency", "legal_basis", "starts_on",
                  "ends_on", "state", "is_replaced", "terms", "releases", "proposed_at", "accepted_at", "ended_at", "revision"]
        read_only_fields = fields


class ArrangementOutput(ArrangementRow):
    """One version with its steps since it was proposed."""

    steps = ArrangementStepSerializer(many=True, read_only=True)

    class Meta(ArrangementRow.Meta):
        fields = [*ArrangementRow.Meta.fields, "steps"]
        read_only_fields = fields


class ArrangementViewSet(SearchedViewSet):
    """In which terms queries between your agency and another are answered by themselves. No third agency reads it."""

    queryset = Arrangement.objects.order_by("-id")
    serializer_class = ArrangementRow
    filterset_class = ArrangementFilter
    view_act, searched, row = "arrangements.view_arrangement", "arrangement.searched", ArrangementRow

    def get_queryset(self) -> QuerySet[Arrangement]:
        """Every version of those of the own agency, newest first."""
        return selectors.arrangements()

    @extend_schema(summary="List arrangements", responses=ArrangementRow(many=True))
    def list(self, request: Request) -> Response:
        """Newest first; filters as on the page."""
        return self.found(request)

    @extend_schema(summary="Read an arrangement", responses=ArrangementOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One version."""
        row = self.get_object()
        record("arrangement.read", by=self.viewer, on=row)
        return Response(ArrangementOutput(row).data)

    @extend_schema(summary="Draft an arrangement", request=ArrangementInput, responses={201: ArrangementOutput})
    def create(self, request: Request) -> Response:
        """It stays a draft of your agency until somebody else signs it."""
        given = validated(ArrangementInput, request)
        replaces = row_or_absent(selectors.arrangements(), given["replaces"]) if "replaces" in given else None
        if replaces and "other" in given:
            raise Invalid(_("A further version stays with the same agency."), field="other")
        other = Agency.objects.taking_part().filter(code=given.get("other", "")).first()
        row = services.draft_arrangement(by=self.viewer, entry=_entry(given), other=other, replaces=replaces)
        return Response(ArrangementOutput(self._fresh(row)).data, status=201)

    @extend_schema(summary="Change a draft", request=ArrangementChange, responses=ArrangementOutput)
    def update(self, request: Request, pk: str) -> Response:
        """Only who drafted it. A `revision` that is not the present one is a conflict."""
        row, given = self.get_object(), validated(ArrangementChange, request)
        services.edit_arrangement(by=self.viewer, arrangement=row, entry=_entry(given), revision=given["revision"])
        return Response(ArrangementOutput(self._fresh(row)).data)

    @extend_schema(summary="Sign an arrangement", request=ArrangementAct, responses=ArrangementOutput)
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, pk: str) -> Response:
        """For your agency: proposes a draft, or puts in force what the other one proposed. Not with a token."""
        return self._moved(services.sign, ArrangementAct)

    @extend_schema(summary="Decline an arrangement", request=ArrangementReason, responses=ArrangementOutput)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        """That the other agency proposed, saying why."""
        return self._moved(services.decline, ArrangementReason)

    @extend_schema(summary="Take back an arrangement", request=ArrangementReason, responses=ArrangementOutput)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Give up a draft, or take back what is proposed and not yet signed."""
        return self._moved(services.withdraw, ArrangementReason)

    @extend_schema(summary="End an arrangement", request=ArrangementReason, responses=ArrangementOutput)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """At once, for both sides, saying why."""
        return self._moved(services.end, ArrangementReason)

    def _moved(self, serve: Any, form: type[ArrangementAct]) -> Response:
        row, given = self.get_object(), validated(form, self.request)
        serve(by=self.viewer, arrangement=row, **given)
        return Response(ArrangementOutput(self._fresh(row)).data)

    def _fresh(self, row: Arrangement) -> Arrangement:
        return row_or_absent(self.get_queryset(), row.pk)


routes = [("arrangements", ArrangementViewSet)]


def _entry(given: dict[str, Any]) -> ArrangementEntry:
    """What was sent. Raises Invalid with the place of an agency that is none."""
    known = dict(Agency.objects.taking_part().values_list("code", "pk"))

    def of(name: str, number: int, term: dict[str, Any]) -> int:
        code = term["of_agency"]["code"]
        if code not in known:
            raise Invalid(_("There is no agency “%(code)s”.") % {"code": code}, field=f"{name}.{number}.of")
        return known[code]

    return ArrangementEntry(
        given["legal_basis"], given["starts_on"], given["ends_on"],
        tuple(TermEntry(of("terms", number, term), term["level"], term["risk_area"], tuple(term["purposes"]))
              for number, term in enumerate(given["terms"])),
        tuple(ReleaseTermEntry(of("releases", number, term), term["up_to"], tuple(term["purposes"]))
              for number, term in enumerate(given["releases"])))
