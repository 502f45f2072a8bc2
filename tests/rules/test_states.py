"""State tables: every state can be reached, has words, and the room's README shows the diagram as it is."""

import ast
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import translation

from hub.configuration import ROOT
from hub.kit.states import StateTable

ROOMS = [app for app in apps.get_app_configs()
         if app.name.startswith(("intel.", "agencies.")) and find_spec(f"{app.name}.states")]


def table_of(app) -> StateTable:
    return import_module(f"{app.name}.states").STATES


def test_there_are_rooms_with_states():
    assert {app.label for app in ROOMS} >= {"subjects", "reports", "alerts", "hits", "work"}


@pytest.mark.parametrize("app", ROOMS, ids=lambda app: app.label)
def test_every_state_can_be_reached(app):
    moves = table_of(app).moves
    reached, waiting = set(), list(table_of(app).begins)
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += moves[state]
    assert reached == set(moves)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("app", ROOMS, ids=lambda app: app.label)
def test_every_state_has_words_of_its_own(app, language):
    with translation.override(language):
        words = [str(label) for _code, label in table_of(app).states.choices]
    assert all(words) and len(set(words)) == len(words)
    assert not set(words) & set(table_of(app).states.values)


def test_no_room_writes_a_state_but_through_its_table():
    """`row.state = …` and `.update(state=…)` anywhere else than where the table is asked."""
    found = set()
    for path in sorted((ROOT / "intel").rglob("*.py")):
        for node in [] if "migrations" in path.parts else ast.walk(ast.parse(path.read_text("utf-8"))):
            assigned = isinstance(node, ast.Assign) and any(
                isinstance(one, ast.Attribute) and one.attr == "state" and getattr(one.value, "id", "") != "self"
                for one in node.targets)
            updated = (isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "update"
                       and any(given.arg == "state" for given in node.keywords))
            if assigned or updated:
                found.add(str(path.relative_to(ROOT)))
    assert found == set()


@pytest.mark.parametrize("app", ROOMS, ids=lambda app: app.label)
def test_the_readme_shows_the_diagram(app):
    readme = Path(app.path) / "README.md"
    assert readme.is_file(), "A room says in ten lines what it is for."
    assert table_of(app).mermaid() in readme.read_text(encoding="utf-8")
