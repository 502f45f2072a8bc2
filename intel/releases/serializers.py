"""How requests to release, consents and releases are written in the API."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agencies.models import Agency
from hub.kit.limits import LARGEST, NOTE, PROSE, REASON, SEVERAL
from hub.kit.preconditions import OR_IF_MATCH
from hub.kit.strict import StrictModelSerializer, StrictSerializer
from intel.releases.answers.api import AnsweredOutput, answered
from intel.releases.bill import Bill, Owed
from intel.releases.entries import NAME, ItemEntry, ReleaseEntry
from intel.releases.models import ConsentPortion, Portion, Release, ReleasedPortion, ReleaseRequest
from intel.releases.mosaic import released_before
from intel.releases.sources import SHORT
from intel.releases.states import Receipt

MARKS = ["number", "title", "text", "classification", "handling_codes", "handling_conditions", "tlp"]
TERMS = ["for_person", "purpose", "legal_basis", "conditions", "expires_at"]
FOR_WHOM = ["members_only", "sharing_group"]


class ForWhom(StrictSerializer):
    """Whether it is for those of a sharing group alone, and for whom."""

    members_only = serializers.BooleanField(source="is_for_members", read_only=True)
    sharing_group = serializers.CharField(source="sharing_group.name", default=None, read_only=True,
                                          help_text="Its name, for who sees the group.")


class ReleaseItem(StrictSerializer):
    """One item by its reference; with `text`, that text is given instead of its own words."""

    reference = serializers.CharField(max_length=SHORT, help_text="Such as AN-2026-000017/2, AN-A-2026-000003, H-1, S-17.")
    text = serializers.CharField(max_length=PROSE, required=False, default="", allow_blank=True)


class ReleaseRequestChange(StrictSerializer):
    """What a draft says, as a whole, and the revision it was written on."""

    recipient = serializers.CharField(max_length=12, help_text="Code of the agency or body outside that is to receive it.")
    items = ReleaseItem(many=True)
    purpose = serializers.CharField(max_length=40, help_text="Code of the scheme `purpose`.")
    legal_basis = serializers.CharField(max_length=NOTE)
    need_to_know = serializers.CharField(max_length=NOTE)
    rests_on_others = serializers.BooleanField(help_text="Whether it rests on anything that your agency did not originate.")
    urgency = serializers.CharField(max_length=40, required=False, default="ROUTINE", help_text="Code of the scheme `urgency`.")
    conditions = serializers.CharField(max_length=NOTE, required=False, default="", allow_blank=True)
    expires_at = serializers.DateTimeField(required=False, default=None, allow_null=True)
    for_person = serializers.CharField(max_length=NAME, required=False, default="", allow_blank=True, help_text=(
        "The name by which the one person of the recipient signs in who may read it."))
    revision = serializers.IntegerField(min_value=1, max_value=LARGEST, required=False, help_text=OR_IF_MATCH)

    def entry(self) -> ReleaseEntry:
        """What it says."""
        given = self.validated_data
        return ReleaseEntry(items=tuple(ItemEntry(**item) for item in given["items"]), **{
            name: given[name] for name in (*TERMS, "need_to_know", "rests_on_others", "urgency")})

    def recipient_agency(self) -> Agency | None:
        """The one named."""
        return Agency.objects.receiving().filter(code=self.validated_data["recipient"]).first()


class ReleaseRequestInput(ReleaseRequestChange):
    """A draft; `enquiry` is the id of what another agency asked, which it answers."""

    revision = None  # type: ignore[assignment]
    enquiry = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST)


class ReleaseForGroupInput(ReleaseRequestChange):
    """Drafts for the other agencies of a sharing group, by its id."""

    revision = None  # type: ignore[assignment]
    recipient = None  # type: ignore[assignment]
    sharing_group = serializers.IntegerField(min_value=1, max_value=LARGEST)


class ReleaseAct(StrictSerializer):
    """The revision one has read. A newer one is a conflict."""

    revision = serializers.IntegerField(min_value=1, max_value=LARGEST, required=False, help_text=OR_IF_MATCH)


class ReleaseReason(ReleaseAct):
    """An act that needs a reason."""

    reason = serializers.CharField(max_length=REASON)


class ReleaseReceipt(ReleaseAct):
    """What became of the copies of what was recalled or has ended, in a code and in words."""

    receipt = serializers.ChoiceField(Receipt.choices)
    held_until = serializers.DateField(required=False, default=None, allow_null=True,
                                       help_text="With HELD: until when the legal hold keeps copies.")
    words = serializers.CharField(max_length=NOTE)


class ReleaseCorrection(StrictSerializer):
    """Why it is corrected, which its recipient reads; the right items; and the ids of other releases of the same to correct."""

    reason = serializers.CharField(max_length=REASON)
    items = ReleaseItem(many=True)
    rests_on_others = serializers.BooleanField(help_text="Whether it rests on anything that your agency did not originate.")
    also = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=LARGEST), max_length=SEVERAL,
                                 required=False, default=list)


class ReleaseRefusal(ReleaseReason):
    """A refusal: a reason of the scheme `refusal`, and in words."""

    refusal = serializers.CharField(max_length=40)


class ReleaseDecision(ReleaseAct):
    """The numbers of the portions to release, further conditions, and until when it may be used if sooner than asked."""

    included = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=SEVERAL), max_length=SEVERAL)
    conditions = serializers.CharField(max_length=NOTE, required=False, default="", allow_blank=True)
    expires_at = serializers.DateTimeField(required=False, default=None, allow_null=True)


class OwedOutput(StrictSerializer):
    """That a portion rests on information of an originator: on what the viewer sees of it, and on how many things besides."""

    portion = serializers.IntegerField()
    originator = serializers.CharField(source="originator.code")
    seen = serializers.SerializerMethodField()
    hidden = serializers.IntegerField()
    kept_out_of_court = serializers.BooleanField(source="court")
    agreed = serializers.SerializerMethodField()

    def get_seen(self, owed: Owed) -> list[str]:
        """References."""
        return [reference for reference, _address in owed.seen]

    def get_agreed(self, owed: Owed) -> bool:
        """Whether the originator consented to just this."""
        lacking: dict[int, set[int]] = self.context["lacking"]
        return owed.originator.pk not in lacking[owed.portion]


def shown(bill: Bill, portions: Iterable[Portion | ConsentPortion]) -> list[dict[str, Any]]:
    """A bill over some portions."""
    lacking = {portion.number: {agency.pk for agency in bill.lacking(portion)} for portion in portions}
    return [dict(row) for row in OwedOutput(bill.owed, many=True, context={"lacking": lacking}).data]


class PortionOutput(StrictModelSerializer[Portion]):
    """One portion of a request: the exact text that would leave, with its marks."""

    class Meta:
        model = Portion
        fields = ["reference", "sanitised", *MARKS]
        read_only_fields = fields


class ReleaseRequestRow(ForWhom, StrictModelSerializer[ReleaseRequest]):
    """A request in the list."""

    recipient = serializers.CharField(source="recipient_agency.code", read_only=True)
    created_by = serializers.CharField(source="created_by.username", read_only=True)
    corrects = serializers.CharField(source="corrects.reference", default=None, read_only=True)

    class Meta:
        model = ReleaseRequest
        fields = ["id", "reference", "recipient", "corrects", "correction", *TERMS, *FOR_WHOM, "together",
                  "need_to_know", "rests_on_others", "urgency", "classification", "state", "outcome",
                  "refusal", "created_by", "created_at", "sent_at", "decided_at", "revision"]
        read_only_fields = fields


class ReleaseStepOutput(StrictSerializer):
    """One step in the life of a request, a consent or a release; of a deputy also in whose name."""

    state = serializers.CharField()
    at = serializers.DateTimeField()
    by = serializers.CharField(source="by.username", default=None)
    on_behalf_of = serializers.CharField(source="on_behalf_of.username", default=None)
    reason = serializers.CharField()


class EarlierRelease(StrictModelSerializer[Release]):
    """What the recipient was given before."""

    class Meta:
        model = Release
        fields = ["id", "reference", "purpose", "state", "released_at"]
        read_only_fields = fields


class ReleaseRequestOutput(ReleaseRequestRow):
    """One request with its portions, its bill, and its life so far; `earlier`: the mosaic of its recipient."""

    portions = PortionOutput(many=True, read_only=True)
    steps = ReleaseStepOutput(many=True, read_only=True)
    bill = serializers.SerializerMethodField()
    earlier = serializers.SerializerMethodField(help_text="The newest 200.")

    class Meta(ReleaseRequestRow.Meta):
        fields = [*ReleaseRequestRow.Meta.fields, "portions", "bill", "earlier", "steps"]
        read_only_fields = fields

    def get_bill(self, request: ReleaseRequest) -> list[dict[str, Any]]:
        """Who has to consent to what, and did."""
        return shown(self.context["bill"], request.portions.all())

    @extend_schema_field(EarlierRelease(many=True))
    def get_earlier(self, request: ReleaseRequest) -> list[dict[str, Any]]:
        """The mosaic."""
        return [dict(row) for row in EarlierRelease(released_before(request)[:SEVERAL], many=True).data]


class ReleasedPortionOutput(StrictModelSerializer[ReleasedPortion]):
    """One portion as it was given."""

    class Meta:
        model = ReleasedPortion
        fields = MARKS
        read_only_fields = fields


class ReleaseRow(ForWhom, StrictModelSerializer[Release]):
    """A release in the list."""

    holder = serializers.CharField(source="holder_agency.code", read_only=True)
    recipient = serializers.CharField(source="recipient_agency.code", read_only=True)
    replaces = serializers.CharField(source="replaces.reference", default=None, read_only=True,
                                     help_text="The release whose place it took.")
    arrangement = serializers.CharField(source="arrangement.reference", default=None, read_only=True,
                                        help_text="Inside whose terms it was released.")
    expired = serializers.SerializerMethodField()

    class Meta:
        model = Release
        fields = ["id", "reference", "holder", "recipient", "replaces", *TERMS, *FOR_WHOM, "classification", "must_acknowledge",
                  "way", "arrangement", "state", "expired", "released_at", "acknowledged_at", "ended_at", "receipt",
                  "receipt_words", "receipt_due_at", "receipted_at", "held_until", "purged_at", "digest", "revision"]
        read_only_fields = fields

    def get_expired(self, release: Release) -> bool:
        """Whether the time in which it may be read is over."""
        return release.standing != release.state


class CertificateOutput(StrictSerializer):
    """The certificate of this hub, and its SHA-256 in hexadecimal digits."""

    certificate = serializers.CharField(source="pem", help_text="PEM, X.509.")
    fingerprint = serializers.CharField()


class ReleaseOutput(ReleaseRow):
    """One release with its portions, while they may be read."""

    portions = ReleasedPortionOutput(many=True, read_only=True)
    steps = ReleaseStepOutput(many=True, read_only=True)
    answered = serializers.SerializerMethodField(
        help_text="Of what its recipient owes for reports that rest on it, for who released it. Yours are in `release-answers`.")

    class Meta(ReleaseRow.Meta):
        fields = [*ReleaseRow.Meta.fields, "portions", "answered", "steps"]
        read_only_fields = fields

    @extend_schema_field(AnsweredOutput(allow_null=True))
    def get_answered(self, release: Release) -> dict[str, Any] | None:
        """How many, and of reports that the viewer reads which."""
        return answered(release)
