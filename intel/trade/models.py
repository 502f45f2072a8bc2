"""What moves: traders, consignments with their parties, goods and transport, and the feeds they come from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.access.grants import GroupGrant
from agencies.models import Agency
from intel.subjects.models import IdentifierKind


class Feed(models.Model):
    """Where trade data come from. Who may see a feed sees its traders and consignments: sharing is by feed, not by row."""

    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    code = models.CharField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        ordering = ["owner_agency", "code"]
        default_permissions = ("add", "change", "view")
        constraints = [models.UniqueConstraint(fields=["owner_agency", "code"], name="feed_code_is_unique_in_agency")]

    def __str__(self) -> str:
        return self.name


class FeedGrant(GroupGrant):
    """Who besides the owner may see a feed."""

    content_object = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="grants")

    class Meta(GroupGrant.Meta):
        indexes = [models.Index(fields=["content_object", "group"], name="feed_grant_group")]


class Trader(models.Model):
    """A party of trade as one feed knows it: an importer, exporter, broker, carrier."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ENTITY = "entity", _("Organisation")
        UNKNOWN = "", _("Not said")

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="+", verbose_name=_("feed"))
    external_ref = models.CharField(_("number in the feed"), max_length=80)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.UNKNOWN, blank=True)
    name = models.CharField(_("name"), max_length=300)
    country = models.CharField(_("country"), max_length=2, blank=True)
    address = models.CharField(_("address"), max_length=400, blank=True)
    birth_date = models.CharField(_("date of birth"), max_length=10, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("trader")
        verbose_name_plural = _("traders")
        ordering = ["-id"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["country", "-id"], name="trader_of_country"),
                   models.Index(fields=["name", "id"], name="trader_by_name")]
        constraints = [models.UniqueConstraint(fields=["feed", "external_ref"], name="trader_is_unique_in_feed")]

    def __str__(self) -> str:
        return self.name

    @property
    def owner_agency_id(self) -> int:
        """The agency whose feed knows this trader."""
        return self.feed.owner_agency_id


#: What a declaration may say of a party; saying nothing is `Trader.Kind.UNKNOWN`.
PARTY_KINDS = [choice for choice in Trader.Kind.choices if choice[0]]


class TraderName(models.Model):
    """A further name under which a trader was declared or trades."""

    trader = models.ForeignKey(Trader, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=300)

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["trader", "name"], name="trader_name_is_kept_once")]

    def __str__(self) -> str:
        return self.name


