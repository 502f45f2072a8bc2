"""What people make of a match."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.labels import Carried, Citable, Entries, Notes, TwoSided
from hub.kit.handing import HandedOver
from hub.kit.room import MenuEntry, Panel, Room, Waiting
from intel.hits.tells import TELLS

#: Either side takes, lets go, judges and opens again; nothing of a hit is one side's alone but its notes.
HIT = TwoSided("hits_hit", act="hits.view_hit", write="hits.judge_hit", label="screening.view_match",
               both=("state", "taken_by_id", "taken_at", "judged_fingerprint", "revision", "updated_at"))


class HitsConfig(Room):
    name = "intel.hits"
    label = "hits"
    lists = ("intel.hits.lists.HITS",)
    labels = (
        Carried("hits_hit", by="match_id", of="screening_match"),
        HIT,
        Citable("hits_hit", kind="hits.hit", act="hits.view_hit", labels={"label_id": "screening.view_match"}),
        Entries("hits_judgement", by="hit_id", of=HIT, written_by="judged_by_id"),
        Notes("hits_hitnote", by="hit_id", of=HIT),
    )
    menu = (MenuEntry(_("Hits"), "hits:list", "target-arrow", "hits.view_hit", "i", rank=1),)
    places = ("hits.hit",)
    panels = (
        Panel("alerts.detail", "hits/_panel.html", "intel.hits.panels.of_alert"),
        Panel("trade.trader", "hits/_panel.html", "intel.hits.panels.of_trader"),
        Panel("trade.consignment", "hits/_panel.html", "intel.hits.panels.of_consignment"),
        Panel("home.tiles", "hits/_home_tiles.html", "intel.hits.panels.counts"),
        Panel("home.wide", "hits/_home.html", "intel.hits.panels.at_home"),
    )
    tells = TELLS
    waiting = (
        Waiting(_("Hits that you verify"), "intel.hits.waiting.being_verified", page="hits:list", at_home=False),
        Waiting(_("Hits to verify"), "intel.hits.waiting.to_verify", page="hits:list", at_home=False),
    )
    tones = {"red": "CONFIRMED_HIT", "blue": "CANDIDATE", "amber": "UNDER_VERIFICATION UNCERTAIN"}
    enums = {"HitStateEnum": "intel.hits.states.State"}

    handed = (HandedOver("hits.hit", words=_("Hits being verified"), act="hits.judge_hit", page="hits:detail",
                         while_in=("UNDER_VERIFICATION",), holder="taken_by"),)

    def ready(self) -> None:
        from agencies.access.acts import FIELD, WRITERS, allow
        from hub.kit import citing
        from intel.hits.citing import HIT as CITED_HIT
        from intel.screening.signals import matches_written

        allow("hits.view_hit", *FIELD)
        allow("hits.judge_hit", *WRITERS)
        matches_written.connect(_matches_written, dispatch_uid="hits.matches")
        citing.register(CITED_HIT)


def _matches_written(ids: list[int], **more: Any) -> None:
    from intel.hits import services

    services.open_hits(ids)
