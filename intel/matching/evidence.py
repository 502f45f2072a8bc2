"""Scores told: which words agreed and which were left over, group by group."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from intel.matching.alignment import BY_FORM, MOST_CORE
from intel.matching.groups import GROUPS
from intel.matching.names import token_texts
from intel.matching.normalising import Names
from intel.matching.records import Part
from intel.matching.tables import LEGAL, NUMBER, Array

_NUMBER_GROUP, _LEGAL_GROUP = GROUPS.index("name.number"), GROUPS.index("name.legal_form")


class Words(NamedTuple):
    """The words of one name, those of legal forms last, with their flags."""

    texts: list[str]
    flags: list[int]


def words_of(names: Names, row: int) -> Words:
    """Return the words of one name in the order of the comparison."""
    flags = names.flags[names.first[row] : names.first[row + 1]].tolist()
    return in_order(list(zip(token_texts(names, row), flags, strict=True)))


def in_order(pairs: list[tuple[str, int]]) -> Words:
    """Return words and flags with those of legal forms last, as the comparison has them."""
    ordered = [pair for pair in pairs if not pair[1] & LEGAL] + [pair for pair in pairs if pair[1] & LEGAL]
    return Words([text for text, _ in ordered[:MOST_CORE]], [flag for _, flag in ordered[:MOST_CORE]])


def name_parts(
    groups: Array, party: Words, subject: Words, pairing: Array, taken: Array, how: Array, kinds: tuple[str, str]
) -> list[Part]:
    """Return the parts of the name's score; their bits, of three decimals, add up to the score.

    groups (G,) float32 bits by group; pairing, taken, how (MOST_CORE,) int32 as `compare_names` left them.
    """
    agreed: list[str] = []
    left: list[str] = []
    their_agreed: list[str] = []
    their_left: list[str] = []
    for text, flag, other, by in zip(party.texts, party.flags, pairing.tolist(), how.tolist(), strict=False):
        if not flag & LEGAL and by != BY_FORM:
            (left if other < 0 else agreed).append(text)
    for text, flag, other in zip(subject.texts, subject.flags, taken.tolist(), strict=False):
        if not flag & LEGAL:
            (their_left if other < 0 else their_agreed).append(text)
    words = " ".join(agreed), " ".join(their_agreed)
    whole = " ".join(party.texts), " ".join(subject.texts)
    values = (
        ("", ""), words, (" ".join(left), ""), ("", " ".join(their_left)), whole,
        (_with(party, NUMBER), _with(subject, NUMBER)), (_with(party, LEGAL), _with(subject, LEGAL)), kinds, words,
    )  # fmt: skip
    parts = []
    for code, bits, (mine, theirs) in zip(GROUPS, rounded(groups).tolist(), values, strict=True):
        if bits != 0.0:
            parts.append(Part(code, bits, mine, theirs))
    return parts


def rounded(groups: Array) -> Array:
    """Return bits by group, of any shape, as they are told."""
    return np.round(groups.astype(np.float64), 3)


def _with(words: Words, flag: int) -> str:
    return " ".join(text for text, flags in zip(words.texts, words.flags, strict=True) if flags & flag)
