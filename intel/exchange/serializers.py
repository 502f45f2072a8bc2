"""A declaration as programs send it. A serializer shapes; it does not decide."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from hub.kit.limits import GOODS, SEVERAL
from hub.kit.strict import StrictSerializer
from intel.trade.models import PARTY_KINDS
from intel.trade.serializers import ConsignmentOutput, NumberSerializer
from intel.trade.values import PARTY_ROLES, Declaration, GoodsItem, Identifier, Party, Transport

_TRANSPORT = ("imo", "plate", "vin", "registration", "mmsi", "callsign")


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
    description = serializers.CharField(max_length=1000, required=False, default="")
    country_of_origin = serializers.CharField(max_length=2, required=False, default="")
    net_weight_kg = serializers.DecimalField(18, 3, required=False, allow_null=True, default=None, min_value=Decimal(0))
    value = serializers.DecimalField(20, 2, required=False, allow_null=True, default=None)
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False, default="")
    gross_weight_kg = serializers.DecimalField(18, 3, required=False, allow_null=True, default=None, min_value=Decimal(0))
    quantity = serializers.DecimalField(18, 3, required=False, allow_null=True, default=None, min_value=Decimal(0))
    unit = serializers.CharField(max_length=10, required=False, default="", help_text="UN/ECE Recommendation 20.")
    packages = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=0, max_value=10**9)
    package_kind = serializers.CharField(max_length=10, required=False, default="", help_text="UN/ECE Recommendation 21.")
    marks = serializers.CharField(max_length=500, required=False, default="")
    procedure = serializers.CharField(max_length=40, required=False, default="")
    tax_rate_percent = serializers.DecimalField(8, 3, required=False, allow_null=True, default=None, min_value=Decimal(0))
    tax_type = serializers.CharField(max_length=40, required=False, default="")


class ConsignmentInput(StrictSerializer):
    """One declaration for a feed of the sender's agency. Sent again it changes nothing; sent otherwise it is an amendment."""

    feed = serializers.CharField(max_length=30, help_text="Code of the feed.")
    number = serializers.CharField(max_length=80)
    date = serializers.DateField()
    reference = serializers.CharField(max_length=80, required=False, default="", help_text="The declarant's own.")
    direction = serializers.ChoiceField(("IMPORT", "EXPORT", "TRANSIT"), required=False, default="IMPORT")
    payment = serializers.CharField(max_length=40, required=False, default="")
    terms = serializers.CharField(max_length=10, required=False, default="", help_text="Incoterms.")
    packages = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=0, max_value=10**9)
    documents = serializers.ListField(child=serializers.CharField(max_length=120), required=False, default=list,
                                      max_length=SEVERAL, help_text='Type and number, such as "N705 BL-77".')
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
        source="api", number=given["number"], date=given["date"], reference=given["reference"],
        direction=given["direction"], payment=given["payment"], terms=given["terms"], packages=given["packages"],
        documents=tuple(given["documents"]), office=given["office"], regime=given["procedure"],
        transport_mode=given["transport_mode"], country_of_departure=given["country_of_departure"].upper(),
        country_of_destination=given["country_of_destination"].upper(), route=given["route"], gross_kg=given["gross_weight_kg"],
        value=given["value"], currency=given["currency"], containers=tuple(given["containers"]),
        parties=tuple(_party(party) for party in given["parties"]),
        items=tuple(_item(number, item) for number, item in enumerate(given["goods"], 1)),
        transports=tuple(Transport(kind="OTHER", id=unit["value"], id_kind=unit["kind"], country=unit["country"].upper())
                         for unit in given["transport"]))


def _item(number: int, given: dict[str, Any]) -> GoodsItem:
    return GoodsItem(
        number=number, hs_code=given["hs_code"], description=given["description"],
        origin=given["country_of_origin"].upper(), gross_kg=given["gross_weight_kg"], net_kg=given["net_weight_kg"],
        value=given["value"], currency=given["currency"], quantity=given["quantity"], unit=given["unit"],
        packages=given["packages"], package_kind=given["package_kind"], marks=given["marks"], procedure=given["procedure"],
        tax_rate=given["tax_rate_percent"], tax_type=given["tax_type"])


def _party(given: dict[str, Any]) -> Party:
    return Party(
        role=given["role"], name=given["name"], external_id=given["external_id"], kind=given["kind"],
        country=given["country"].upper(), address=given["address"], birth_date=given["birth_date"],
        identifiers=tuple(Identifier(i["kind"], i["value"], i["country"].upper()) for i in given["identifiers"]))
