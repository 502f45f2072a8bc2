"""Two names compared: which words agree and how, what is left over on either side, as numbers."""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np

from intel.matching.alignment import (
    BY_ACRONYM,
    BY_EQUAL,
    BY_FORM,
    BY_GLUE,
    BY_INITIAL,
    END,
    FLAGS,
    HASH,
    MASK,
    MEANING,
    MOST_CORE,
    NUMBER_OF,
    SKELETON,
    START,
    aligned,
)
from intel.matching.normalising import Names
from intel.matching.spelling import bit_count
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
    """One party's name made ready to be compared with many, and the scratch the comparison needs."""

    words: Array  # (MOST_CORE, 8) int64, see alignment
    text: Array  # (256,) uint8
    bits: Array  # (MOST_CORE,) float32
    places: Array  # (40,) uint64: bit i of places[sign] says that sign i of the glued name is that sign
    sizes: Array  # (2,) int32: words, signs of the glued name
    their_words: Array  # (MOST_CORE, 8) int64
    their_text: Array  # (256,) uint8
    their_bits: Array  # (MOST_CORE,) float32
    alike: Array  # (MOST_CORE,) float32
    taken: Array  # (MOST_CORE,) int32
    likeness: Array  # (MOST_CORE, MOST_CORE) float32
    ways: Array  # (MOST_CORE, MOST_CORE) int32
    work: Array  # (4, 256) int32


@nb.njit(cache=True, nogil=True)
def empty_party() -> Party:
    """Return scratch that `prepare` fills."""
    return Party(
        np.zeros((MOST_CORE, 8), np.int64), np.zeros(256, np.uint8), np.zeros(MOST_CORE, np.float32),
        np.zeros(40, np.uint64), np.zeros(2, np.int32), np.zeros((MOST_CORE, 8), np.int64), np.zeros(256, np.uint8),
        np.zeros(MOST_CORE, np.float32), np.zeros(MOST_CORE, np.float32), np.zeros(MOST_CORE, np.int32),
        np.zeros((MOST_CORE, MOST_CORE), np.float32), np.zeros((MOST_CORE, MOST_CORE), np.int32),
        np.zeros((4, 256), np.int32),
    )  # fmt: skip


@nb.njit(cache=True, nogil=True, inline="always")
def _place(sign: int) -> int:
    if sign >= 97 and sign < 123:
        return sign - 97
    if sign >= 48 and sign < 58:
        return sign - 48 + 26
    return 36


@nb.njit(cache=True, nogil=True)
def _fill(
    words: Array, text: Array, bits: Array, begin: int, end: int, token: Array, flags: Array, start: Array,
    source: Array, hashes: Array, skeleton: Array, meaning: Array, number: Array, mask: Array, rarity: Array,
) -> int:  # fmt: skip
    """Copy the words of one name, those of its legal forms last, and their signs; return how many words."""
    count, size = 0, 0
    for legal in range(2):
        for k in range(begin, end):
            if ((flags[k] & LEGAL) != 0) != (legal == 1) or count >= MOST_CORE:
                continue
            w = token[k] if len(token) else k
            words[count, START] = size
            for p in range(start[w], start[w + 1]):
                if size < 255:
                    text[size] = source[p]
                    size += 1
            words[count, END] = size
            words[count, HASH] = hashes[w]
            words[count, SKELETON] = skeleton[w]
            words[count, MEANING] = meaning[w]
            words[count, NUMBER_OF] = number[w]
            words[count, FLAGS] = flags[k]
            words[count, MASK] = np.int64(mask[w])
            bits[count] = rarity[w]
            count += 1
    return count


_NONE = np.zeros(0, np.int32)


