"""Every string that a person reads has a Spanish translation, with the same placeholders.

The strings are found without xgettext, which a machine may lack: Python by its syntax tree, templates by Django's own
reading of them.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

from hub.configuration import ROOT
from hub.up.translations import catalogues

_CALLS = {"_": (0,), "gettext": (0,), "gettext_lazy": (0,), "gettext_noop": (0,), "ngettext": (0, 1),
          "ngettext_lazy": (0, 1), "pgettext": (1,), "pgettext_lazy": (1,)}
_STRING = r"""(u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))"""
_TEMPLATIZED = re.compile(rf"\b(_|gettext|ngettext|pgettext)\(\s*{_STRING}(?:\s*,\s*{_STRING})?")
#: The same words in both languages.
SAME = {"OK", "TLP", "PAP", "API", "LEI", "MMSI", "IBAN", "Error", "No", "Normal", "Alias", "Individual", "TLP:%(level)s"}


def strings() -> dict[str, str]:
    """Each string with the first file it stands in."""
    found: dict[str, str] = {}
    for room in ("hub", "agencies", "intel"):
        for path in sorted((ROOT / room).rglob("*.py")):
            if not {"migrations", "node_modules"} & set(path.parts):
                for string in in_python(path):
                    found.setdefault(string, str(path.relative_to(ROOT)))
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for string in in_template(path):
            found.setdefault(string, str(path.relative_to(ROOT)))
    return found


def in_python(path: Path) -> Iterator[str]:
    """Literals given to gettext and its kin."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            for place in _CALLS.get(name, ()):
                if place < len(node.args) and isinstance(node.args[place], ast.Constant):
                    value = node.args[place].value
                    if isinstance(value, str) and value:
                        yield value


def in_template(path: Path) -> Iterator[str]:
    """What `{% translate %}`, `{% blocktranslate %}` and `{{ _("…") }}` hold."""
    for name, first, second in _TEMPLATIZED.findall(templatize(path.read_text(encoding="utf-8"), str(path))):
        values = [ast.literal_eval(literal.removeprefix("u")) for literal in (first, second) if literal]
        yield from values[1:2] if name == "pgettext" else values if name == "ngettext" else values[:1]


@pytest.fixture(scope="module")
def spanish() -> dict[str, list[str]]:
    """The translations of each string that has any; of a plural, all of its forms."""
    spanish = [path for path in catalogues() if path.parent.parent.name == "es"]
    assert spanish, "There is no catalogue in Spanish."
    words: dict[str, list[str]] = {}
    for entry in (entry for path in spanish for entry in polib.pofile(str(path))):
        if not entry.obsolete and not entry.fuzzy and entry.translated():
            forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
            for msgid in filter(None, (entry.msgid, entry.msgid_plural)):
                words[msgid] = forms
    return words


def test_strings_are_found_in_python_and_in_templates():
    found = strings()
    assert found["Somebody else was first"] == "hub/kit/errors.py"
    assert found["Sign in"].startswith("templates/")
    assert len(found) > 300


def test_every_string_has_a_spanish_translation(spanish):
    missing = [f"{where}: {string}" for string, where in strings().items() if string not in spanish]
    assert not missing, f"{len(missing)} without translation:\n" + "\n".join(sorted(missing))


def test_translations_keep_the_placeholders(spanish):
    placeholders = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
    wrong = [f"{string} -> {words}" for string in strings() for words in spanish.get(string, [])
             if not set(placeholders.findall(words)) <= set(placeholders.findall(string))
             or (len(spanish[string]) == 1 and set(placeholders.findall(words)) != set(placeholders.findall(string)))]
    assert not wrong, "\n".join(wrong)


def test_a_translation_is_not_the_english_again(spanish):
    same = [string for string in strings()
            if spanish.get(string) == [string] and string not in SAME and len(re.findall(r"[a-z]{3,}", string)) > 2]
    assert not same, "\n".join(same)


def test_what_is_written_alike_is_translated_alike():
    """Catalogues are read as one: of two translations of a string one would hold everywhere. A context tells them apart."""
    translations: dict[tuple[str, str | None, str], dict[str, str]] = {}
    for path in catalogues():
        for entry in polib.pofile(str(path)):
            words = translations.setdefault((path.parent.parent.name, entry.msgctxt, entry.msgid), {})
            words[entry.msgstr or str(entry.msgstr_plural)] = path.parent.parent.parent.parent.name
    several = {key[1:]: words for key, words in translations.items() if len(words) > 1}
    assert not several, "\n".join(f"{string!r}: {words}" for string, words in several.items())
