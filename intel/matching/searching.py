"""The inner loop: for every party name its candidates, their comparison and their score, in compiled code."""

from __future__ import annotations

import numba as nb
import numpy as np

from intel.matching.alignment import MOST_CORE
from intel.matching.candidates import candidates_of
from intel.matching.comparing import FEATURES, Columns, compare_names, empty_party, prepare
from intel.matching.groups import GROUPS
from intel.matching.model import Model, score_of
from intel.matching.normalising import Names
from intel.matching.tables import Array

CANDIDATES = 40
_GROUPS = len(GROUPS)


@nb.njit(cache=True, nogil=True)
def search(
    names: Names, kinds: Array, keys: int, blocks: int, heads: Array, postings: Array, lengths: Array, subject_of: Array,
    alive: Array, columns: Columns, learned: Model, budget: int, gate: float, share: float, least: float, best: int,
    sums: Array, touched: Array,
) -> tuple[Array, Array, Array, Array]:  # fmt: skip
    """Return for each name its best subjects: how many, by which indexed name, with what score and by what groups.

    kinds (q,) uint8 of the parties. A candidate is compared when its cosine is at least `gate` and `share` of the
    best one's, and kept when its score is at least `least` bits; of a subject's names only the best counts.
    Returns counts (q,) int32, rows (q, best) int32, scores (q, best) float32, groups (q, best, G) float32.
    """
    count = len(names.first) - 1
    counts = np.zeros(count, np.int32)
    rows = np.zeros((count, best), np.int32)
    scores = np.zeros((count, best), np.float32)
    groups = np.zeros((count, best, _GROUPS), np.float32)
    found = np.empty(max(CANDIDATES, 2 * best), np.int32)
    cosine = np.empty(max(CANDIDATES, 2 * best), np.float32)
    features = np.empty(FEATURES, np.float32)
    pairing = np.empty(MOST_CORE, np.int32)
    how = np.empty(MOST_CORE, np.int32)
    bits = np.empty(_GROUPS, np.float32)
    party = empty_party()
    for q in range(count):
        if names.first[q] == names.first[q + 1]:
            continue
        met = candidates_of(names, q, keys, blocks, heads, postings, lengths, budget, sums, touched, found, cosine)
        if met == 0 or cosine[0] < gate:
            continue
        prepare(names, q, party)
        floor = max(gate, share * cosine[0])
        kept = 0
        for m in range(met):
            if cosine[m] < floor:
                break
            row = found[m]
            subject = subject_of[row]
            if not alive[subject]:
                continue
            compare_names(names, q, party, kinds[q], columns, row, features, pairing, how)
            score = score_of(features, learned, bits)
            if score < least:
                continue
            j = _place_of(subject, score, kept, subject_of, rows[q], scores[q])
            if j < 0:
                continue
            kept = max(kept, j + 1)
            while j > 0 and scores[q, j - 1] < score:
                rows[q, j] = rows[q, j - 1]
                scores[q, j] = scores[q, j - 1]
                groups[q, j] = groups[q, j - 1]
                j -= 1
            rows[q, j] = row
            scores[q, j] = score
            groups[q, j] = bits
        counts[q] = kept
    return counts, rows, scores, groups


@nb.njit(cache=True, nogil=True)
def _place_of(subject: int, score: float, kept: int, subject_of: Array, rows: Array, scores: Array) -> int:
    """Where in the list of one name, rows (best,) and scores (best,), a score is written before it moves up; -1 for nowhere.

    In place of a weaker name of the same subject, else behind those `kept`, else in place of the weakest.
    """
    for i in range(kept):
        if subject_of[rows[i]] == subject:
            return i if scores[i] < score else -1
    if kept < len(rows):
        return kept
    return kept - 1 if scores[kept - 1] < score else -1


@nb.njit(cache=True, nogil=True)
def features_of(names: Names, kinds: Array, queries: Array, columns: Columns, rows: Array) -> tuple[Array, Array, Array, Array]:
    """Return features (p, FEATURES) float32 of pairs and how their words agree.

    Pairings (p, MOST_CORE) int32 party's word to subject's word, ways (p, MOST_CORE) int32 by what, taken
    (p, MOST_CORE) int32 subject's word to party's word; -1 for none. Words of legal forms come last.
    """
    features = np.zeros((len(queries), FEATURES), np.float32)
    pairings = np.full((len(queries), MOST_CORE), -1, np.int32)
    ways = np.zeros((len(queries), MOST_CORE), np.int32)
    taken = np.full((len(queries), MOST_CORE), -1, np.int32)
    party = empty_party()
    before = -1
    for p in range(len(queries)):
        if queries[p] != before:
            prepare(names, queries[p], party)
            before = queries[p]
        compare_names(names, queries[p], party, kinds[queries[p]], columns, rows[p], features[p], pairings[p], ways[p])
        taken[p] = party.taken
    return features, pairings, ways, taken


@nb.njit(cache=True, nogil=True)
def nearest(
    names: Names, keys: int, blocks: int, heads: Array, postings: Array, lengths: Array, budget: int, most: int,
    sums: Array, touched: Array,
) -> tuple[Array, Array, Array]:  # fmt: skip
    """Return counts (q,) int32, rows (q, most) int32 and cosines (q, most) float32 of the candidates alone."""
    count = len(names.first) - 1
    counts = np.zeros(count, np.int32)
    rows = np.zeros((count, most), np.int32)
    cosines = np.zeros((count, most), np.float32)
    for q in range(count):
        counts[q] = candidates_of(names, q, keys, blocks, heads, postings, lengths, budget, sums, touched, rows[q], cosines[q])
    return counts, rows, cosines