class TraderIdentifier(models.Model):
    """A number that names a trader, as given and as compared."""

    trader = models.ForeignKey(Trader, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(_("kind"), max_length=12, choices=IdentifierKind)
    value = models.CharField(_("value"), max_length=120)
    country = models.CharField(_("country"), max_length=2, blank=True)
    normalised = models.CharField(max_length=120, editable=False)

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["trader", "kind", "normalised", "country"],
                                               name="trader_identifier_is_kept_once")]
        indexes = [models.Index(fields=["kind", "normalised"], name="trader_identifier_value")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"


class Consignment(models.Model):
    """One declaration: what moves, from where to where, by whom."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="+", verbose_name=_("feed"))
    number = models.CharField(_("declaration number"), max_length=80)
    date = models.DateField(_("date"))
    office = models.CharField(_("customs office"), max_length=80, blank=True)
    procedure = models.CharField(_("procedure"), max_length=40, blank=True)
    transport_mode = models.CharField(_("mode of transport"), max_length=10, blank=True,
                                      help_text=_("As declared; UN/ECE Recommendation 19 where the feed uses it."))
    country_of_departure = models.CharField(_("country of departure"), max_length=2, blank=True)
    country_of_destination = models.CharField(_("country of destination"), max_length=2, blank=True)
    route = models.CharField(_("route"), max_length=300, blank=True)
    gross_weight_kg = models.DecimalField(_("gross weight (kg)"), max_digits=18, decimal_places=3, null=True, blank=True)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    outcome = models.JSONField(_("outcome in the feed"), default=dict, blank=True)
    declared = models.JSONField(_("as declared"), default=dict, db_default={}, editable=False,
                                help_text=_("All that was declared, without what is at its default."))
    content_hash = models.CharField(max_length=80, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("consignment")
        verbose_name_plural = _("consignments")
        ordering = ["-id"]
        default_permissions = ("add", "view")
        permissions = [("import_declarations", _("Can import declarations"))]
        constraints = [models.UniqueConstraint(fields=["feed", "number"], name="consignment_number_is_unique_in_feed")]
        indexes = [models.Index(fields=["-date", "-id"], name="consignment_newest"),
                   models.Index(fields=["country_of_departure", "-date", "-id"], name="consignment_from_country"),
                   models.Index(fields=["number", "id"], name="consignment_by_number")]

    def __str__(self) -> str:
        return self.number

    @property
    def owner_agency_id(self) -> int:
        """The agency whose feed this declaration came by."""
        return self.feed.owner_agency_id


class ConsignmentParty(models.Model):
    """A trader's part in a consignment, with the name as it was declared there."""

    class Role(models.TextChoices):
        IMPORTER = "IMPORTER", _("Importer")
        EXPORTER = "EXPORTER", _("Exporter")
        DECLARANT = "DECLARANT", _("Declarant")
        CONSIGNEE = "CONSIGNEE", _("Consignee")
        CONSIGNOR = "CONSIGNOR", _("Consignor")
        SELLER = "SELLER", _("Seller")
        BUYER = "BUYER", _("Buyer")
        AGENT = "AGENT", _("Agent")
        CARRIER = "CARRIER", _("Carrier")
        COURIER = "COURIER", _("Courier")
        NOTIFY = "NOTIFY", _("Notify party")
        OTHER = "OTHER", _("Other")

    consignment = models.ForeignKey(Consignment, on_delete=models.CASCADE, related_name="parties")
    trader = models.ForeignKey(Trader, on_delete=models.PROTECT, related_name="consignment_parts")
    role = models.CharField(_("role"), max_length=10, choices=Role)
    name = models.CharField(_("name as declared"), max_length=300)

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["consignment", "role", "trader"],
                                               name="consignment_party_has_a_role_once")]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.name}"


class GoodsItem(models.Model):
    """One line of goods of a declaration."""

    consignment = models.ForeignKey(Consignment, on_delete=models.CASCADE, related_name="goods")
    number = models.PositiveSmallIntegerField(_("item"))
    hs_code = models.CharField(_("HS code"), max_length=12, blank=True)
    description = models.CharField(_("description"), max_length=1000, blank=True)
    country_of_origin = models.CharField(_("origin"), max_length=2, blank=True)
    net_weight_kg = models.DecimalField(_("net weight (kg)"), max_digits=18, decimal_places=3, null=True, blank=True)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    tax_rate_percent = models.DecimalField(_("tax rate (%)"), max_digits=8, decimal_places=3, null=True, blank=True)
    declared = models.JSONField(_("as declared"), default=dict, db_default={}, editable=False)

    class Meta:
        ordering = ["number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["consignment", "number"], name="goods_item_number_is_unique"),
            models.CheckConstraint(condition=Q(net_weight_kg__isnull=True) | Q(net_weight_kg__gte=0),
                                   name="goods_item_weighs_nothing_less_than_zero"),
        ]
        indexes = [models.Index(fields=["hs_code"], name="goods_item_hs")]

    def __str__(self) -> str:
        return f"{self.number} {self.hs_code}"


class TransportUnit(models.Model):
    """A container, vehicle, vessel, flight or transport document of a consignment, screened by its identifier."""

    consignment = models.ForeignKey(Consignment, on_delete=models.CASCADE, related_name="transport")
    kind = models.CharField(_("kind"), max_length=12, choices=IdentifierKind)
    value = models.CharField(_("identifier"), max_length=120)
    country = models.CharField(_("country"), max_length=2, blank=True)
    normalised = models.CharField(max_length=120, editable=False)

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["consignment", "kind", "normalised"],
                                               name="transport_unit_is_kept_once")]
        indexes = [models.Index(fields=["kind", "normalised"], name="transport_unit_value")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"
