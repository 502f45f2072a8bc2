"""What moves: traders and consignments."""

from django.utils.translation import gettext_lazy as _

from agencies.labels import Carried, Shared
from hub.kit.room import MenuEntry, Room, Section


class TradeConfig(Room):
    name = "intel.trade"
    label = "trade"
    lists = ("intel.trade.lists.TRADERS", "intel.trade.lists.CONSIGNMENTS")
    labels = (
        Shared("trade_feed", act="trade.view_feed", grants="trade_feedgrant"),
        Carried("trade_trader", by="feed_id", of="trade_feed"),
        Carried("trade_consignment", by="feed_id", of="trade_feed"),
        Carried("trade_tradername", by="trader_id", of="trade_trader"),
        Carried("trade_traderidentifier", by="trader_id", of="trade_trader"),
        Carried("trade_consignmentparty", by="consignment_id", of="trade_consignment"),
        Carried("trade_goodsitem", by="consignment_id", of="trade_consignment"),
        Carried("trade_transportunit", by="consignment_id", of="trade_consignment"),
    )
    menu = (
        MenuEntry(_("Traders"), "trade:traders", "building-store", "trade.view_trader", "t", Section.TRADE),
        MenuEntry(_("Consignments"), "trade:consignments", "container", "trade.view_consignment", "c", Section.TRADE),
    )
    places = ("trade.trader", "trade.consignment")
    enums = {"PartyKindEnum": "intel.trade.models.PARTY_KINDS"}

    def ready(self) -> None:
        """Declare the acts, and sign up with the rooms below."""
        from agencies.access.acts import FIELD, allow
        from agencies.roles import Role
        from agencies.sharing import catching_up
        from intel.trade.models import FeedGrant

        catching_up.register(catching_up.Given(FeedGrant, {}))
        allow("trade.view_feed", *FIELD)
        allow("trade.view_trader", *FIELD)
        allow("trade.view_consignment", *FIELD)
        allow("trade.add_feed", Role.SUPERVISOR)
        allow("trade.change_feed", Role.SUPERVISOR)
        allow("trade.import_declarations", Role.ANALYST, Role.SUPERVISOR)
