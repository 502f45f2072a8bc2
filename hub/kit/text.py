"""Signs that are not seen: they make two names look alike that are not, or one read backwards."""

import re

from django.utils.translation import gettext as _

from hub.kit.errors import Invalid

#: Soft hyphen, zero-width signs, direction marks, embeddings, overrides and isolates, invisible operators, BOM, tags; and
#: the control signs, of which only tab and line ends are ever meant.
UNSEEN = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]")


def line_of(text: str) -> str:
    """The text as one line: without signs that are not seen, one blank between words."""
    return " ".join(UNSEEN.sub("", text).split())


def require_seen(text: str, field: str | None = None) -> None:
    """Raises Invalid with the place of the first sign that is not seen."""
    found = UNSEEN.search(text)
    if found is not None:
        raise Invalid(_("Character %(place)s of %(most)s is not seen (U+%(code)s). Take it out, or type the name by hand.") % {
            "place": found.start() + 1, "most": len(text), "code": f"{ord(found.group()):04X}"}, field=field)
