"""Alerts as programs write and read them. A serializer shapes; it does not decide."""

from typing import Any

from rest_framework import serializers

from agencies.access import audience_of
from agencies.access.api import AudienceSerializer, audience_json
from agencies.markings.classification import Classification
from intel.alerts.models import ActionRequested, Alert, AlertGrant
from intel.reports.models import RiskArea
from intel.subjects.models import FURTHER_NAMES, IdentifierKind, Subject


class NameSerializer(serializers.Serializer[Any]):
    """A further name."""

    kind = serializers.ChoiceField(FURTHER_NAMES)
    name = serializers.CharField(max_length=300)


class IdentifierSerializer(serializers.Serializer[Any]):
    """A number that names somebody or something."""

    kind = serializers.ChoiceField(IdentifierKind.choices)
    value = serializers.CharField(max_length=120)
    country = serializers.CharField(max_length=2, required=False, default="", allow_blank=True)


class DescribedSubjectInput(serializers.Serializer[Any]):
    """A new subject, registered together with the alert."""

    kind = serializers.ChoiceField(Subject.Kind.choices)
    label = serializers.CharField(max_length=300)
    names = NameSerializer(many=True, required=False, default=list, max_length=200)
    identifiers = IdentifierSerializer(many=True, required=False, default=list, max_length=200)
    countries = serializers.ListField(child=serializers.CharField(max_length=2), required=False, default=list)
    birth_dates = serializers.ListField(child=serializers.CharField(max_length=10), required=False, default=list)
    addresses = serializers.ListField(child=serializers.CharField(max_length=400), required=False, default=list)


class AlertChange(serializers.Serializer[Any]):
    """What a draft says. Either `audience` or `own_agency_only` has to be given with a new one."""

    reason = serializers.CharField()
    risk_area = serializers.ChoiceField(RiskArea.choices)
    action_requested = serializers.ChoiceField(ActionRequested.choices)
    valid_from = serializers.DateField()
    valid_until = serializers.DateField()
    legal_basis = serializers.CharField(required=False, allow_blank=True)
    suspicion_basis = serializers.CharField(required=False, allow_blank=True)
    instructions_front_line = serializers.CharField(required=False, allow_blank=True)
    priority = serializers.ChoiceField(Alert.Priority.choices, required=False)
    classification = serializers.ChoiceField(Classification.choices, required=False)
    handling_codes = serializers.ListField(child=serializers.CharField(max_length=4), required=False)
    handling_conditions = serializers.CharField(required=False, allow_blank=True)
    audience = AudienceSerializer(many=True, required=False)
    own_agency_only = serializers.BooleanField(required=False, default=False)


class AlertInput(AlertChange):
    """A new alert: on a `subject` of your agency by its id, or on a `new_subject` described here."""

    subject = serializers.IntegerField(required=False)
    new_subject = DescribedSubjectInput(required=False)
    reports = serializers.ListField(child=serializers.IntegerField(), required=False, default=list)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """One of the two subjects."""
        if ("subject" in given) == ("new_subject" in given):
            raise serializers.ValidationError({"subject": "Give either subject or new_subject."})
        return given


class AlertRevision(AlertChange):
    """A change of a draft; what is left out stays."""

    revision = serializers.IntegerField()


class ReasonInput(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=2000)


class AlertRow(serializers.ModelSerializer[Alert]):
    """An alert in a list."""

    agency = serializers.CharField(source="owner_agency.code")
    subject_label = serializers.CharField(source="subject.label")
    subject_kind = serializers.CharField(source="subject.kind")

    class Meta:
        model = Alert
        fields = ("id", "reference", "agency", "subject", "subject_label", "subject_kind", "risk_area", "action_requested",
                  "priority", "classification", "valid_from", "valid_until", "state", "issued_at")


class AlertOutput(AlertRow):
    """An alert with its subject's names and identifiers, and its audience as far as the reader may know it."""

    names = serializers.SerializerMethodField()
    identifiers = IdentifierSerializer(source="subject.identifiers", many=True)
    audience = serializers.SerializerMethodField()

    class Meta(AlertRow.Meta):
        fields = (*AlertRow.Meta.fields, "reason", "legal_basis", "instructions_front_line", "handling_codes",
                  "handling_conditions", "revision", "names", "identifiers", "audience")

    def get_names(self, alert: Alert) -> list[str]:
        return [name.name for name in alert.subject.names.all()]

    def get_audience(self, alert: Alert) -> list[dict[str, Any]]:
        return audience_json(audience_of(alert, grant=AlertGrant))
