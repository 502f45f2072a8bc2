"""Other people's formats."""

from django.apps import AppConfig
from django.conf import settings


class ExchangeConfig(AppConfig):
    name = "intel.exchange"
    label = "exchange"

    def ready(self) -> None:
        from agencies.work import kinds
        from intel.exchange import uploads

        kinds.register_long(uploads.UPLOAD, uploads.read_upload, at_most=settings.CONFIGURATION.import_attempts,
                            failed=uploads.gave_up, dropped=uploads.dropped)
