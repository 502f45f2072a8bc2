"""The words of two names put side by side: which agrees with which, by what, and how closely."""

from __future__ import annotations

import numba as nb

from intel.matching.spelling import begins, bit_count, distance, ends, shortens
from intel.matching.tables import LEGAL, NUMBER, PARTICLE, Array

MOST_CORE = 16
# How two words agree. From BY_INITIAL on the agreement is loose; from BY_GLUE on it is of one word with several.
BY_EQUAL, BY_MEANING, BY_SOUND, BY_SPELLING, BY_INITIAL, BY_BEGINNING, BY_GLUE, BY_ACRONYM, BY_FORM = range(1, 10)

# Columns of a word: a name under comparison is an array (MOST_CORE, 8) int64 of them and its text (256,) uint8.
START, END, HASH, SKELETON, MEANING, NUMBER_OF, FLAGS, MASK = range(8)


@nb.njit(cache=True, nogil=True)
def word_likeness(
    mine: Array, i: int, text: Array, theirs: Array, j: int, other: Array, cut_one: bool, cut_other: bool, work: Array
) -> tuple[float, int]:  # fmt: skip
    """Return how alike two different words are, 0..1, and by what. `cut_*`: the word may have lost its end."""
    a, b, c, d = mine[i, START], mine[i, END], theirs[j, START], theirs[j, END]
    n, m = b - a, d - c
    if n == 0 or m == 0:
        return 0.0, 0
    if mine[i, NUMBER_OF] != 0 and mine[i, NUMBER_OF] == theirs[j, NUMBER_OF]:
        return 0.95, BY_MEANING
    if mine[i, FLAGS] & NUMBER and theirs[j, FLAGS] & NUMBER:
        return 0.0, 0
    if mine[i, MEANING] != 0 and mine[i, MEANING] == theirs[j, MEANING]:
        return 0.92, BY_MEANING
    if (n < m and cut_one) or (m < n and cut_other):
        if begins(text, a, b, other, c, d):
            return 0.97, BY_BEGINNING
    if n == 1 or m == 1:
        if text[a] == other[c] and text[a] >= 97 and n + m > 2:
            return 0.75, BY_INITIAL
        return 0.0, 0
    best, by = 0.0, 0
    longer, shorter = max(n, m), min(n, m)
    differing = bit_count(mine[i, MASK] ^ theirs[j, MASK])
    room = 2 + shorter // 3 - (1 if text[a] != other[c] else 0)
    if shorter >= 3 and longer - shorter <= 4 and differing <= room:
        most = (longer * 36) // 10
        tenths = distance(text, a, b, other, c, d, most, work)
        if tenths <= most:
            best, by = 1.0 - tenths / (10.0 * longer), BY_SPELLING
            if shorter <= 3:
                best = best if tenths <= 5 else 0.0
            elif shorter == 4 and tenths >= 10:
                best -= 0.08
    if mine[i, SKELETON] == theirs[j, SKELETON] and shorter >= 3 and best < 0.86:
        best, by = 0.86, BY_SOUND
    if best < 0.8 and longer > shorter and shorter >= 2:
        if begins(text, a, b, other, c, d):
            if shorter >= 3 and best < 0.78:
                best, by = 0.78, BY_BEGINNING
        elif shorter >= 5 and best < 0.72 and ends(text, a, b, other, c, d):
            best, by = 0.72, BY_BEGINNING
        elif shorter >= 3 and shorter <= 5 and longer >= shorter + 2 and best < 0.62:
            if shortens(text, a, b, other, c, d) if n < m else shortens(other, c, d, text, a, b):
                best, by = 0.62, BY_BEGINNING
        if best < 0.7 and shorter >= 5 and text[a] == other[c] and ((n < m and cut_one) or (m < n and cut_other)):
            # Cut, and written wrongly before the cut.
            tenths = distance(text, a, a + shorter, other, c, c + shorter, 15, work)
            if tenths <= 15:
                best, by = 0.97 - tenths / (10.0 * shorter), BY_BEGINNING
    return (best, by) if best >= 0.6 else (0.0, 0)


