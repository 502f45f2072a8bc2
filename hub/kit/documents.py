"""Documents to be put into a case file: tagged PDF (PDF/UA-1) with their marking above and below each page, facts, paragraphs.

Two documents of the same content are the same bytes. The font has the letters of Latin, Greek, Cyrillic, Arabic and some more;
whatever else a text holds is written in Latin letters, between ‹ and ›, and a line at the end says so.
"""

import json
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import typst
from anyascii import anyascii
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hub.kit.text import line_of

_LAYOUT = Path(__file__).with_name("document.typ")


class Document:
    """A document under one marking and one number. Fill it from above downwards, then take `content()`.

    `watermark`: lines that stand behind the text of each page, large and grey.
    """

    def __init__(self, *, marking: str, number: str, title: str, made_at: datetime, watermark: Sequence[str] = ()) -> None:
        self._rewritten = False
        self._made_at = made_at
        self._blocks: list[dict[str, Any]] = []
        self._head = {"marking": self._shown(marking), "number": self._shown(number), "title": self._shown(title),
                      "watermark": [self._shown(line) for line in watermark]}

    def heading(self, text: object) -> None:
        """What comes next."""
        self._say("heading", text)

    def paragraph(self, text: object, *, strong: bool = False) -> None:
        """A few sentences."""
        self._say("strong" if strong else "paragraph", text)

    def facts(self, facts: Iterable[tuple[object, Sequence[object]]]) -> None:
        """Names with what each is; several things stand one a line. What is nothing is left out."""
        shown = [(self._shown(name), [self._shown(one) for one in several if str(one).strip()]) for name, several in facts]
        self._blocks.append({"kind": "facts", "facts": [(name, lines) for name, lines in shown if lines]})

    def content(self) -> bytes:
        """The document."""
        language = (get_language() or "en").partition("-")[0]
        if self._rewritten:
            self._say("small", _("What stands between ‹ and › was written in other signs and is given here in Latin letters."))
        said = json.dumps({**self._head, "language": language, "blocks": self._blocks})
        return typst.compile(_LAYOUT, root=_LAYOUT.parent, font_paths=_fonts(), sys_inputs={"document": said}, format="pdf",
                             pdf_standards=["ua-1"], timestamp=int(self._made_at.timestamp()))

    def _say(self, kind: str, text: object) -> None:
        self._blocks.append({"kind": kind, "text": self._shown(text)})

    def _shown(self, text: object) -> str:
        """One line that the font can show."""
        line = line_of(unicodedata.normalize("NFC", str(text).encode(errors="ignore").decode()))
        parts = []
        for has_it, signs in groupby(line, key=_has):
            part = "".join(signs)
            if not has_it:
                self._rewritten = True
                part = f"‹{' '.join(anyascii(part).split()) or '?'}›"
            parts.append(part)
        return "".join(parts)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[settings.FONT_DIR])


@cache
def _letters() -> frozenset[int]:
    """What both faces of the font that documents use can show."""
    from fontTools.ttLib import TTFont  # a quarter of a second, of a process that writes a document

    faces = (TTFont(settings.FONT_DIR / name, lazy=True) for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"))
    first, second = (frozenset(face.getBestCmap()) for face in faces)
    return first & second


def _has(sign: str) -> bool:
    return ord(sign) in _letters()
