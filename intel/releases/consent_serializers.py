"""How consents to releases are written in the API."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agencies.access import now_looking
from hub.kit.limits import NOTE, SEVERAL
from hub.kit.strict import StrictModelSerializer
from intel.releases.bill import behind
from intel.releases.models import Consent, ConsentPortion
from intel.releases.mosaic import consented_before
from intel.releases.serializers import (
    FOR_WHOM,
    MARKS,
    TERMS,
    ForWhom,
    OwedOutput,
    ReleaseAct,
    ReleaseStepOutput,
    shown,
)


class ConsentDecision(ReleaseAct):
    """The numbers of the portions agreed to, and the originator's own conditions."""

    agreed = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=SEVERAL), max_length=SEVERAL)
    conditions = serializers.CharField(max_length=NOTE, required=False, default="", allow_blank=True)


class ConsentPortionOutput(StrictModelSerializer[ConsentPortion]):
    """One portion as its originator is asked about it. `rests_on`: kind and id of what of the originator's it rests on."""

    class Meta:
        model = ConsentPortion
        fields = [*MARKS, "rests_on"]
        read_only_fields = fields


class ReleaseConsentOutput(ForWhom, StrictModelSerializer[Consent]):
    """What one originator is asked, and answered."""

    holder = serializers.CharField(source="holder_agency.code", read_only=True)
    originator = serializers.CharField(source="originator_agency.code", read_only=True)
    recipient = serializers.CharField(source="recipient_agency.code", read_only=True)
    for_agency = serializers.CharField(
        source="for_agency.code", default=None, read_only=True,
        help_text="Who would release it, where the holder, from which it has it, asks on.")
    lapsed = serializers.SerializerMethodField()
    portions = ConsentPortionOutput(many=True, read_only=True)

    class Meta:
        model = Consent
        fields = ["id", "reference", "holder", "originator", "recipient", "for_agency", *TERMS, *FOR_WHOM, "need_to_know",
                  "urgency",
                  "classification", "state", "lapsed", "asked_at", "due_at", "agreed", "own_conditions", "refusal", "decided_at",
                  "portions", "revision"]
        read_only_fields = fields

    def get_lapsed(self, consent: Consent) -> bool:
        """Whether the time to answer was over before it was answered: silence is no consent."""
        return consent.standing != consent.state


class EarlierConsent(StrictModelSerializer[Consent]):
    """To what the originator consented before, for the same recipient."""

    class Meta:
        model = Consent
        fields = ["id", "reference", "purpose", "decided_at"]
        read_only_fields = fields


class ReleaseConsentRead(ReleaseConsentOutput):
    """And its life; what the originator alone reads: whom it asks before, to what it consented before for the recipient."""

    behind = serializers.SerializerMethodField(help_text="Who has to consent before, portion by portion, and did.")
    steps = ReleaseStepOutput(many=True, read_only=True)
    earlier = serializers.SerializerMethodField(help_text="On the same things or subjects; the newest 200.")

    class Meta(ReleaseConsentOutput.Meta):
        fields = [*ReleaseConsentOutput.Meta.fields, "behind", "earlier", "steps"]
        read_only_fields = fields

    @extend_schema_field(OwedOutput(many=True))
    def get_behind(self, consent: Consent) -> list[dict[str, Any]]:
        """As the bill of a request."""
        return shown(behind(consent), consent.portions.all())

    @extend_schema_field(EarlierConsent(many=True))
    def get_earlier(self, consent: Consent) -> list[dict[str, Any]]:
        """The mosaic; nothing for the holder."""
        if consent.originator_agency_id != now_looking().agency_id:
            return []
        return [dict(row) for row in EarlierConsent(consented_before(consent)[:SEVERAL], many=True).data]
