"""The rows of an index most like a name, found by reading the shortest posting lists first."""

from __future__ import annotations

import numba as nb
import numpy as np

from intel.matching.normalising import Names
from intel.matching.tables import Array, Real, Whole
from intel.matching.terms import MOST_TERMS, terms_of, weight_of

# Of the weight of a name's terms; the rest, the commonest, would be read for nothing.
ENOUGH = 0.8


@nb.njit(cache=True, nogil=True)
def candidates_of(
    names: Names,
    row: int,
    keys: int,
    blocks: int,
    heads: Array,
    postings: Array,
    lengths: Array,
    budget: int,
    sums: Array,
    touched: Array,
    best: Array,
    cosine: Array,
) -> int:
    """Write the rows most like name `row` to `best` (k,) int32, their cosines to `cosine` (k,) float32.

    Returns how many. Posting lists are read rarest first until `budget` postings have been visited.
    `sums` (n,) float32 all zeros, and again on return; `touched` (n + 1,) int32 is scratch.
    """
    terms = np.empty(MOST_TERMS + 8, np.int32)
    frequency = np.empty(MOST_TERMS + 8, np.int32)
    rows = len(lengths)
    most = len(best)
    count = terms_of(names, row, keys, terms)
    total = 1e-6
    for i in range(count):
        term = terms[i]
        df = heads[(term + 1) * blocks] - heads[term * blocks]
        # A term that no indexed name has says nothing about which is nearest.
        total += weight_of(df, rows) * (1.0 if df > 0 else 0.25)
        j = i - 1
        while j >= 0 and frequency[j] > df:
            frequency[j + 1] = frequency[j]
            terms[j + 1] = terms[j]
            j -= 1
        frequency[j + 1] = df
        terms[j + 1] = term
    visited = 0
    seen: Real = 0.0
    met: Whole = 0
    for i in range(count):
        if frequency[i] == 0:
            continue
        if visited > 0 and (visited + frequency[i] > budget or seen > ENOUGH * total):
            break
        visited += frequency[i]
        weight = np.float32(weight_of(frequency[i], rows))
        seen += weight
        for block in range(blocks):
            head = terms[i] * blocks + block
            base = np.uint64(block) << np.uint64(16)
            for p in range(heads[head], heads[head + 1]):
                # Without a branch: whether a row was met before is anybody's guess.
                met_row = base + np.uint64(postings[p])
                before = sums[met_row]
                sums[met_row] = before + weight
                touched[met] = met_row
                met += np.int64(before == 0.0)
    scale = np.float32(1.0 / np.sqrt(total))
    filled = 0
    lowest = np.float32(0.0)
    for i in range(met):
        found = touched[i]
        value = sums[found] * lengths[found] * scale
        sums[found] = 0.0
        if filled == most and value <= lowest:
            continue
        j = filled - 1 if filled == most else filled
        if filled < most:
            filled += 1
        while j > 0 and cosine[j - 1] < value:
            cosine[j] = cosine[j - 1]
            best[j] = best[j - 1]
            j -= 1
        cosine[j] = value
        best[j] = found
        lowest = cosine[filled - 1]
    return filled
