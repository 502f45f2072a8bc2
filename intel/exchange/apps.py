"""Other people's formats."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from agencies.labels import Carried
from hub.kit.room import MenuEntry, Panel, Room, Section


class ExchangeConfig(Room):
    name = "intel.exchange"
    label = "exchange"
    labels = (Carried("exchange_importrun", by="feed_id", of="trade_feed"),)
    menu = (MenuEntry(_("Import"), "exchange:imports", "file-import", "exchange.view_importrun", "m", Section.TRADE),)
    panels = (Panel("home.narrow", "exchange/_home.html", "intel.exchange.panels.latest", rank=5),)
    tones = {"green": "DONE", "red": "FAILED", "blue": "RUNNING"}

    def ready(self) -> None:
        from agencies.access.acts import WRITERS, allow
        from agencies.work import kinds
        from intel.exchange import uploads

        allow("exchange.view_importrun", *WRITERS)
        kinds.register_long(uploads.UPLOAD, uploads.read_upload, at_most=settings.CONFIGURATION.import_attempts,
                            failed=uploads.gave_up, dropped=uploads.dropped)
