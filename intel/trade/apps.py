"""What moves: traders and consignments."""

from django.apps import AppConfig

from agencies.labels import Carried, Shared


class TradeConfig(AppConfig):
    name = "intel.trade"
    label = "trade"
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

    def ready(self) -> None:
        from agencies.access.acts import OFFICE, allow
        from agencies.roles import Role

        allow("trade.view_feed", *OFFICE)
        allow("trade.view_trader", *OFFICE)
        allow("trade.view_consignment", *OFFICE)
        allow("trade.add_feed", Role.SUPERVISOR)
        allow("trade.change_feed", Role.SUPERVISOR)
        allow("trade.import_declarations", Role.ANALYST, Role.SUPERVISOR)
