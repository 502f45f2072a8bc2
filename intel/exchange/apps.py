"""Other people's formats."""

from django.apps import AppConfig
from django.conf import settings

from agencies.labels import Carried


class ExchangeConfig(AppConfig):
    name = "intel.exchange"
    label = "exchange"
    labels = (Carried("exchange_importrun", by="feed_id", of="trade_feed"),)

    def ready(self) -> None:
        from agencies.access.acts import WRITERS, allow
        from agencies.work import kinds
        from intel.exchange import uploads

        allow("exchange.view_importrun", *WRITERS)
        kinds.register_long(uploads.UPLOAD, uploads.read_upload, at_most=settings.CONFIGURATION.import_attempts,
                            failed=uploads.gave_up, dropped=uploads.dropped)
