"""Raw names to columns of tokens: the way into the compiled normaliser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from intel.matching.normalising import Names, normalise
from intel.matching.tables import LEGAL, NOISE, PARTICLE, TITLE, Array, lexicon
from intel.matching.transliteration import HIGHEST, SIGNS

# Signs of a name that are looked at; a name of 10,000 signs costs no more than one of this length.
LONGEST_NAME = 240


@dataclass(frozen=True, slots=True)
class NormalisedName:
    """A name as the engine sees it: its words, and the words it set apart."""

    words: tuple[str, ...]
    legal: tuple[str, ...]
    set_apart: tuple[str, ...]


def normalise_names(raw: Sequence[str], person: Array | None = None) -> Names:
    """Return the names as columns, row by row. `person` (n,) bool says whose legal forms are not sought."""
    if max(map(len, raw), default=0) > LONGEST_NAME:
        raw = [name[:LONGEST_NAME] for name in raw]
    if any("Ã" in name or "Â" in name for name in raw):
        raw = [_read_again(name) for name in raw]
    offsets = np.zeros(len(raw) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, raw), dtype=np.int64, count=len(raw)), out=offsets[1:])
    codes = np.frombuffer("".join(raw).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    plain = not codes.size or int(codes.max()) < 128
    if not plain:
        SIGNS.learn(codes[codes < HIGHEST])
    room = int(offsets[-1]) * (1 if plain else 2) + 64
    if not plain:
        # A sign becomes up to twelve; only those beyond Latin become many.
        room += 12 * int(np.count_nonzero(codes >= 0x2000)) + 4 * int(np.count_nonzero(codes >= 128))
    if person is None:
        person = np.zeros(len(raw), dtype=np.bool_)
    return normalise(codes, offsets, person, SIGNS.single, SIGNS.entry, SIGNS.start, SIGNS.text, lexicon(), room)


def _read_again(name: str) -> str:
    """Return the name as it was before somebody read its UTF-8 as Latin-1 (PerÃº is Perú)."""
    try:
        return name.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return name


@lru_cache(maxsize=65536)
def describe_name(raw: str, kind: str = "") -> NormalisedName:
    """Return one name as the engine sees it, for people to look at."""
    names = normalise_names([raw], np.array([kind == "person"]))
    words: list[str] = []
    legal: list[str] = []
    apart: list[str] = []
    for token, flags in zip(token_texts(names, 0), names.flags.tolist(), strict=True):
        (legal if flags & LEGAL else apart if flags & (NOISE | TITLE | PARTICLE) else words).append(token)
    return NormalisedName(tuple(words), tuple(legal), tuple(apart))


def normalise_name(raw: str) -> tuple[str, ...]:
    """Return the words that tell the name from others; what was set apart only when there is nothing else."""
    seen = describe_name(raw)
    return seen.words or seen.set_apart or seen.legal


def token_texts(names: Names, row: int) -> list[str]:
    """Return the tokens of one name as text."""
    start = names.start[names.first[row] : names.first[row + 1] + 1].tolist()
    text = names.text[start[0] : start[-1]].tobytes().decode("ascii")
    return [text[a - start[0] : b - start[0]] for a, b in pairwise(start)]