@nb.njit(cache=True, nogil=True)
def prepare(names: Names, row: int, party: Party) -> None:
    """Fill `party` from one name."""
    count = _fill(
        party.words, party.text, party.bits, names.first[row], names.first[row + 1], _NONE, names.flags, names.start,
        names.text, names.hash, names.skeleton, names.meaning, names.number, names.mask, names.bits,
    )  # fmt: skip
    party.places[:] = 0
    size = 0
    for i in range(count):
        if party.words[i, FLAGS] & (LEGAL | NOISE | TITLE | PARTICLE):
            continue
        for p in range(party.words[i, START], party.words[i, END]):
            if size < 64:
                party.places[_place(party.text[p])] |= np.uint64(1) << np.uint64(size)
                size += 1
    party.sizes[0] = count
    party.sizes[1] = size


@nb.njit(cache=True, nogil=True)
def _common(places: Array, size: int, words: Array, text: Array, count: int) -> tuple[int, int]:
    """Return the longest common subsequence of the glued names in signs, and the size of the subject's."""
    row = ~np.uint64(0)
    theirs = 0
    for k in range(count):
        if words[k, FLAGS] & (LEGAL | NOISE | TITLE | PARTICLE):
            continue
        for p in range(words[k, START], words[k, END]):
            if theirs < 64:
                both = row & places[_place(text[p])]
                row = (row + both) | (row - both)
                theirs += 1
    if size == 0:
        return 0, theirs
    within = ~np.uint64(0) >> np.uint64(64 - size)
    return bit_count(~row & within), theirs


