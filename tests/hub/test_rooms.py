"""What a room says of itself is gathered by the roof; a name that names nothing ends the process before it serves anybody."""

import importlib
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from pytest import MonkeyPatch

from agencies.access import acts, rules
from agencies.access.rules import Rule
from agencies.labels import Labelled
from agencies.work.apps import WorkConfig
from hub import api, home
from hub.configuration import ROOT
from hub.kit import room
from hub.kit.room import MenuEntry, Panel, Section
from intel.hits.apps import HitsConfig
from intel.trade.api import TraderViewSet

ENTRY = MenuEntry("Boats", "hits:list", "bell", "hits.view_hit", "b")
PANEL = Panel("trade.trader", "hits/_panel.html", "intel.hits.panels.of_trader")


@pytest.fixture(autouse=True)
def gathered_anew() -> Iterator[None]:
    for gather in (room.panels, room.tones):
        gather.cache_clear()
    yield
    for gather in (room.panels, room.tones):
        gather.cache_clear()


def start() -> None:
    """What a process does last before it is ready."""
    apps.get_app_config("hub").ready()


def test_the_hub_starts_as_it_is() -> None:
    start()


@pytest.mark.parametrize(("part", "wrong", "told"), [
    ("menus", (ENTRY,), "there is no part of a room 'menus'; there are"),
    ("menu", (replace(ENTRY, act="hits.veiw_hit"),), "'hits.veiw_hit' names nothing: .*hits.view_hit"),
    ("menu", (replace(ENTRY, icon="bel"),), "there is no icon 'bel'; there are .*bell"),
    ("menu", (replace(ENTRY, key="a"),), "have one shortcut, 'a'"),
    ("panels", (replace(PANEL, place="trade.tradr"),), "no room has a place 'trade.tradr'; there are .*trade.trader"),
    ("panels", (replace(PANEL, template="hits/_panl.html"),), "'hits/_panl.html' names nothing"),
    ("panels", (replace(PANEL, context="intel.hits.panels.of_tradr"),), "'intel.hits.panels.of_tradr' names nothing"),
    ("tones", {"reed": "CANDIDATE"}, "there is no tone 'reed'; there are green, red, blue, amber"),
    ("tones", {"red": "CANDIDAT"}, "there is no state 'CANDIDAT'; there are .*CANDIDATE"),
    ("enums", {"HitStateEnum": "intel.hits.states.Stat"}, "'intel.hits.states.Stat' names nothing"),
    ("labels", (Labelled("hits_hitt", act="hits.view_hit", grants="trade_feedgrant"),), "no table 'hits_hitt'"),
    ("labels", (Labelled("hits_hit", act="hits.veiw_hit", grants="trade_feedgrant"),), "'hits.veiw_hit' names nothing"),
])
def test_a_misspelt_name_ends_the_start_and_says_where(monkeypatch: MonkeyPatch, part: str, wrong: Any, told: str) -> None:
    monkeypatch.setattr(HitsConfig, part, wrong, raising=False)
    with pytest.raises(LookupError, match=f"^intel.hits: .*{told}"):
        start()


def test_two_rooms_agree_on_the_tone_of_a_state(monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr(WorkConfig, "tones", {"amber": "FAILED"})
    with pytest.raises(LookupError, match="^intel.exchange: FAILED is red here and amber in another room"):
        start()


def test_an_act_without_a_permission_ends_the_start(monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setitem(acts._allowed, "hits.juge_hit", {"OFFICER"})
    with pytest.raises(LookupError, match="permission of a model: hits.juge_hit"):
        start()


def test_a_menu_entry_without_a_page_ends_the_start_of_the_web_server(monkeypatch: MonkeyPatch) -> None:
    from hub import wsgi

    monkeypatch.setattr(HitsConfig, "menu", (replace(ENTRY, page="hits:lst"),))
    with pytest.raises(LookupError, match="^intel.hits: there is no page 'hits:lst' .*; there are .*list"):
        importlib.reload(wsgi)


def test_a_rule_or_a_list_whose_act_nobody_declares_ends_it_too(monkeypatch: MonkeyPatch) -> None:
    from hub import wsgi

    monkeypatch.setattr(TraderViewSet, "view_act", "trade.veiw_trader")
    with pytest.raises(LookupError, match="trade.veiw_trader.*there are .*trade.view_trader"):
        api._router()
    monkeypatch.setattr(rules, "NAMED", set())
    monkeypatch.setattr("hub.room_checks.NAMED", rules.NAMED)
    Rule("hits.juge_hit")
    with pytest.raises(LookupError, match="hits.juge_hit.*there are .*hits.judge_hit"):
        importlib.reload(wsgi)


def test_every_place_that_a_page_asks_for_is_declared_and_every_declared_one_asked_for() -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "intel").rglob("*views.py"))
    asked = set(re.findall(r'panels_for\("([^"]+)"', pages))
    assert asked | {"top", *(f"home.{place}" for place in home.PLACES)} == set(room.panels())


def test_a_room_takes_no_plural_from_another(monkeypatch: MonkeyPatch) -> None:
    class Boats(TraderViewSet):
        pass

    monkeypatch.setattr("intel.hits.api.routes", [("traders", Boats)])
    assert "traders" in {plural for plural, viewset, _base in api._router().registry if viewset is Boats}
    monkeypatch.setattr("intel.exchange.api.routes", [("hits", Boats), ("reports", Boats)])
    with pytest.raises(LookupError, match="^intel.exchange: another room serves 'reports'"):
        api._router()


def test_the_menu_stands_by_section_rank_and_room() -> None:
    menu = {section: [entry.page for entry in entries] for section, entries in room.menu()}
    assert menu[Section.TOP] == ["queries:list", "notices:inbox", "home", "hits:list", "enquiries:received", "releases:list",
                                 "sharing:list", "readings:list", "handover:work", "arrangements:list"]
    assert menu[Section.INTELLIGENCE] == ["alerts:list", "reports:list", "subjects:list", "deconfliction:list"]
    assert menu[Section.OVERSIGHT] == ["audit:list", "audit:left-by-one", "audit:acts", "knowledge:list", "knowledge:counts",
                                       "agencies:users", "sweeps:list", "sweeps:counts", "deconfliction:collisions", "work:list",
                                       "releases:emergency-counts", "readings:register", "keeping:rules",
                                       "protection:search", "hours:week", "deputies:list", "api-docs"]


def test_names_of_enums_reach_the_description_of_the_api() -> None:
    assert settings.SPECTACULAR_SETTINGS["ENUM_NAME_OVERRIDES"]["HitStateEnum"] == "intel.hits.states.State"
