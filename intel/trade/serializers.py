"""Trade as programs write and read it. A serializer shapes; it does not decide."""

from typing import Any

from rest_framework import serializers

from agencies.access import audience_of
from agencies.access.api import AudienceSerializer, audience_json
from hub.kit.strict import StrictModelSerializer, StrictSerializer
from intel.subjects.models import IdentifierKind
from intel.trade.models import Consignment, Feed, FeedGrant, Trader


class FeedOutput(StrictModelSerializer[Feed]):
    """A feed; `audience` as far as the reader may know it."""

    agency = serializers.CharField(source="owner_agency.code")
    audience = serializers.SerializerMethodField()

    class Meta:
        model = Feed
        fields = ("id", "agency", "code", "name", "audience")

    def get_audience(self, feed: Feed) -> list[dict[str, Any]]:
        known = self.context.get("audiences", {})
        return audience_json(known[feed.pk] if feed.pk in known else audience_of(feed, grant=FeedGrant))


class FeedShareInput(StrictSerializer):
    """Who besides the own agency sees a feed. Either `audience` or `own_agency_only` has to be given."""

    audience = AudienceSerializer(many=True, required=False, default=list)
    own_agency_only = serializers.BooleanField(required=False, default=False)


class FeedInput(FeedShareInput):
    """A new feed."""

    code = serializers.CharField(max_length=30)
    name = serializers.CharField(max_length=120)


class NumberSerializer(StrictSerializer):
    """A number that names somebody or something."""

    kind = serializers.ChoiceField(IdentifierKind.choices)
    value = serializers.CharField(max_length=120)
    country = serializers.CharField(max_length=2, required=False, default="", allow_blank=True)


class TraderRow(StrictModelSerializer[Trader]):
    """A trader in a list."""

    feed = serializers.CharField(source="feed.code")
    agency = serializers.CharField(source="feed.owner_agency.code")

    class Meta:
        model = Trader
        fields: tuple[str, ...] = ("id", "feed", "agency", "external_ref", "kind", "name", "country")


class TraderOutput(TraderRow):
    """A trader with every name and number."""

    names: Any = serializers.SlugRelatedField("name", many=True, read_only=True)
    identifiers = NumberSerializer(many=True)

    class Meta(TraderRow.Meta):
        fields = (*TraderRow.Meta.fields, "address", "birth_date", "names", "identifiers")


class ConsignmentRow(StrictModelSerializer[Consignment]):
    """A consignment in a list."""

    feed = serializers.CharField(source="feed.code")
    agency = serializers.CharField(source="feed.owner_agency.code")

    class Meta:
        model = Consignment
        fields: tuple[str, ...] = (
            "id", "feed", "agency", "number", "date", "office", "procedure", "transport_mode", "country_of_departure",
            "country_of_destination", "route", "gross_weight_kg", "value", "currency")


class PartOutput(StrictSerializer):
    """A party of a consignment."""

    role = serializers.CharField()
    name = serializers.CharField()
    trader = serializers.IntegerField(source="trader_id")


class GoodsOutput(StrictSerializer):
    """A line of goods."""

    number = serializers.IntegerField()
    hs_code = serializers.CharField()
    description = serializers.CharField()
    country_of_origin = serializers.CharField()
    net_weight_kg = serializers.DecimalField(18, 3, allow_null=True)
    value = serializers.DecimalField(20, 2, allow_null=True)
    currency = serializers.CharField()
    declared = serializers.JSONField(help_text="All that was declared of it, without what is at its default.")


class ConsignmentOutput(ConsignmentRow):
    """A consignment with parties, goods and transport; `declared` is all that was declared, as the feed wrote it."""

    parties = PartOutput(many=True)
    goods = GoodsOutput(many=True)
    transport = NumberSerializer(many=True)

    class Meta(ConsignmentRow.Meta):
        fields = (*ConsignmentRow.Meta.fields, "parties", "goods", "transport", "declared")
