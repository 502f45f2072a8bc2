"""What the description of the API says beside what is read off the serializers."""

from collections.abc import Iterator
from typing import Any


def as_int64(result: dict[str, Any], **_more: Any) -> dict[str, Any]:
    """Every integer that has no bounds is of 64 bits, as ids are: without a format many generators of clients take 32."""
    for part in _parts(result):
        if part.get("type") == "integer" and "maximum" not in part:
            part.setdefault("format", "int64")
    return result


def _parts(described: Any) -> Iterator[dict[str, Any]]:
    if isinstance(described, dict):
        yield described
        described = list(described.values())
    if isinstance(described, list):
        for part in described:
            yield from _parts(part)
