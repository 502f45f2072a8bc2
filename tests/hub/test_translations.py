"""Translations are compiled without GNU gettext."""

import gettext
import os
from pathlib import Path

from hub.up.translations import compile_translations

PO = '''msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Alert"
msgstr "Alerta"

#, fuzzy
msgid "Hit"
msgstr "Golpe"

msgid "%(n)d alert"
msgid_plural "%(n)d alerts"
msgstr[0] "%(n)d alerta"
msgstr[1] "%(n)d alertas"
'''


def test_they_are_compiled_once_and_again_when_changed(tmp_path: Path) -> None:
    source = tmp_path / "hub" / "locale" / "es" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO, encoding="utf-8")
    assert compile_translations(tmp_path) == [source.with_suffix(".mo")]
    with source.with_suffix(".mo").open("rb") as compiled:
        spanish = gettext.GNUTranslations(compiled)
    assert spanish.gettext("Alert") == "Alerta"
    assert spanish.ngettext("%(n)d alert", "%(n)d alerts", 2) == "%(n)d alertas"
    assert spanish.gettext("Hit") == "Hit"

    assert compile_translations(tmp_path) == []
    os.utime(source, (source.stat().st_atime, source.stat().st_mtime + 10))
    assert len(compile_translations(tmp_path)) == 1


def test_a_room_may_bring_its_own(tmp_path: Path) -> None:
    source = tmp_path / "intel" / "seizures" / "locale" / "es" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO, encoding="utf-8")
    assert compile_translations(tmp_path) == [source.with_suffix(".mo")]
