"""Compiles translations (`.po` to `.mo`) without GNU gettext, which a bare machine does not have."""

import os
from pathlib import Path

import polib

from hub.configuration import ROOT

#: The hub's catalogue, and those that rooms bring.
CATALOGUES = ("hub/locale/*/LC_MESSAGES/django.po", "*/*/locale/*/LC_MESSAGES/django.po")


def catalogues(below: Path = ROOT) -> list[Path]:
    """Every `.po` of the hub and of its rooms."""
    return sorted(path for pattern in CATALOGUES for path in below.glob(pattern))


def compile_translations(below: Path = ROOT) -> list[Path]:
    """Write the `.mo` of every `.po` that is newer than it; those written. Fuzzy entries are left out."""
    written = []
    for source in catalogues(below):
        compiled = source.with_suffix(".mo")
        if compiled.is_file() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        beside = compiled.with_name(f".{compiled.name}.{os.getpid()}")
        polib.pofile(str(source), encoding="utf-8").save_as_mofile(str(beside))
        beside.replace(compiled)
        written.append(compiled)
    return written
