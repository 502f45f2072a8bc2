"""Trade as programs write and read it. A serializer shapes; it does not decide."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from agencies.access import audience_of
from agencies.access.api import AudienceSerializer, audience_json
from hub.kit.limits import GOODS, SEVERAL
from hub.kit.strict import StrictModelSerializer, StrictSerializer
from intel.subjects.models import IdentifierKind
from intel.trade.models import PARTY_KINDS, Consignment, Feed, FeedGrant, Trader
from intel.trade.values import PARTY_ROLES, Declaration, GoodsItem, Identifier, Party, Transport

_TRANSPORT = ("imo", "plate", "vin", "registration", "mmsi", "callsign")


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


class ConsignmentOutput(ConsignmentRow):
    """A consignment with parties, goods and transport."""

    parties = PartOutput(many=True)
    goods = GoodsOutput(many=True)
    transport = NumberSerializer(many=True)

    class Meta(ConsignmentRow.Meta):
        fields = (*ConsignmentRow.Meta.fields, "parties", "goods", "transport")


class PartInput(StrictSerializer):
    """A party as declared."""

    role = serializers.ChoiceField(sorted(PARTY_ROLES))
    name = serializers.CharField(max_length=300)
    external_id = serializers.CharField(max_length=80, required=False, default="", help_text="Its number in the feed.")
    kind = serializers.ChoiceField(PARTY_KINDS, required=False, default="")
    country = serializers.CharField(max_length=2, required=False, default="")
    address = serializers.CharField(max_length=400, required=False, default="")
    birth_date = serializers.CharField(max_length=10, required=False, default="")
    identifiers = NumberSerializer(many=True, required=False, default=list)


class GoodsInput(StrictSerializer):
    """A line of goods as declared."""

    most = GOODS

    hs_code = serializers.RegexField(r"^\d{4,12}$")
    description = serializers.CharField(max_length=500, required=False, default="")
    country_of_origin = serializers.CharField(max_length=2, required=False, default="")
    net_weight_kg = serializers.DecimalField(18, 3, required=False, allow_null=True, default=None, min_value=Decimal(0))
    value = serializers.DecimalField(20, 2, required=False, allow_null=True, default=None)
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False, default="")


class ConsignmentInput(StrictSerializer):
    """One declaration for a feed of the sender's agency. Sent again it changes nothing; sent otherwise it is an amendment."""

    feed = serializers.CharField(max_length=30, help_text="Code of the feed.")
    number = serializers.CharField(max_length=80)
    date = serializers.DateField()
    office = serializers.CharField(max_length=80, required=False, default="")
    procedure = serializers.CharField(max_length=40, required=False, default="")
    transport_mode = serializers.CharField(max_length=10, required=False, default="")
    country_of_departure = serializers.CharField(max_length=2, required=False, default="")
    country_of_destination = serializers.CharField(max_length=2, required=False, default="")
    route = serializers.CharField(max_length=300, required=False, default="")
    gross_weight_kg = serializers.DecimalField(18, 3, required=False, allow_null=True, default=None, min_value=Decimal(0))
    value = serializers.DecimalField(20, 2, required=False, allow_null=True, default=None)
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False, default="")
    parties = PartInput(many=True)
    goods = GoodsInput(many=True, required=False, default=list)
    containers = serializers.ListField(child=serializers.CharField(max_length=20), required=False, default=list,
                                       max_length=SEVERAL)
    transport = NumberSerializer(many=True, required=False, default=list)

    def validate_transport(self, units: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Means of transport; containers have a list of their own."""
        for unit in units:
            if unit["kind"] not in _TRANSPORT:
                raise serializers.ValidationError(f"One of {', '.join(_TRANSPORT)}.")
        return units


class ConsignmentReceived(StrictSerializer):
    """What became of a declaration: `new`, `amended`, or `same`; and the consignment."""

    outcome = serializers.ChoiceField(("new", "amended", "same"))
    consignment = ConsignmentOutput()


def declaration(given: dict[str, Any]) -> Declaration:
    """A validated ConsignmentInput as the plain value that the service takes."""
    return Declaration(
        source="api", number=given["number"], date=given["date"], office=given["office"], regime=given["procedure"],
        transport_mode=given["transport_mode"], country_of_departure=given["country_of_departure"].upper(),
        country_of_destination=given["country_of_destination"].upper(), route=given["route"], gross_kg=given["gross_weight_kg"],
        value=given["value"], currency=given["currency"], containers=tuple(given["containers"]),
        parties=tuple(_party(party) for party in given["parties"]),
        items=tuple(GoodsItem(number=number, hs_code=item["hs_code"], description=item["description"],
                              origin=item["country_of_origin"].upper(), net_kg=item["net_weight_kg"], value=item["value"],
                              currency=item["currency"]) for number, item in enumerate(given["goods"], 1)),
        transports=tuple(Transport(kind="OTHER", id=unit["value"], id_kind=unit["kind"], country=unit["country"].upper())
                         for unit in given["transport"]))


def _party(given: dict[str, Any]) -> Party:
    return Party(
        role=given["role"], name=given["name"], external_id=given["external_id"], kind=given["kind"],
        country=given["country"].upper(), address=given["address"], birth_date=given["birth_date"],
        identifiers=tuple(Identifier(i["kind"], i["value"], i["country"].upper()) for i in given["identifiers"]))