@nb.njit(cache=True, nogil=True)
def compare_names(
    names: Names, row: int, party: Party, kind: int, columns: Columns, found: int, out: Array, pairing: Array, how: Array
) -> None:  # fmt: skip
    """Write the features of party name `row` and indexed name `found` to `out` (FEATURES,) float32.

    `party` is `prepare`d from the same row; `kind` 0 unknown, 1 person, 2 entity. On return `pairing` (MOST_CORE,)
    int32 says for each word of the party which word of the subject it agrees with, or -1, and `how` (MOST_CORE,)
    int32 by what (see `alignment`). Words of legal forms come last on both sides.
    """
    count = party.sizes[0]
    mine, bits, theirs, their_bits = party.words, party.bits, party.their_words, party.their_bits
    alike, taken = party.alike, party.taken
    others = _fill(
        theirs, party.their_text, their_bits, columns.first[found], columns.first[found + 1], columns.token,
        columns.flags, columns.start, columns.text, columns.hash, columns.skeleton, columns.meaning, columns.number,
        columns.mask, columns.bits,
    )  # fmt: skip
    # The fields of electronic messages hold 35 signs; a stop or a space may have been lost since.
    length = names.length[row]
    cut_party = 30 < length < 36
    cut_subject = 30 < columns.length[found] < 36
    # The last word is the one that is cut; words of legal forms have been put behind it.
    my_last, their_last = count, others
    while my_last > 0 and mine[my_last - 1, FLAGS] & LEGAL:
        my_last -= 1
    while their_last > 0 and theirs[their_last - 1, FLAGS] & LEGAL:
        their_last -= 1
    aligned(
        mine, party.text, count, theirs, party.their_text, others, cut_party and my_last == count,
        cut_subject and their_last == others, pairing, how, alike, taken, party.likeness, party.ways, party.work,
    )  # fmt: skip

    matched, loss, strongest, exact, loose = 0.0, 0.0, 0.0, 0.0, 0.0
    left_party, rarest_party, left_subject, rarest_subject, cut_off = 0.0, 0.0, 0.0, 0.0, 0.0
    turns, words, last, furthest = 0, 0, -1, -1
    numbers_party, numbers_subject, numbers_same = 0, 0, 0
    for i in range(my_last):
        flag = mine[i, FLAGS]
        worth = bits[i] * (0.12 if flag & NOISE else 1.0)
        numeric = flag & NUMBER and not flag & NOISE
        numbers_party += 1 if numeric else 0
        j = pairing[i]
        if j < 0:
            left_party += worth
            rarest_party = max(rarest_party, worth)
            continue
        furthest = max(furthest, j)
        if how[i] == BY_FORM:
            continue
        agreed = worth if how[i] >= BY_GLUE else min(worth, their_bits[j])
        if how[i] == BY_ACRONYM:
            agreed = min(agreed, 3.5 * (mine[i, END] - mine[i, START]))
        if how[i] == BY_EQUAL:
            agreed = their_bits[j] * (0.5 if flag & NOISE else 1.0)
            if not flag & (PARTICLE | TITLE):
                exact += 1
        matched += agreed * alike[i]
        loss += agreed * (1.0 - alike[i])
        strongest = max(strongest, agreed * alike[i])
        if how[i] >= BY_INITIAL:
            loose += agreed
        numbers_same += 1 if numeric else 0
        if not flag & (PARTICLE | TITLE | NOISE):
            words += 1
            if j < last:
                turns += 1
            last = j
    for j in range(their_last):
        flag = theirs[j, FLAGS]
        worth = their_bits[j] * (0.12 if flag & NOISE else 1.0)
        numbers_subject += 1 if flag & NUMBER and not flag & NOISE else 0
        if taken[j] >= 0:
            continue
        if cut_party and j > furthest and furthest >= 0:
            cut_off += worth
            continue
        left_subject += worth
        rarest_subject = max(rarest_subject, worth)
    common, size = _common(party.places, party.sizes[1], theirs, party.their_text, others)
    out[MATCHED] = matched
    out[LEFT_PARTY] = left_party
    out[LEFT_SUBJECT] = left_subject
    out[LOSS] = loss
    out[COVER_PARTY] = matched / (matched + loss + left_party + 0.01)
    out[COVER_SUBJECT] = matched / (matched + loss + left_subject + 0.01)
    out[WHOLE] = 2.0 * common / max(1, party.sizes[1] + size)
    out[CONTAINED] = common / max(1, min(party.sizes[1], size))
    out[NUMBERS] = _numbers(numbers_party, numbers_subject, numbers_same)
    out[LEGAL_FORM] = _legal_forms(names.form[row], names.family[row], columns.form[found], columns.family[found])
    other_kind = columns.kind[found]
    out[KIND] = 0 if kind == 0 or other_kind == 0 else (1 if kind == other_kind else 2)
    out[ORDER] = 0 if words < 2 else (1 if turns == 0 else (2 if turns == 1 else 3))
    out[RAREST_PARTY] = rarest_party
    out[RAREST_SUBJECT] = rarest_subject
    out[EXACT] = exact
    out[STRONGEST] = strongest
    out[CUT_OFF] = _cut(length, cut_party, cut_off)
    out[LOOSE] = loose
    out[WORDS] = words
    out[SUBJECT_KIND] = other_kind
    out[FIRST_WORD] = 0.0
    if my_last > 0 and their_last > 0:
        out[FIRST_WORD] = 1.0 if pairing[0] == 0 else (2.0 if pairing[0] > 0 else (3.0 if taken[0] >= 0 else 4.0))


@nb.njit(cache=True, nogil=True)
def _cut(length: int, cut: bool, lost: float) -> int:
    """0 too short or too long to have been cut at 35 signs; 1 nothing lost; 2-4 little, more, much lost; 5-7 the same

    with a length of 34 or 35.
    """
    if not cut:
        return 0
    if lost == 0:
        return 1
    step = 0 if lost < 8 else (1 if lost < 20 else 2)
    return (5 if length >= 34 else 2) + step


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
def _legal_forms(form: int, family: int, other_form: int, other_family: int) -> int:
    """0 neither has one; 1 only the party; 2 only the subject; 3 the same; 4 of one family; 5 one says nothing

    particular (company); 6 limited against shares; 7 otherwise in conflict.
    """
    if family == 0 and other_family == 0:
        return 0
    if other_family == 0:
        return 1
    if family == 0:
        return 2
    if form == other_form:
        return 3
    if family & other_family & 0x1FF:
        return 4
    if family == 512 or other_family == 512:
        return 5
    if (family & 6) and (other_family & 6):
        return 6
    return 7
