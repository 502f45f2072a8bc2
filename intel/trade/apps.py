"""What moves: traders and consignments."""

from django.apps import AppConfig


class TradeConfig(AppConfig):
    name = "intel.trade"
    label = "trade"

    def ready(self) -> None:
        from agencies.access.acts import DESK, OFFICE, allow
        from agencies.roles import Role

        allow("trade.view_feed", *OFFICE)
        allow("trade.view_trader", *OFFICE)
        allow("trade.view_consignment", *OFFICE)
        allow("trade.view_importrun", *DESK)
        allow("trade.add_feed", Role.SUPERVISOR)
        allow("trade.change_feed", Role.SUPERVISOR)
        allow("trade.import_declarations", Role.ANALYST, Role.SUPERVISOR)
