"""The word tables as arrays that compiled code can look things up in."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from intel.matching.lexicon.legal_forms import legal_forms
from intel.matching.lexicon.words import ALSO_KNOWN, NOISE_MARKS, NUMBER_WORDS, PARTICLES, TITLES, meanings

Array = npt.NDArray[Any]
# Numbers of compiled code: there int is any integer of NumPy, and float any of its floats.
Whole = Any
Real = Any

# What a token is. A token has one or more of these; none means an ordinary word.
LEGAL, PARTICLE, TITLE, NOISE, NUMBER, ALSO, NOISE_MARK, CUT = 1, 2, 4, 8, 16, 32, 64, 128

RARITY_FILE = Path(__file__).parent / "shipped" / "rarity.npz"
_CONTINUES, _AT_EDGE, _IF_CUT = 1, 2, 4
_TENTH_BITS_UNKNOWN = 0


class Lexicon(NamedTuple):
    """Open-addressing tables, power-of-two long, key 0 is a free slot.

    words: keys (W,) uint32 hashes; meaning (W,) uint16, flags (W,) uint8, bits (W,) uint8 in tenths of a bit
    (0: not in the register). number (W,) uint8: value of a number word.
    phrases: keys (P,) uint32 running hashes; form (P,) uint8 (0: none ends here), how (P,) uint8.
    family (F,) uint8 of each legal form.
    """

    word_key: Array
    word_meaning: Array
    word_flags: Array
    word_bits: Array
    word_number: Array
    phrase_key: Array
    phrase_form: Array
    phrase_how: Array
    family: Array


def hash_of(word: bytes) -> int:
    """Return the 32-bit FNV-1a hash of a word, never 0; the compiled code computes the same."""
    value = 2166136261
    for sign in word:
        value = ((value ^ sign) * 16777619) & 0xFFFFFFFF
    return value or 1


def chained(so_far: int, word: int) -> int:
    """Return the running hash of a phrase after one more word."""
    return (((so_far * 31 + 7) & 0xFFFFFFFF) ^ ((word * 2654435761) & 0xFFFFFFFF)) or 1


@lru_cache(maxsize=8)
def lexicon(rarity: Path = RARITY_FILE) -> Lexicon:
    """Return the word tables with the rarities of a register: the shipped one, or one a deployment has learned."""
    words = _words()
    if rarity.exists():
        with np.load(rarity) as kept:
            for key, tenths in zip(kept["key"].tolist(), kept["tenths"].tolist(), strict=True):
                words.setdefault(key, [0, 0, 0, 0])[2] = tenths
    keys, rows = _open_addressing(words, 4)
    phrases, families = _phrases()
    phrase_keys, phrase_rows = _open_addressing(phrases, 2)
    return Lexicon(
        keys,
        rows[:, 0].astype(np.uint16),
        rows[:, 1].astype(np.uint8),
        rows[:, 2].astype(np.uint8),
        rows[:, 3].astype(np.uint8),
        phrase_keys,
        phrase_rows[:, 0].astype(np.uint8),
        phrase_rows[:, 1].astype(np.uint8),
        np.array(families, dtype=np.uint8),
    )


def _words() -> dict[int, list[int]]:
    """Return hash -> [meaning, flags, tenths of a bit, number] of every word known by meaning or by role."""
    words: dict[int, list[int]] = {}

    def entry(word: str) -> list[int]:
        return words.setdefault(hash_of(word.encode()), [0, 0, 0, 0])

    for word, number in meanings().items():
        entry(word)[0] = number
    for group, flag in ((PARTICLES, PARTICLE), (TITLES, TITLE), (NOISE_MARKS, NOISE_MARK), (ALSO_KNOWN, ALSO)):
        for word in group:
            entry(word)[1] |= flag
    for word, value in NUMBER_WORDS.items():
        entry(word)[3] = value
        if word.strip("ivx") == "":
            entry(word)[1] |= NUMBER
    return words


def _phrases() -> tuple[dict[int, list[int]], list[int]]:
    """Return running hash -> [form, how], and the family of each form. Beginnings of long forms count when cut."""
    table: dict[int, list[int]] = {}
    families = [0]
    for form in legal_forms():
        families.append(form.family)
        for words, at_edge in form.phrases:
            running = 0
            for place, word in enumerate(words):
                shortest = 4 if place == 0 else 1
                for length in range(shortest, len(word)):
                    cut = table.setdefault(chained(running, hash_of(word[:length].encode())), [0, 0])
                    if cut[0] == 0 and len("".join(words)) > 8:
                        cut[0], cut[1] = form.number, cut[1] | _IF_CUT
                running = chained(running, hash_of(word.encode()))
                row = table.setdefault(running, [0, 0])
                if place + 1 < len(words):
                    row[1] |= _CONTINUES
                elif row[0] == 0 or row[1] & _IF_CUT:
                    row[0], row[1] = form.number, (row[1] & _CONTINUES) | (_AT_EDGE if at_edge else 0)
    return table, families


def _open_addressing(entries: dict[int, list[int]], width: int) -> tuple[Array, Array]:
    size = 1 << max(4, (2 * len(entries)).bit_length())
    keys = np.zeros(size, dtype=np.uint32)
    rows = np.zeros((size, width), dtype=np.int64)
    taken = keys.tolist()
    for key, row in entries.items():
        slot = (key * 2654435761 & 0xFFFFFFFF) & (size - 1)
        while taken[slot]:
            slot = (slot + 1) & (size - 1)
        taken[slot] = key
        rows[slot] = row
    return np.array(taken, dtype=np.uint32), rows
