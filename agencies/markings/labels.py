"""Codes in words, never without scheme and label: "E" is *untested* in one scheme, *suspected false* in another."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from agencies.markings.models import Code

#: The grading schemes a report may use. Each has the code tables "<scheme>.source" and "<scheme>.information".
GRADING_SCHEMES = {
    "admiralty": _("Admiralty 6x6"),
    "5x5x5": "5x5x5",
    "3x5x2": "3x5x2",
    "europol4x4": "Europol 4x4",
}

_SCHEMES = {
    **GRADING_SCHEMES,
    "classification": _("Classification"),
    "handling": _("Handling"),
    "tlp": "TLP",
    "pap": "PAP",
    "purpose": _("Purpose"),
    "urgency": _("Urgency"),
    "refusal": _("Reason for refusing"),
    "recall": _("After a recall"),
    "retention": _("Retention"),
}

_PARTS = {"source": _("source"), "information": _("information"), "handling": _("handling")}


def scheme_label(scheme: str) -> str:
    """The words for a scheme or one part of it: "Admiralty 6x6", "Admiralty 6x6, source"."""
    name, _dot, part = scheme.partition(".")
    words = str(_SCHEMES.get(name, name))
    return f"{words}, {_PARTS.get(part, part)}" if part else words


@dataclass(frozen=True, slots=True)
class CodeBook:
    """The codes of some schemes, read once for a page: those that are in force, and those that were."""

    codes: dict[tuple[str, str], Code] = field(default_factory=dict)

    def __getitem__(self, key: tuple[str, str]) -> Code:
        """The code of (scheme, code); for one that is in no table, a row that says only itself."""
        return self.codes.get(key) or Code(scheme=key[0], code=key[1], label_en=key[1], label_es=key[1])

    def label(self, scheme: str, code: str) -> str:
        """Scheme, code and label together: "Admiralty 6x6, source · B · Usually reliable"."""
        return f"{scheme_label(scheme)} · {code} · {self[scheme, code].label}"


def code_book(schemes: Iterable[str] = ()) -> CodeBook:
    """The codes of the schemes given, or of all. One query; cheap enough for each page."""
    schemes = list(schemes)
    found = Code.objects.filter(scheme__in=schemes) if schemes else Code.objects.all()
    return CodeBook({(code.scheme, code.code): code for code in found})


def label(scheme: str, code: str) -> str:
    """One code in words, with its scheme. For several on a page use `code_book`."""
    return code_book([scheme]).label(scheme, code)


def grade_label(book: CodeBook, scheme: str, source: str, information: str) -> str:
    """A whole grade: "Admiralty 6x6 · B2 · Usually reliable · Probably true"."""
    words = (book[f"{scheme}.source", source].label, book[f"{scheme}.information", information].label)
    return " · ".join([scheme_label(scheme), f"{source}{information}", *words])
