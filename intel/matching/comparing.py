"""Two names compared: which words agree and how, what is left over on either side, as numbers."""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np

from intel.matching.alignment import BY_EQUAL, BY_GLUE, BY_INITIAL, MOST_CORE, aligned
from intel.matching.normalising import Names
from intel.matching.tables import LEGAL, NOISE, NUMBER, PARTICLE, TITLE, Array

FEATURES = 21
(
    MATCHED, LEFT_PARTY, LEFT_SUBJECT, LOSS, COVER_PARTY, COVER_SUBJECT, WHOLE, CONTAINED, NUMBERS, LEGAL_FORM, KIND,
    ORDER, RAREST_PARTY, RAREST_SUBJECT, EXACT, STRONGEST, CUT_OFF, LOOSE, WORDS, FIRST_WORD, SUBJECT_KIND,
) = range(FEATURES)  # fmt: skip


class Columns(NamedTuple):
    """Indexed names, their tokens by number in a vocabulary.

    Per name: first (n + 1,) int32 into `token`; form (n,) uint8; family (n,) uint16; length (n,) uint8; kind (n,) uint8.
    Per token: token (t,) int32 into the vocabulary; flags (t,) uint8.
    Per word of the vocabulary: start (v + 1,) int32 into text; hash, skeleton (v,) uint32; meaning (v,) uint16;
    bits (v,) float32; mask (v,) uint64; number (v,) uint8. text (m,) uint8.
    """

    first: Array
    form: Array
    family: Array
    length: Array
    kind: Array
    token: Array
    flags: Array
    start: Array
    hash: Array
    skeleton: Array
    meaning: Array
    bits: Array
    mask: Array
    number: Array
    text: Array


class Party(NamedTuple):
    """One party's name made ready to be compared with many: its core tokens, glued, and where each letter stands."""

    tokens: Array  # (MOST_CORE,) int32 token rows
    count: Array  # (1,) int32
    glued: Array  # (64,) uint8
    size: Array  # (1,) int32
    places: Array  # (40,) uint64: bit i of places[sign] says that glued[i] is that sign


@nb.njit(cache=True, nogil=True)
def empty_party() -> Party:
    """Return scratch that `prepare` fills."""
    return Party(
        np.zeros(MOST_CORE, np.int32), np.zeros(1, np.int32), np.zeros(64, np.uint8), np.zeros(1, np.int32),
        np.zeros(40, np.uint64),
    )  # fmt: skip


@nb.njit(cache=True, nogil=True, inline="always")
def _place(sign: int) -> int:
    if sign >= 97 and sign < 123:
        return sign - 97
    if sign >= 48 and sign < 58:
        return sign - 48 + 26
    return 36


@nb.njit(cache=True, nogil=True)
def prepare(names: Names, row: int, party: Party) -> None:
    """Fill `party` from one name."""
    count, size = 0, 0
    party.places[:] = 0
    for k in range(names.first[row], names.first[row + 1]):
        if names.flags[k] & LEGAL:
            continue
        if count < MOST_CORE:
            party.tokens[count] = k
            count += 1
        if names.flags[k] & (NOISE | TITLE | PARTICLE):
            continue
        for j in range(names.start[k], names.start[k + 1]):
            if size < 64:
                party.places[_place(names.text[j])] |= np.uint64(1) << np.uint64(size)
                party.glued[size] = names.text[j]
                size += 1
    party.count[0] = count
    party.size[0] = size


@nb.njit(cache=True, nogil=True)
def _common(party: Party, columns: Columns, tokens: Array, count: int, flags: Array) -> tuple[int, int]:
    """Return the longest common subsequence of the glued names in signs, and the size of the subject's."""
    row = ~np.uint64(0)
    size = 0
    for k in range(count):
        if flags[k] & (NOISE | TITLE | PARTICLE):
            continue
        word = tokens[k]
        for j in range(columns.start[word], columns.start[word + 1]):
            if size < 64:
                both = row & party.places[_place(columns.text[j])]
                row = (row + both) | (row - both)
                size += 1
    common = 0
    for i in range(party.size[0]):
        if not (row >> np.uint64(i)) & np.uint64(1):
            common += 1
    return common, size


