"""Compiles translations (`.po` to `.mo`) without GNU gettext, which a bare machine does not have."""

import os
from pathlib import Path

import polib

from hub.configuration import ROOT

LOCALE = ROOT / "hub" / "locale"


def compile_translations(locale: Path = LOCALE) -> list[Path]:
    """Write the `.mo` of every `.po` that is newer than it; those written. Fuzzy entries are left out."""
    written = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.is_file() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        beside = compiled.with_name(f".{compiled.name}.{os.getpid()}")
        polib.pofile(str(source), encoding="utf-8").save_as_mofile(str(beside))
        beside.replace(compiled)
        written.append(compiled)
    return written
