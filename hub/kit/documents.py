"""Documents to be put into a case file: PDF pages with their marking above and below, a heading, facts, paragraphs.

Two documents of the same content are the same bytes. The font has the letters of Latin, Greek and Cyrillic; whatever else a text
holds is written in Latin letters, between ‹ and ›, and a line at the end says so.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from anyascii import anyascii
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

from hub.kit.text import line_of

_FONT, _MARGIN, _NAMES_MM = "DejaVu", 20, 48
#: Letters that are written from right to left: they would need shaping.
_BACKWARDS = ("R", "AL", "AN")


class Document(FPDF):
    """A document under one marking and one number. Fill it from above downwards, then take `content()`."""

    def __init__(self, *, marking: str, number: str, title: str, made_at: datetime) -> None:
        super().__init__(format="A4")
        self._rewritten = False
        for style, file in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
            self.add_font(_FONT, style, settings.FONT_DIR / file)
        self._marking, self._number = self._shown(marking), self._shown(number)
        self.set_margins(_MARGIN, _MARGIN, _MARGIN)
        self.set_auto_page_break(True, margin=_MARGIN + 5)
        self.set_creation_date(made_at)
        self.set_title(self._shown(title))
        self.set_lang(get_language() or "en")
        self.add_page()
        self._text(self._shown(title), "B", 17, after=2)

    def header(self) -> None:
        """The marking, above each page."""
        self._band(8)

    def footer(self) -> None:
        """Number and page, and the marking once more, below each page."""
        self.set_y(-18)
        self.set_font(_FONT, "", 8)
        self.cell(0, 4, f"{self._number} · {self.page_no()}/{{nb}}", align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self._band(None)

    def heading(self, text: object) -> None:
        """What comes next."""
        self.ln(4)
        self._text(self._shown(text), "B", 12, after=1)

    def paragraph(self, text: object, *, strong: bool = False) -> None:
        """A few sentences."""
        self._text(self._shown(text), "B" if strong else "", 10, after=2)

    def facts(self, facts: Iterable[tuple[object, Sequence[object]]]) -> None:
        """Names with what each is; several things stand one a line. What is nothing is left out."""
        for name, several in facts:
            lines = [self._shown(one) for one in several if str(one).strip()]
            if lines:
                self.set_font(_FONT, "B", 9)
                if self.will_page_break(5):
                    self.add_page()
                top = self.get_y()
                self.multi_cell(_NAMES_MM, 5, self._shown(name), align="L", new_x=XPos.RIGHT, new_y=YPos.TOP)
                self.set_xy(_MARGIN + _NAMES_MM, top)
                self.set_font(_FONT, "", 10)
                for line in lines:
                    self.set_x(_MARGIN + _NAMES_MM)
                    self.multi_cell(0, 5, line, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
                self.ln(1)

    def content(self) -> bytes:
        """The document."""
        if self._rewritten:
            self.ln(2)
            self._text(_("What stands between ‹ and › was written in other signs and is given here in Latin letters."), "", 8)
        return bytes(self.output())

    def _shown(self, text: object) -> str:
        """One line that the font can show."""
        line = line_of(unicodedata.normalize("NFC", str(text).encode(errors="ignore").decode()))
        parts = []
        for has_it, signs in groupby(line, key=self._has):
            part = "".join(signs)
            if not has_it:
                self._rewritten = True
                part = f"‹{' '.join(anyascii(part).split()) or '?'}›"
            parts.append(part)
        return "".join(parts)

    def _has(self, sign: str) -> bool:
        font = self.fonts[_FONT.lower()]
        assert isinstance(font, TTFFont)
        return ord(sign) in font.cmap and unicodedata.bidirectional(sign) not in _BACKWARDS

    def _text(self, text: str, style: str, size: int, *, after: float = 0) -> None:
        self.set_font(_FONT, style, size)
        self.multi_cell(0, size * 0.5, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(after)

    def _band(self, top: float | None) -> None:
        if top is not None:
            self.set_y(top)
        self.set_font(_FONT, "B", 10)
        self.cell(0, 6, self._marking, align="C", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        if top is not None:
            self.set_y(_MARGIN)
