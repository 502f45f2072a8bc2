"""Every address of the hub, found in the URL configuration, so that a page added tomorrow is tested tomorrow."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, get_resolver
from django.urls.converters import get_converters

#: Addresses that have nothing to do with rows: signing in and out, the language, health, schema and its page.
OUTSIDE = ("account/sign-in/", "account/sign-out/", "language/", "healthz", "readyz", "metrics", "api/schema/", "api/docs/")


@dataclass(frozen=True, slots=True)
class Address:
    """A path with its parameters in braces, such as `/reports/{pk}/submit/`, and its name."""

    path: str
    name: str
    parameters: tuple[str, ...]

    def at(self, *values: object) -> str:
        """The path with the parameters filled in."""
        return self.path.format(**dict(zip(self.parameters, values, strict=True)))

    def __str__(self) -> str:
        return self.path


def addresses() -> list[Address]:
    """Every address, those of OUTSIDE left out."""
    found = {address.path: address for address in _walk(get_resolver().url_patterns, "/", "")}
    return [address for path, address in sorted(found.items()) if not path.lstrip("/").startswith(OUTSIDE)]


def of_rows() -> list[Address]:
    """Addresses that name a row."""
    return [address for address in addresses() if address.parameters]


def of_lists() -> list[Address]:
    """Addresses that name none: lists, forms of new things, home."""
    return [address for address in addresses() if not address.parameters]


def _walk(patterns: list, before: str, namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        path = before + _plain(str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            parameters = tuple(re.findall(r"{(\w+)}", path))
            yield Address(path, f"{namespace}{pattern.name}", parameters)
        else:
            inner = f"{pattern.namespace}:" if getattr(pattern, "namespace", None) else namespace
            yield from _walk(pattern.url_patterns, path, inner)


def _plain(pattern: str) -> str:
    """A route or a regular expression of a router as a path: `^hits/(?P<pk>\\d+)/$` becomes `hits/{pk}/`."""
    kinds = "|".join(get_converters())
    pattern = re.sub(rf"<(?:(?:{kinds}):)?(\w+)>", r"{\1}", re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", pattern))
    return re.sub(r"[\^$\\]|/\?$", "", pattern)
