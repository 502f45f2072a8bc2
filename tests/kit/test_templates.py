"""What holds for every template: nothing inline, every icon drawn, every component explained."""

import json
import re
from pathlib import Path

import pytest

from hub.configuration import ROOT
from hub.kit import room

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
ASSETS = ROOT / "hub" / "assets"


def named(path: Path) -> str:
    return str(path.relative_to(ROOT / "templates"))


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_nothing_is_inline(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|hx-on|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))
    assert not re.search(r"""(src|href|action)=["'](https?:)?//""", text)


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_no_attribute_hopes_for_an_expression(template: Path) -> None:
    """Cotton takes `:attr="not x"` or `"a == b"` for text, which is always true."""
    values = re.findall(r"""\s:[a-z_]+="([^"{]*)["]""", template.read_text())
    assert not [value for value in values if re.search(r"\bnot |==|!=| and | or |\|", value)]


@pytest.mark.parametrize("template", [t for t in TEMPLATES if "cotton" in t.parts], ids=named)
def test_every_component_says_what_it_takes(template: Path) -> None:
    assert template.read_text().startswith("{% comment %}")


def test_every_icon_used_is_in_the_sprite() -> None:
    text = "".join(template.read_text() for template in TEMPLATES)
    used = set(re.findall(r"""{% icon ["']([a-z0-9-]+)""", text)) | set(re.findall(r'icon_name="([a-z0-9-]+)"', text))
    used |= {entry.icon for each in room.rooms() for entry in each.menu}
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (ASSETS / "own" / "icons.svg").read_text()))
    assert used <= drawn
    assert drawn == set(json.loads((ASSETS / "icons.json").read_text()))


def test_the_lock_names_no_registry() -> None:
    assert "resolved" not in (ASSETS / "package-lock.json").read_text()


@pytest.mark.parametrize("template", [t for t in TEMPLATES if "cotton" not in t.parts], ids=named)
def test_a_dialog_is_given_revision_and_reason_and_does_not_write_them(template: Path) -> None:
    for dialog in re.findall(r'<c-confirm(?:\s\S+?="[^"]*")*>(.*?)</c-confirm>', template.read_text(), re.DOTALL):
        assert 'name="revision"' not in dialog and not re.search(r'"\w*reason_form\.reason"', dialog)
