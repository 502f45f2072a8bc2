"""What people make of a match."""

from typing import Any

from django.apps import AppConfig

from agencies.labels import Carried


class HitsConfig(AppConfig):
    name = "intel.hits"
    label = "hits"
    labels = (
        Carried("hits_hit", by="match_id", of="screening_match"),
        Carried("hits_judgement", by="hit_id", of="hits_hit"),
    )

    def ready(self) -> None:
        from agencies.access.acts import OFFICE, WRITERS, allow
        from hub.kit import panels
        from intel.hits import panels as ours
        from intel.screening.signals import matches_written

        allow("hits.view_hit", *OFFICE)
        allow("hits.judge_hit", *WRITERS)
        matches_written.connect(_matches_written, dispatch_uid="hits.matches")
        panels.register("alerts.detail", ours.of_alert)
        panels.register("trade.trader", ours.of_trader)
        panels.register("trade.consignment", ours.of_consignment)


def _matches_written(ids: list[int], **more: Any) -> None:
    from intel.hits import services

    services.open_hits(ids)
