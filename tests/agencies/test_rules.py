"""Rules on who may do what: asked by the act and by the page, with the same answer; and the names of acts."""

import ast
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.apps import apps

from agencies.access import Viewer, may, require, rules
from agencies.access.acts import known
from agencies.access.rules import Rule
from hub.configuration import ROOT
from hub.kit.errors import NotAllowed

OFFICER = Viewer(user_id=1, agency_id=7, acts=frozenset({"alerts.change_alert"}))
ROW = SimpleNamespace(owner_agency_id=7, name="A-1")

HOLDS = Rule("alerts.change_alert", when=lambda by, row: row.owner_agency_id == by.agency_id, otherwise="Not yours.")
LACKS = Rule("alerts.issue_alert")
NEVER = Rule(when=lambda by, row: False, otherwise=lambda by, row: f"Not {row.name}.")


@pytest.mark.parametrize(("rule", "words"), [
    (HOLDS, None), (LACKS, "alerts.issue_alert"), (NEVER, "Not A-1."), (HOLDS & LACKS, "alerts.issue_alert"),
    (HOLDS & NEVER, "Not A-1."), (NEVER & LACKS, "Not A-1."), (LACKS | HOLDS, None), (HOLDS | NEVER, None),
    (LACKS | NEVER, "Not A-1."), ((LACKS | HOLDS) & NEVER, "Not A-1."), (LACKS | (HOLDS & HOLDS), None)])
def test_the_page_and_the_act_get_one_answer(rule, words):
    assert rule.allows(OFFICER, ROW) is (words is None)
    if words is None:
        rule.require(OFFICER, ROW)
    else:
        with pytest.raises(NotAllowed, match=words):
            rule.require(OFFICER, ROW)


def test_a_rule_is_about_the_row():
    with pytest.raises(NotAllowed, match="Not yours."):
        HOLDS.require(replace(OFFICER, agency_id=8), ROW)


@pytest.mark.parametrize("ask", [
    lambda act: OFFICER.may(act), lambda act: may(OFFICER, act, when=False), lambda act: require(OFFICER, act),
    lambda act: Rule(act).allows(OFFICER, ROW)])
def test_a_misspelt_act_is_a_mistake_and_no_refusal(ask, monkeypatch):
    monkeypatch.setattr(rules, "NAMED", set())
    with pytest.raises(LookupError, match="alerts.isue_alert"):
        ask("alerts.isue_alert")


def acts_named():
    """Every act that the source asks for by its name: (file, line, act)."""
    for app in apps.get_app_configs():
        if app.name.startswith(("agencies", "intel.", "hub")):
            for path in sorted(ROOT.joinpath(*app.name.split(".")).rglob("*.py")):
                if "migrations" not in path.parts:
                    yield from ((path.name, node.lineno, text) for node, text in _asked(ast.parse(path.read_text("utf-8"))))


def _asked(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in ("may", "require", "Rule"):
                yield from ((node, given.value) for given in node.args
                            if isinstance(given, ast.Constant) and isinstance(given.value, str))
        if isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "view_act" for target in node.targets) \
                and isinstance(node.value, ast.Constant) and node.value.value:
            yield node, node.value.value


def test_every_act_asked_for_is_declared_by_a_room():
    named = list(acts_named())
    assert len(named) > 40
    for _file, _line, act in named:
        known(act)
