"""Values that no page and no program of the hub sends, and the names under which an address would read them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import QueryDict
from drf_spectacular.generators import SchemaGenerator

#: By what they are.
VALUES = {"an escaped NUL": "a\\u0000b", "a superscript": "²", "5,000 digits": "9" * 5000, "a number too large": str(2**63)}
#: What only JSON can carry: from an address or a form a lone surrogate arrives as a replacement sign.
IN_JSON = {"a NUL": "a\x00b", "a surrogate": "\ud800", "a list": ["\x00"], "an object": {"x": ["²"]}, "a number": 2**63,
           "a large number": 10**30, "nothing": None, "an exponent": 1e300}


def deep(levels: int = 100_000) -> bytes:
    """So many lists inside each other."""
    return b"[" * levels + b"]" * levels


@contextmanager
def asked() -> Iterator[set[str]]:
    """The names that whatever runs inside asks of an address or a form."""
    names: set[str] = set()
    plain = {method: getattr(QueryDict, method) for method in ("get", "getlist", "__getitem__", "__contains__")}

    def noting(method: str) -> Any:
        def noted(self: QueryDict, name: Any, *more: Any) -> Any:
            names.add(str(name))
            return plain[method](self, name, *more)
        return noted

    try:
        for method in plain:
            setattr(QueryDict, method, noting(method))
        yield names
    finally:
        for method, original in plain.items():
            setattr(QueryDict, method, original)


def described_bodies() -> dict[tuple[str, str], list[str]]:
    """Method and path of each operation of the API that takes a body, with the fields of the body."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    parts, found = schema["components"]["schemas"], {}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if content:
                name = content["schema"]["$ref"].rsplit("/", 1)[1]
                found[method, path] = list(parts[name]["properties"])
    return found
