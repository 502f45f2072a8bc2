"""The body that a program sends: JSON whose texts can be kept, and no deeper than anything that the hub takes."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from hub.kit.errors import Invalid

#: Levels of lists and objects: an alert on a new subject with its identifiers takes five.
DEEPEST = 16


class KeepableJSONParser(JSONParser):
    """Refuses with the path of what cannot be kept: `names.0.name`. Numbers of more than 4,300 digits Python refuses."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """The plain value. Raises ParseError, Invalid."""
        try:
            value = super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError(_("Too many lists or objects inside each other.")) from None
        _check(value)
        return value


def _check(value: Any) -> None:
    """Without recursion: what is to be refused may be deep."""
    waiting: list[tuple[str, int, Any]] = [("", 1, value)]
    while waiting:
        path, level, part = waiting.pop()
        if level > DEEPEST:
            raise ParseError(_("Too many lists or objects inside each other."))
        if isinstance(part, str):
            _check_text(part, path)
        elif isinstance(part, dict):
            for name, inner in part.items():
                _check_text(name, path)
                waiting.append((f"{path}.{name}".strip("."), level + 1, inner))
        elif isinstance(part, list):
            waiting += [(f"{path}.{number}".strip("."), level + 1, inner) for number, inner in enumerate(part)]


def _check_text(text: str, path: str) -> None:
    if "\x00" in text:
        raise Invalid(_("A text holds a NUL sign, which cannot be kept."), field=path or None)
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise Invalid(_("A text holds half of a character (a lone surrogate), which cannot be kept."),
                          field=path or None) from None
