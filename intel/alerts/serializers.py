"""Alerts as programs write and read them. A serializer shapes; it does not decide."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agencies.access import audience_of, now_looking
from agencies.access.api import AudienceSerializer, audience_json
from agencies.markings.classification import Classification
from hub.kit.limits import REASON, SEVERAL
from hub.kit.strict import StrictModelSerializer, StrictSerializer
from intel.alerts.entries import LIMITS
from intel.alerts.models import ActionRequested, Alert, AlertGrant
from intel.alerts.selectors import new_version_of, old_version_of, reports_of
from intel.alerts.states import State
from intel.reports.models import RiskArea
from intel.subjects.serializers import SubjectFields, SubjectOutput


class AlertFields(StrictSerializer):
    """What an alert says. Either `audience` or `own_agency_only` has to be given."""

    reason = serializers.CharField(max_length=LIMITS["reason"])
    risk_area = serializers.ChoiceField(RiskArea.choices)
    action_requested = serializers.ChoiceField(ActionRequested.choices)
    valid_from = serializers.DateField()
    valid_until = serializers.DateField()
    priority = serializers.ChoiceField(Alert.Priority.choices, required=False)
    instructions_front_line = serializers.CharField(
        required=False, allow_blank=True, max_length=LIMITS["instructions_front_line"])
    legal_basis = serializers.CharField(required=False, allow_blank=True, max_length=LIMITS["legal_basis"],
                                        help_text="Needed on a person to submit it.")
    suspicion_basis = serializers.CharField(required=False, allow_blank=True, max_length=LIMITS["suspicion_basis"],
                                            help_text="Needed on a person to submit it; read by your agency only.")
    classification = serializers.ChoiceField(Classification.choices, required=False)
    handling_codes = serializers.ListField(child=serializers.CharField(max_length=4), required=False, max_length=SEVERAL)
    handling_conditions = serializers.CharField(
        required=False, allow_blank=True, max_length=LIMITS["handling_conditions"], help_text="Needed with H3.")
    reports = serializers.ListField(child=serializers.IntegerField(), required=False, max_length=SEVERAL,
                                    help_text="Ids of reports it rests on.")
    audience = AudienceSerializer(many=True, required=False)
    own_agency_only = serializers.BooleanField(required=False, default=False)


class AlertInput(AlertFields):
    """A new alert: on `subject`, the id of one of your agency, or on a `new_subject`."""

    subject = serializers.IntegerField(required=False, allow_null=True)
    new_subject = SubjectFields(required=False, allow_null=True)


class AlertChange(AlertFields):
    """The fields to change in a draft, and the revision they were written on."""

    revision = serializers.IntegerField(min_value=1)


class AlertAct(StrictSerializer):
    """What every act says: the revision one has read. A newer one is a conflict."""

    revision = serializers.IntegerField(min_value=1)


class AlertReason(AlertAct):
    """An act that needs a reason."""

    reason = serializers.CharField(max_length=REASON)


class AlertRow(StrictModelSerializer[Alert]):
    """An alert in a list."""

    agency = serializers.CharField(source="owner_agency.code", read_only=True)
    state = serializers.ChoiceField(State.choices, read_only=True)
    subject_label = serializers.CharField(source="subject.label", read_only=True)
    subject_kind = serializers.CharField(source="subject.kind", read_only=True)

    class Meta:
        model = Alert
        fields: tuple[str, ...] = (
            "id", "reference", "agency", "subject", "subject_label", "subject_kind", "action_requested", "risk_area",
            "priority", "state", "classification", "handling_codes", "valid_from", "valid_until", "issued_at", "imported",
            "revision")
        read_only_fields = fields


class AlertOutput(AlertRow):
    """One alert, with its subject and whatever around it the reader may see."""

    subject = SubjectOutput(read_only=True)
    reports = serializers.SerializerMethodField()
    audience = serializers.SerializerMethodField()
    issued_by = serializers.SerializerMethodField()
    replaces = serializers.SerializerMethodField()
    replaced_by = serializers.SerializerMethodField()
    suspicion_basis = serializers.SerializerMethodField()

    class Meta(AlertRow.Meta):
        fields = (*AlertRow.Meta.fields, "reason", "instructions_front_line", "legal_basis", "suspicion_basis",
                  "handling_conditions", "issued_by", "replaces", "replaced_by", "reports",
                  "audience")
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.IntegerField()))
    def get_reports(self, alert: Alert) -> list[int]:
        """The visible reports it rests on."""
        return [report.pk for report in reports_of(alert)]

    @extend_schema_field(AudienceSerializer(many=True))
    def get_audience(self, alert: Alert) -> list[dict[str, Any]]:
        """Whom it is shared with: all of them for its agency, for others what is shared with themselves."""
        return audience_json(audience_of(alert, grant=AlertGrant))

    def get_issued_by(self, alert: Alert) -> str:
        """Who put it in force, for its own agency only."""
        return str(alert.issued_by) if _is_own(alert) and alert.issued_by else ""

    def get_replaces(self, alert: Alert) -> int | None:
        """The alert whose new version it is, if the reader sees that one."""
        old = old_version_of(alert)
        return old.pk if old else None

    def get_replaced_by(self, alert: Alert) -> int | None:
        """Its new version, if the reader sees that one; it takes its place when it is issued."""
        new = new_version_of(alert)
        return new.pk if new else None

    def get_suspicion_basis(self, alert: Alert) -> str:
        """Why it is suspected, for its own agency only."""
        return alert.suspicion_basis if _is_own(alert) else ""


def _is_own(alert: Alert) -> bool:
    return alert.owner_agency_id == now_looking().agency_id
