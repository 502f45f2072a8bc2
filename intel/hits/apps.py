"""What people make of a match."""

from typing import Any

from django.apps import AppConfig

from agencies.labels import Carried, Entries, Notes, TwoSided

#: Either side takes, lets go, judges and opens again; nothing of a hit is one side's alone but its notes.
HIT = TwoSided("hits_hit", act="hits.view_hit", write="hits.judge_hit", label="screening.view_match",
               both=("state", "taken_by_id", "taken_at", "judged_fingerprint", "revision", "updated_at"))


class HitsConfig(AppConfig):
    name = "intel.hits"
    label = "hits"
    labels = (
        Carried("hits_hit", by="match_id", of="screening_match"),
        HIT,
        Entries("hits_judgement", by="hit_id", of=HIT, written_by="judged_by_id"),
        Notes("hits_hitnote", by="hit_id", of=HIT),
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
