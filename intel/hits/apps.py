"""What people make of a match."""

from typing import Any

from django.apps import AppConfig


class HitsConfig(AppConfig):
    name = "intel.hits"
    label = "hits"

    def ready(self) -> None:
        from agencies.access.acts import DESK, OFFICE, allow
        from hub.kit import panels
        from intel.hits import panels as ours
        from intel.screening.signals import matches_written

        allow("hits.view_hit", *OFFICE)
        allow("hits.judge_hit", *DESK)
        matches_written.connect(_matches_written, dispatch_uid="hits.matches")
        panels.register("alerts.detail", ours.of_alert)
        panels.register("trade.trader", ours.of_trader)
        panels.register("trade.consignment", ours.of_consignment)


def _matches_written(ids: list[int], **more: Any) -> None:
    from intel.hits import services

    services.open_hits(ids)
