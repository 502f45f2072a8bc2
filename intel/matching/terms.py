"""What a name is found by: its trigrams, how its words sound or what they mean, glued pairs, and its acronym."""

from __future__ import annotations

import numba as nb
import numpy as np

from intel.matching.normalising import Names, skeleton_of
from intel.matching.tables import LEGAL, NOISE, PARTICLE, TITLE, Array, Real, Whole

TRIGRAMS = 37 * 37 * 37
MOST_TERMS = 160
_SOUND, _MEANING, _ACRONYM, _LETTERS = 0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F


@nb.njit(cache=True, nogil=True, inline="always")
def _key(value: Whole, salt: int, keys: int) -> Whole:
    """Return the term number of a hashed key; `keys` is a power of two."""
    mixed = (np.uint64(value) ^ np.uint64(salt)) * np.uint64(0x9E3779B97F4A7C15)
    return TRIGRAMS + np.int64((mixed >> np.uint64(20)) & np.uint64(keys - 1))


@nb.njit(cache=True, nogil=True, inline="always")
def _place(sign: int) -> int:
    if sign >= 97:
        return sign - 96
    if sign >= 48 and sign < 58:
        return sign - 48 + 27
    return 0


@nb.njit(cache=True, nogil=True)
def terms_of(names: Names, row: int, keys: int, out: Array) -> int:
    """Write the distinct terms of one name to `out` (MOST_TERMS,) int32, ascending; return how many."""
    count = 0
    begin, end = names.first[row], names.first[row + 1]
    avoid = LEGAL | NOISE | PARTICLE | TITLE
    core = 0
    for k in range(begin, end):
        if not names.flags[k] & avoid:
            core += 1
    if core == 0:
        avoid = LEGAL | NOISE
    initials = np.uint64(2166136261)
    letters = 0
    before = -1
    for k in range(begin, end):
        flags = names.flags[k]
        start, stop = names.start[k], names.start[k + 1]
        if flags & (LEGAL | NOISE):
            before = -1
            continue
        # Glued pairs take particles along: AL AQSA is ALAQSA.
        if before >= 0 and count < MOST_TERMS - 8:
            out[count] = _key(skeleton_of(names.text, names.start[before], stop), _SOUND, keys)
            count += 1
        before = k
        if flags & avoid:
            continue
        initials = (initials ^ np.uint64(names.text[start])) * np.uint64(16777619)
        letters += 1
        if count >= MOST_TERMS - 8:
            continue
        if names.meaning[k] != 0:
            out[count] = _key(names.meaning[k], _MEANING, keys)
        else:
            out[count] = _key(names.skeleton[k], _SOUND, keys)
            if stop - start >= 3 and stop - start <= 7 and names.bits[k] > 11.0:
                count += 1
                out[count] = _key(names.hash[k], _ACRONYM, keys)
        count += 1
        if stop - start >= 4:
            # The same letters in any order: transposed letters break trigrams.
            out[count] = _key(names.mask[k], _LETTERS, keys)
            count += 1
        one, two = 0, 0
        for j in range(start, stop + 1):
            three = _place(names.text[j]) if j < stop else 0
            if j > start and count < MOST_TERMS - 8:
                out[count] = (one * 37 + two) * 37 + three
                count += 1
            one, two = two, three
    if letters >= 3 and letters <= 7:
        out[count] = _key(np.uint32(initials), _ACRONYM, keys)
        count += 1
    # Insertion sort, then without repetitions: a few dozen terms.
    for i in range(1, count):
        value = out[i]
        j = i - 1
        while j >= 0 and out[j] > value:
            out[j + 1] = out[j]
            j -= 1
        out[j + 1] = value
    distinct = 0
    for i in range(count):
        if i == 0 or out[i] != out[i - 1]:
            out[distinct] = out[i]
            distinct += 1
    return distinct


@nb.njit(cache=True, nogil=True)
def postings_of(names: Names, keys: int, blocks: int) -> tuple[Array, Array, Array]:
    """Return the inverted index of all names.

    heads ((TRIGRAMS + keys) * blocks + 1,) int32: where the postings of a term begin, block by block of 65,536 rows;
    postings (p,) uint16: rows inside their block; frequencies (TRIGRAMS + keys,) int32.
    """
    n = len(names.first) - 1
    terms = TRIGRAMS + keys
    heads = np.zeros(terms * blocks + 1, np.int32)
    out = np.empty(MOST_TERMS + 8, np.int32)
    for row in range(n):
        count = terms_of(names, row, keys, out)
        block = row >> 16
        for i in range(count):
            heads[out[i] * blocks + block + 1] += 1
    frequencies = np.zeros(terms, np.int32)
    for term in range(terms):
        for block in range(blocks):
            frequencies[term] += heads[term * blocks + block + 1]
    for i in range(terms * blocks):
        heads[i + 1] += heads[i]
    postings = np.empty(heads[terms * blocks], np.uint16)
    place = heads[:-1].copy()
    for row in range(n):
        count = terms_of(names, row, keys, out)
        block = row >> 16
        for i in range(count):
            head = out[i] * blocks + block
            postings[place[head]] = row & 65535
            place[head] += 1
    return heads, postings, frequencies


@nb.njit(cache=True, nogil=True, inline="always")
def weight_of(frequency: Whole, rows: int) -> Real:
    """Return the weight of a term: its squared rarity in bits."""
    rarity = np.log2(1.0 + (rows + 1.0) / (frequency + 0.5))
    return rarity * rarity


@nb.njit(cache=True, nogil=True)
def lengths_of(names: Names, keys: int, frequencies: Array) -> Array:
    """Return 1 / the Euclidean length of every name's term vector, (n,) float32."""
    n = len(names.first) - 1
    lengths = np.empty(n, np.float32)
    out = np.empty(MOST_TERMS + 8, np.int32)
    for row in range(n):
        count = terms_of(names, row, keys, out)
        total = 1e-6
        for i in range(count):
            total += weight_of(frequencies[out[i]], n)
        lengths[row] = 1.0 / np.sqrt(total)
    return lengths


def keys_for(rows: int) -> int:
    """Return how many hashed keys an index of that many names gets: a power of two."""
    return 1 << min(19, max(12, int(rows).bit_length()))


__all__ = ["MOST_TERMS", "TRIGRAMS", "keys_for", "lengths_of", "postings_of", "terms_of", "weight_of"]