@nb.njit(cache=True, nogil=True)
def aligned(
    mine: Array, text: Array, count: int, theirs: Array, other: Array, others: int, cut_mine: bool, cut_theirs: bool,
    pairing: Array, how: Array, alike: Array, taken: Array, likeness: Array, ways: Array, work: Array,
) -> None:  # fmt: skip
    """Pair words with words: fills pairing (i -> j or -1), how and alike by i, and taken (j -> i or -1).

    Words of legal forms stand among the others, flagged; they pair among themselves elsewhere, and here only with a
    word the other side has not recognised as a form, because it is misspelt or stands in an unusual place.
    """
    for j in range(others):
        taken[j] = -1
    left, right = 0, others
    for i in range(count):
        pairing[i], how[i], alike[i] = -1, 0, 0.0
        for j in range(others):
            if taken[j] < 0 and theirs[j, HASH] == mine[i, HASH]:
                form = (mine[i, FLAGS] | theirs[j, FLAGS]) & LEGAL
                pairing[i], how[i], alike[i], taken[j] = j, (BY_FORM if form else BY_EQUAL), 1.0, i
                right -= 1
                break
        left += pairing[i] < 0
    if left == 0 or right == 0:
        return
    _glued(mine, text, count, theirs, other, others, pairing, how, alike, taken, work, False)
    _glued(theirs, other, others, mine, text, count, taken, how, alike, pairing, work, True)
    _acronyms(mine, text, count, theirs, other, others, pairing, how, alike, taken, False)
    _acronyms(theirs, other, others, mine, text, count, taken, how, alike, pairing, True)
    any_left = False
    for i in range(count):
        if pairing[i] >= 0:
            continue
        for j in range(others):
            likeness[i, j] = 0.0
            if taken[j] >= 0:
                continue
            one, two = mine[i, FLAGS], theirs[j, FLAGS]
            if one & LEGAL and two & LEGAL:
                continue
            value, by = 0.0, 0
            if one & PARTICLE and two & PARTICLE:
                if theirs[j, SKELETON] == mine[i, SKELETON]:
                    value, by = 0.9, BY_SOUND
            else:
                value, by = word_likeness(
                    mine, i, text, theirs, j, other, cut_mine and i == count - 1, cut_theirs and j == others - 1, work
                )
                if (one | two) & LEGAL:
                    if by == BY_INITIAL or by == BY_MEANING or value < 0.7:
                        value = 0.0
                    value, by = value * 0.8, BY_FORM
            if value > 0.0:
                likeness[i, j], ways[i, j] = value, by
                any_left = True
    while any_left:
        best, bi, bj = 0.0, -1, -1
        for i in range(count):
            if pairing[i] >= 0:
                continue
            for j in range(others):
                if taken[j] < 0 and likeness[i, j] > best:
                    best, bi, bj = likeness[i, j], i, j
        if bi < 0:
            break
        pairing[bi], how[bi], alike[bi], taken[bj] = bj, ways[bi, bj], best, bi


@nb.njit(cache=True, nogil=True)
def _glued(
    one: Array, text: Array, count: int, several: Array, other: Array, others: int,
    pairing: Array, how: Array, alike: Array, taken: Array, work: Array, turned: bool,
) -> None:  # fmt: skip
    """Pair one word with the two or three others that together spell it.

    `turned` says that `one` is the subject's side: `how` and `alike` are then kept for the several.
    """
    glue = work[3]
    for i in range(count):
        size = one[i, END] - one[i, START]
        if pairing[i] >= 0 or size < 2:
            continue
        a, b = one[i, START], one[i, END]
        for j in range(others):
            if taken[j] >= 0 or several[j, END] == several[j, START] or other[several[j, START]] != text[a]:
                continue
            first = several[j, END] - several[j, START]
            if first >= size + 1:
                continue
            for p in range(first):
                glue[p] = other[several[j, START] + p]
            for second in range(others):
                # Neighbours, or the last with the first: a surname first, the names behind it.
                if second == j or taken[second] >= 0:
                    continue
                length = first + several[second, END] - several[second, START]
                for p in range(length - first):
                    glue[first + p] = other[several[second, START] + p]
                third = -1
                if length < size - 1 and second == j + 1 and second + 1 < others and taken[second + 1] < 0:
                    third = second + 1
                    more = several[third, END] - several[third, START]
                    for p in range(more):
                        glue[length + p] = other[several[third, START] + p]
                    length += more
                if abs(length - size) > 1:
                    continue
                most = 0 if length < 5 else (10 if length < 10 else 20)
                tenths = distance(text, a, b, glue, 0, length, most, work)
                if tenths > most:
                    continue
                value = 0.97 - tenths / (10.0 * length)
                pairing[i] = j
                taken[j], taken[second] = i, i
                if third >= 0:
                    taken[third] = i
                if turned:
                    how[j], how[second] = BY_GLUE, BY_GLUE
                    alike[j], alike[second] = value, value
                    if third >= 0:
                        how[third], alike[third] = BY_GLUE, value
                else:
                    how[i], alike[i] = BY_GLUE, value
                break
            if pairing[i] >= 0:
                break


@nb.njit(cache=True, nogil=True)
def _acronyms(
    one: Array, text: Array, count: int, several: Array, other: Array, others: int,
    pairing: Array, how: Array, alike: Array, taken: Array, turned: bool,
) -> None:  # fmt: skip
    """Pair a word of two to seven letters with neighbours whose initials it is."""
    for i in range(count):
        a, b = one[i, START], one[i, END]
        if pairing[i] >= 0 or b - a < 2 or b - a > 7 or text[a] < 97:
            continue
        for j in range(others):
            p, at = a, j
            while p < b and at < others:
                if taken[at] < 0 and several[at, END] > several[at, START] and other[several[at, START]] == text[p]:
                    p += 1
                elif not several[at, FLAGS] & PARTICLE or p == a:
                    break
                at += 1
            if p < b:
                continue
            value = 0.8 if b - a >= 3 else 0.7
            pairing[i] = j
            for r in range(j, at):
                if taken[r] < 0:
                    taken[r] = i
                    if turned:
                        how[r], alike[r] = BY_ACRONYM, value
            if not turned:
                how[i], alike[i] = BY_ACRONYM, value
            break
