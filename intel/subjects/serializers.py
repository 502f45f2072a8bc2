"""Subjects as programs write and read them. A serializer shapes; it does not decide."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agencies.access import audience_of
from agencies.access.api import AudienceSerializer, audience_json
from agencies.markings.classification import Classification
from hub.kit.limits import REASON, SEVERAL
from hub.kit.strict import StrictModelSerializer, StrictSerializer
from intel.subjects.entries import ADDRESS, LIMITS
from intel.subjects.models import (
    FURTHER_NAMES,
    IdentifierKind,
    Subject,
    SubjectGrant,
    SubjectIdentifier,
    SubjectName,
    SubjectProposal,
)
from intel.subjects.selectors import new_audience_of
from intel.subjects.states import State


class NameSerializer(StrictModelSerializer[SubjectName]):
    """A name besides the label."""

    kind = serializers.ChoiceField(FURTHER_NAMES, default=SubjectName.Kind.ALIAS)

    class Meta:
        model = SubjectName
        fields = ("kind", "name")


class IdentifierSerializer(StrictModelSerializer[SubjectIdentifier]):
    """An identifier. `valid` is null where no check digit or form is known for its kind."""

    kind = serializers.ChoiceField(IdentifierKind.choices)
    country = serializers.CharField(max_length=2, required=False, allow_blank=True, default="")

    class Meta:
        model = SubjectIdentifier
        fields = ("kind", "value", "country", "normalised", "valid")
        read_only_fields = ("normalised", "valid")


class SubjectFields(StrictSerializer):
    """What is known of a subject."""

    kind = serializers.ChoiceField(Subject.Kind.choices)
    label = serializers.CharField(max_length=LIMITS["label"])  # type: ignore[assignment]
    names = NameSerializer(many=True, required=False)
    identifiers = IdentifierSerializer(many=True, required=False)
    countries = serializers.ListField(child=serializers.CharField(max_length=2), required=False, max_length=SEVERAL)
    birth_dates = serializers.ListField(child=serializers.CharField(max_length=10), required=False, max_length=SEVERAL,
                                        help_text="1971, 1971-03 or 1971-03-12.")
    addresses = serializers.ListField(child=serializers.CharField(max_length=ADDRESS), required=False, max_length=SEVERAL)
    remarks = serializers.CharField(required=False, allow_blank=True, max_length=LIMITS["remarks"])
    classification = serializers.ChoiceField(Classification.choices, required=False)


class SubjectInput(SubjectFields):
    """A new subject. Either `audience` or `own_agency_only` has to be given."""

    source = serializers.CharField(max_length=LIMITS["source"], required=False, allow_blank=True)  # type: ignore[assignment]
    source_ref = serializers.CharField(max_length=LIMITS["source_ref"], required=False, allow_blank=True)
    audience = AudienceSerializer(many=True, required=False, default=list)
    own_agency_only = serializers.BooleanField(required=False, default=False)


class SubjectChange(SubjectFields):
    """The fields to change, and the revision they were written on."""

    revision = serializers.IntegerField(min_value=1)


class ShareInput(StrictSerializer):
    """Who else may see a subject."""

    audience = AudienceSerializer(many=True)


class SubjectOutput(StrictModelSerializer[Subject]):
    """A subject."""

    agency = serializers.CharField(source="owner_agency.code", read_only=True)
    names = serializers.SerializerMethodField()
    identifiers = IdentifierSerializer(many=True, read_only=True)

    class Meta:
        model = Subject
        fields: tuple[str, ...] = (
            "id", "agency", "kind", "label", "names", "identifiers", "countries", "birth_dates", "addresses",
            "remarks", "classification", "source", "source_ref", "use_restricted_at", "erased_at", "revision", "updated_at")
        read_only_fields = fields

    @extend_schema_field(NameSerializer(many=True))
    def get_names(self, subject: Subject) -> list[dict[str, str]]:
        """The names besides the label."""
        return [{"kind": name.kind, "name": name.name} for name in subject.names.all() if name.kind != "PRIMARY"]


class SubjectDetail(SubjectOutput):
    """A subject with whom it is shared: all of them for its agency, for others what is shared with themselves."""

    audience = serializers.SerializerMethodField()

    class Meta(SubjectOutput.Meta):
        fields = (*SubjectOutput.Meta.fields, "audience")
        read_only_fields = fields

    @extend_schema_field(AudienceSerializer(many=True))
    def get_audience(self, subject: Subject) -> list[dict[str, Any]]:
        """As far as the reader may know it."""
        return audience_json(audience_of(subject, grant=SubjectGrant))


class DecisionInput(StrictSerializer):
    """A decision: the revision of the proposal one has read. A newer one is a conflict."""

    revision = serializers.IntegerField(min_value=1)


class RefusalInput(DecisionInput):
    """A refusal, with its reason."""

    reason = serializers.CharField(max_length=REASON)


class EntryOutput(StrictSerializer):
    """The subject as it would be."""

    kind = serializers.ChoiceField(Subject.Kind.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    names = serializers.ListField(child=serializers.ListField(child=serializers.CharField()), help_text="Kind and name of each.")
    identifiers = serializers.ListField(child=serializers.ListField(child=serializers.CharField()),
                                        help_text="Kind, value and country of each.")
    countries = serializers.ListField(child=serializers.CharField())
    birth_dates = serializers.ListField(child=serializers.CharField())
    addresses = serializers.ListField(child=serializers.CharField())
    remarks = serializers.CharField()
    classification = serializers.ChoiceField(Classification.choices)
    source = serializers.CharField()  # type: ignore[assignment]
    source_ref = serializers.CharField()


class ProposalOutput(StrictModelSerializer[SubjectProposal]):
    """A proposal about a subject: `entry` is the subject as it would be, `audience` who else would see it."""

    state = serializers.ChoiceField(State.choices, read_only=True)
    entry = EntryOutput(read_only=True, allow_null=True)
    audience = serializers.SerializerMethodField()
    proposed_by = serializers.CharField(source="proposed_by.username", read_only=True)
    decided_by = serializers.CharField(source="decided_by.username", default=None, read_only=True)

    class Meta:
        model = SubjectProposal
        fields = ("id", "subject", "kind", "entry", "audience", "written_on", "state", "proposed_by", "proposed_at",
                  "decided_by", "decided_at", "reason", "revision")
        read_only_fields = fields

    @extend_schema_field(AudienceSerializer(many=True))
    def get_audience(self, proposal: SubjectProposal) -> list[dict[str, Any]]:
        """The agencies and roles that would see it besides."""
        return audience_json(new_audience_of(proposal))
