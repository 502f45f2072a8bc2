"""When two written names are the same name: the test that keeps truth honest, kept apart from what is measured."""

from __future__ import annotations

import re
from collections.abc import Iterable

from anyascii import anyascii

from intel.matching.records import Profile

from .naming import parse_organisation
from .wording import EDI_FIELD, SMALL_WORDS


class Sameness:
    """Which indexed subjects bear a name, by its words without order, accents, legal form and small words."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        self._bearers: dict[str, list[int | str]] = {}
        self._beginnings: dict[str, list[int | str]] = {}
        for profile in profiles:
            for beginning in {name[:EDI_FIELD].strip().upper() for name in profile.names if len(name) > EDI_FIELD}:
                self._beginnings.setdefault(beginning, []).append(profile.key)
            for key in {self.key(name) for name in profile.names}:
                self._bearers.setdefault(key, []).append(profile.key)

    @staticmethod
    def key(name: str) -> str:
        """The words that make the name, sorted: "LIMITADA Punti Alambres" gives "ALAMBRES PUNTI"."""
        return " ".join(sorted(core_words(name)))

    def bearers(self, name: str) -> list[int | str]:
        """Keys of the indexed subjects that bear this very name."""
        return self._bearers.get(self.key(name), [])

    def others(self, subject: Profile, *names: str) -> tuple[int | str, ...]:
        """Keys of other subjects that bear one of `names`, or one that is so when cut: to find them is no mistake."""
        found = {key for name in names for key in (*self.bearers(name), *self._beginnings.get(name.upper(), ()))}
        return tuple(sorted((key for key in found if key != subject.key), key=str))


def core_words(name: str) -> list[str]:
    """Words in ASCII capitals without legal form and small words; all of them when nothing else is left."""
    parsed = parse_organisation(anyascii(name).upper())
    words = re.findall(r"[A-Z0-9]+", parsed.core.replace(".", "").replace("'", ""))
    return [word for word in words if word not in SMALL_WORDS] or words


def share_text(one: str, other: str) -> bool:
    """Whether two names have text in common: a word of four letters, or three in ten of the shorter one's trigrams."""
    words, others = set(core_words(one)), set(core_words(other))
    if any(len(word) >= 4 for word in words & others):
        return True
    mine, theirs = _trigrams(words), _trigrams(others)
    return bool(mine and theirs) and len(mine & theirs) >= 0.3 * min(len(mine), len(theirs))


def _trigrams(words: set[str]) -> set[str]:
    return {f" {word} "[at : at + 3] for word in words for at in range(len(word))}
