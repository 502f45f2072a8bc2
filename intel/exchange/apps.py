"""Other people's formats."""

from django.utils.translation import gettext_lazy as _

from agencies.labels import Carried
from hub.kit.keeping import kept_upload
from hub.kit.room import MenuEntry, Panel, Room, Section


class ExchangeConfig(Room):
    name = "intel.exchange"
    label = "exchange"
    labels = (Carried("exchange_importrun", by="feed_id", of="trade_feed"),)
    keeps = (kept_upload("exchange.importrun", words=_("Imported files"), page="exchange:import",
                         gone=_("The file and the rows that came back; how many they were stays"),
                         agency="(select f.owner_agency_id from trade_feed f where f.id = r.feed_id)"),)
    menu = (MenuEntry(_("Import"), "exchange:imports", "file-import", "exchange.view_importrun", "m", Section.TRADE),)
    panels = (Panel("home.narrow", "exchange/_home.html", "intel.exchange.panels.latest", rank=5),)
    tones = {"green": "DONE", "red": "FAILED", "blue": "RUNNING"}

    def ready(self) -> None:
        from agencies.access.acts import WRITERS, allow
        from agencies.work.uploads import Reading, register
        from intel.exchange import uploads
        from intel.exchange.models import ImportRun
        from intel.exchange.traders_csv import RegisterExhausted

        allow("exchange.view_importrun", *WRITERS)
        register(uploads.UPLOAD, Reading(ImportRun, act="trade.import_declarations", read=uploads.read_upload,
                                         refuses=(RegisterExhausted,)))