@nb.njit(cache=True, nogil=True)
def compare_names(
    names: Names, row: int, party: Party, kind: int, columns: Columns, found: int, out: Array, pairing: Array, how: Array
) -> None:  # fmt: skip
    """Write the features of party name `row` and indexed name `found` to `out` (FEATURES,) float32.

    `party` is `prepare`d from the same row; `kind` 0 unknown, 1 person, 2 entity. On return `pairing` (MOST_CORE,)
    int32 says for each core token of the party which core token of the subject it agrees with, or -1, and
    `how` (MOST_CORE,) int32 how (see `alignment`).
    """
    count = party.count[0]
    tokens = np.empty(MOST_CORE, np.int32)
    flags = np.empty(MOST_CORE, np.uint8)
    others = 0
    for k in range(columns.first[found], columns.first[found + 1]):
        if not columns.flags[k] & LEGAL and others < MOST_CORE:
            tokens[others] = columns.token[k]
            flags[others] = columns.flags[k]
            others += 1
    taken = np.full(MOST_CORE, -1, np.int32)
    alike = np.zeros(MOST_CORE, np.float32)
    cut_party = names.length[row] >= 33
    cut_subject = columns.length[found] >= 33
    aligned(names, party.tokens, count, columns, tokens, flags, others, cut_party, cut_subject, pairing, how, alike, taken)

    matched, loss, strongest, exact, loose = 0.0, 0.0, 0.0, 0.0, 0.0
    left_party, rarest_party, last = 0.0, 0.0, -1
    turns = 0
    words = 0
    numbers_party, numbers_same = 0, 0
    furthest = -1
    for i in range(count):
        k = party.tokens[i]
        worth = names.bits[k]
        flag = names.flags[k]
        if flag & NOISE:
            worth *= 0.12
        numeric = (flag & NUMBER) != 0 and not flag & NOISE
        numbers_party += numeric
        j = pairing[i]
        if j >= 0:
            furthest = max(furthest, j)
            bits = worth if how[i] >= BY_GLUE else min(worth, columns.bits[tokens[j]])
            if how[i] == BY_EQUAL:
                bits = columns.bits[tokens[j]] * (0.5 if flag & NOISE else 1.0)
                if not flag & (PARTICLE | TITLE):
                    exact += 1
            matched += bits * alike[i]
            loss += bits * (1.0 - alike[i])
            if bits * alike[i] > strongest:
                strongest = bits * alike[i]
            if how[i] >= BY_INITIAL:
                loose += bits
            numbers_same += numeric
            if not flag & (PARTICLE | TITLE | NOISE):
                words += 1
                if j < last:
                    turns += 1
                last = j
        else:
            left_party += worth
            if worth > rarest_party:
                rarest_party = worth
    left_subject, rarest_subject, cut_off = 0.0, 0.0, 0.0
    numbers_subject = 0
    for j in range(others):
        worth = columns.bits[tokens[j]]
        if flags[j] & NOISE:
            worth *= 0.12
        numeric = (flags[j] & NUMBER) != 0 and not flags[j] & NOISE
        numbers_subject += numeric
        if taken[j] < 0:
            if cut_party and j > furthest and furthest >= 0:
                cut_off += worth
                continue
            left_subject += worth
            if worth > rarest_subject:
                rarest_subject = worth
    common, size = _common(party, columns, tokens, others, flags)
    mine = party.size[0]
    out[MATCHED] = matched
    out[LEFT_PARTY] = left_party
    out[LEFT_SUBJECT] = left_subject
    out[LOSS] = loss
    out[COVER_PARTY] = matched / (matched + loss + left_party + 0.01)
    out[COVER_SUBJECT] = matched / (matched + loss + left_subject + 0.01)
    out[WHOLE] = 2.0 * common / max(1, mine + size)
    out[CONTAINED] = common / max(1, min(mine, size))
    out[NUMBERS] = _numbers(numbers_party, numbers_subject, numbers_same)
    out[LEGAL_FORM] = _legal_forms(names, row, columns, found)
    other_kind = columns.kind[found]
    out[KIND] = 0 if kind == 0 or other_kind == 0 else (1 if kind == other_kind else 2)
    out[ORDER] = 0 if words < 2 else (1 if turns == 0 else (2 if turns == 1 else 3))
    out[RAREST_PARTY] = rarest_party
    out[RAREST_SUBJECT] = rarest_subject
    out[EXACT] = exact
    out[STRONGEST] = strongest
    out[CUT_OFF] = 0.0 if not cut_party else (1.0 if cut_off == 0 else min(7.0, 2.0 + cut_off / 6.0))
    out[LOOSE] = loose
    out[WORDS] = words
    out[SUBJECT_KIND] = other_kind
    out[FIRST_WORD] = 0.0 if count == 0 or others == 0 else (1.0 if pairing[0] == 0 else (2.0 if pairing[0] > 0 else (3.0 if taken[0] >= 0 else 4.0)))


@nb.njit(cache=True, nogil=True)
def _numbers(party: int, subject: int, same: int) -> int:
    """0 no numbers; 1 all the same; 2 only the party has more; 3 only the subject has more; 4 they disagree."""
    if party == 0 and subject == 0:
        return 0
    if same == party and same == subject:
        return 1
    if same == subject:
        return 2
    if same == party:
        return 3
    return 4


@nb.njit(cache=True, nogil=True)
def _legal_forms(names: Names, row: int, columns: Columns, found: int) -> int:
    """0 neither has one; 1 only the party; 2 only the subject; 3 the same; 4 of one family; 5 one says nothing

    particular (company); 6 limited against shares; 7 otherwise in conflict.
    """
    one, other = names.family[row], columns.family[found]
    if one == 0 and other == 0:
        return 0
    if other == 0:
        return 1
    if one == 0:
        return 2
    if names.form[row] == columns.form[found]:
        return 3
    if one & other & 0x1FF:
        return 4
    if one == 512 or other == 512:
        return 5
    if (one & 6) and (other & 6):
        return 6
    return 7
