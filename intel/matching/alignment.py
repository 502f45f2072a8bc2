"""The words of two names put side by side: which agrees with which, by what, and how closely."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba as nb
import numpy as np

from intel.matching.normalising import Names
from intel.matching.tables import NUMBER, PARTICLE, Array

if TYPE_CHECKING:
    from intel.matching.comparing import Columns

MOST_CORE = 16
# How two words agree. From BY_INITIAL on the agreement is loose; from BY_GLUE on it is of one word with several.
BY_EQUAL, BY_MEANING, BY_SOUND, BY_SPELLING, BY_INITIAL, BY_BEGINNING, BY_GLUE, BY_ACRONYM = range(1, 9)


@nb.njit(cache=True, nogil=True, inline="always")
def _bit_count(value: int) -> int:
    value = np.uint64(value)
    value = value - ((value >> np.uint64(1)) & np.uint64(0x5555555555555555))
    value = (value & np.uint64(0x3333333333333333)) + ((value >> np.uint64(2)) & np.uint64(0x3333333333333333))
    value = (value + (value >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((value * np.uint64(0x0101010101010101)) >> np.uint64(56))


@nb.njit(cache=True, nogil=True)
def _exchange(one: int, other: int) -> int:
    """Return what it costs, in tenths, to write one sign for another: little for signs that look or sound alike."""
    if one == other:
        return 0
    low, high = (one, other) if one < other else (other, one)
    if low < 58:
        if (low == 48 and high == 111) or (low == 49 and (high == 105 or high == 108)) or (low == 53 and high == 115):
            return 2
        if (low == 56 and high == 98) or (low == 54 and high == 103) or (low == 50 and high == 122):
            return 3
        return 10
    if low == 105 and (high == 121 or high == 106 or high == 108):
        return 4
    if (low == 106 and high == 121) or (low == 99 and high == 107) or (low == 107 and high == 113) or (low == 115 and high == 122):
        return 4
    if (low == 118 and high == 119) or (low == 98 and high == 118) or (low == 117 and high == 118) or (low == 111 and high == 117):
        return 5
    if (low == 97 and (high == 101 or high == 111)) or (low == 101 and high == 105) or (low == 105 and high == 101):
        return 6
    if (low == 109 and high == 110) or (low == 100 and high == 116) or (low == 103 and high == 106):
        return 7
    return 10


@nb.njit(cache=True, nogil=True)
def distance(one: Array, a: int, b: int, other: Array, c: int, d: int, most: int) -> int:
    """Return the optimal string alignment distance of one[a:b] and other[c:d] in tenths; `most` + 1 if it is more."""
    n, m = b - a, d - c
    if n > 40 or m > 40:
        return most + 1
    before = np.empty(42, np.int32)
    previous = np.empty(42, np.int32)
    current = np.empty(42, np.int32)
    for j in range(m + 1):
        previous[j] = 10 * j
        before[j] = 0
    for i in range(1, n + 1):
        current[0] = 10 * i
        lowest = current[0]
        x = one[a + i - 1]
        for j in range(1, m + 1):
            y = other[c + j - 1]
            value = previous[j - 1] + (0 if x == y else _exchange(x, y))
            # Doubled letters and h come and go.
            gone = previous[j] + (5 if x == 104 or (i > 1 and one[a + i - 2] == x) else 10)
            come = current[j - 1] + (5 if y == 104 or (j > 1 and other[c + j - 2] == y) else 10)
            if gone < value:
                value = gone
            if come < value:
                value = come
            if i > 1 and j > 1 and x == other[c + j - 2] and one[a + i - 2] == y and x != y:
                swapped = before[j - 2] + 8
                if swapped < value:
                    value = swapped
            current[j] = value
            if value < lowest:
                lowest = value
        if lowest > most:
            return most + 1
        spare = before
        before = previous
        previous = current
        current = spare
    return previous[m]


@nb.njit(cache=True, nogil=True)
def _begins(one: Array, a: int, b: int, other: Array, c: int, d: int) -> bool:
    """Say whether the longer of the two begins with the shorter."""
    for i in range(min(b - a, d - c)):
        if one[a + i] != other[c + i]:
            return False
    return True


@nb.njit(cache=True, nogil=True)
def _shortens(one: Array, a: int, b: int, other: Array, c: int, d: int) -> bool:
    """Say whether one[a:b] is other[c:d] with letters left out, the first kept: trdg for trading."""
    if one[a] != other[c]:
        return False
    j = c
    for i in range(a, b):
        while j < d and other[j] != one[i]:
            j += 1
        if j == d:
            return False
        j += 1
    return True


@nb.njit(cache=True, nogil=True)
def word_likeness(names: Names, k: int, columns: Columns, w: int, cut_one: bool, cut_other: bool) -> tuple[float, int]:
    """Return how alike two different words are, 0..1, and by what. `cut_*`: the word may have lost its end."""
    a, b = names.start[k], names.start[k + 1]
    c, d = columns.start[w], columns.start[w + 1]
    n, m = b - a, d - c
    if names.number[k] != 0 and names.number[k] == columns.number[w]:
        return 0.95, BY_MEANING
    if names.flags[k] & NUMBER and columns.text[c] < 58:
        return 0.0, 0
    if names.meaning[k] != 0 and names.meaning[k] == columns.meaning[w]:
        return 0.92, BY_MEANING
    if n == 0 or m == 0:
        return 0.0, 0
    if n == 1 or m == 1:
        if names.text[a] == columns.text[c] and names.text[a] >= 97 and n + m > 2:
            return 0.75, BY_INITIAL
        return 0.0, 0
    best, by = 0.0, 0
    longer, shorter = max(n, m), min(n, m)
    differing = _bit_count(names.mask[k] ^ columns.mask[w])
    if differing <= 7 and longer - shorter <= 4 and longer <= 40 and shorter >= 3:
        most = (10 * longer * 36) // 100
        tenths = distance(names.text, a, b, columns.text, c, d, most)
        if tenths <= most:
            best, by = 1.0 - tenths / (10.0 * longer), BY_SPELLING
            if shorter <= 3:
                best = best if tenths <= 5 else 0.0
            elif shorter == 4 and tenths >= 10:
                best -= 0.08
    if names.skeleton[k] == columns.skeleton[w] and shorter >= 3 and best < 0.86:
        best, by = 0.86, BY_SOUND
    if best < 0.8 and longer > shorter:
        if _begins(names.text, a, b, columns.text, c, d):
            if (n < m and cut_one) or (m < n and cut_other):
                return 0.97, BY_BEGINNING
            if shorter >= 3 and best < 0.78:
                best, by = 0.78, BY_BEGINNING
        elif shorter >= 3 and shorter <= 5 and longer >= shorter + 2 and best < 0.62:
            short_one = n < m
            if short_one and _shortens(names.text, a, b, columns.text, c, d):
                best, by = 0.62, BY_BEGINNING
            elif not short_one and _shortens(columns.text, c, d, names.text, a, b):
                best, by = 0.62, BY_BEGINNING
        if (cut_one or cut_other) and best < 0.7 and shorter >= 5 and names.text[a] == columns.text[c]:
            # Cut, and written wrongly before the cut.
            tenths = distance(names.text, a, a + min(n, m), columns.text, c, c + min(n, m), 15)
            if tenths <= 15 and ((n < m and cut_one) or (m < n and cut_other)):
                best, by = 0.97 - tenths / (10.0 * shorter), BY_BEGINNING
    return (best, by) if best >= 0.6 else (0.0, 0)


@nb.njit(cache=True, nogil=True)
def aligned(
    names: Names, mine: Array, count: int, columns: Columns, theirs: Array, flags: Array, others: int,
    cut_mine: bool, cut_theirs: bool, pairing: Array, how: Array, alike: Array, taken: Array,
) -> None:  # fmt: skip
    """Pair the words `mine` (token rows of `names`) with `theirs` (words of the vocabulary).

    Fills pairing (i -> j or -1), how, alike by i, and taken (j -> i or -1).
    """
    left, right = 0, 0
    for i in range(count):
        pairing[i], how[i], alike[i] = -1, 0, 0.0
    for j in range(others):
        taken[j] = -1
    for i in range(count):
        sought = names.hash[mine[i]]
        for j in range(others):
            if taken[j] < 0 and columns.hash[theirs[j]] == sought:
                pairing[i], how[i], alike[i], taken[j] = j, BY_EQUAL, 1.0, i
                break
        left += pairing[i] < 0
    for j in range(others):
        right += taken[j] < 0
    if left == 0 or right == 0:
        return
    _glued(names, mine, count, columns, theirs, flags, others, pairing, how, alike, taken)
    _acronyms(names, mine, count, columns, theirs, flags, others, pairing, how, alike, taken)
    likeness = np.zeros((MOST_CORE, MOST_CORE), np.float32)
    ways = np.zeros((MOST_CORE, MOST_CORE), np.int32)
    any_left = False
    for i in range(count):
        if pairing[i] >= 0:
            continue
        k = mine[i]
        for j in range(others):
            if taken[j] >= 0:
                continue
            w = theirs[j]
            if (names.flags[k] & PARTICLE) and (flags[j] & PARTICLE):
                value, by = 0.0, 0
                if columns.skeleton[w] == names.skeleton[k]:
                    value, by = 0.9, BY_SOUND
            else:
                value, by = word_likeness(names, k, columns, w, cut_mine and i == count - 1, cut_theirs and j == others - 1)
            if value > 0.0:
                likeness[i, j] = value
                ways[i, j] = by
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
    names: Names, mine: Array, count: int, columns: Columns, theirs: Array, flags: Array, others: int,
    pairing: Array, how: Array, alike: Array, taken: Array,
) -> None:  # fmt: skip
    """Pair one word with two or three neighbours that together spell it, either way round."""
    glue = np.empty(130, np.uint8)
    for i in range(count):
        if pairing[i] >= 0:
            continue
        a, b = names.start[mine[i]], names.start[mine[i] + 1]
        if b - a < 2:
            continue
        done = False
        for j in range(others - 1):
            if done:
                break
            size = 0
            for run in range(3):
                if j + run >= others or taken[j + run] >= 0:
                    break
                w = theirs[j + run]
                for p in range(columns.start[w], columns.start[w + 1]):
                    glue[size] = columns.text[p]
                    size += 1
                if run == 0:
                    continue
                if abs(size - (b - a)) > 1 or glue[0] != names.text[a]:
                    continue
                most = 0 if size < 5 else (10 if size < 10 else 20)
                tenths = distance(names.text, a, b, glue, 0, size, most)
                if tenths <= most:
                    pairing[i], how[i], alike[i] = j, BY_GLUE, 0.97 - tenths / (10.0 * max(size, 1))
                    for r in range(run + 1):
                        taken[j + r] = i
                    done = True
                    break
    for j in range(others):
        if taken[j] >= 0:
            continue
        w = theirs[j]
        c, d = columns.start[w], columns.start[w + 1]
        if d - c < 2:
            continue
        done = False
        for i in range(count - 1):
            if done:
                break
            size = 0
            for run in range(3):
                if i + run >= count or pairing[i + run] >= 0:
                    break
                k = mine[i + run]
                for p in range(names.start[k], names.start[k + 1]):
                    glue[size] = names.text[p]
                    size += 1
                if run == 0:
                    continue
                if abs(size - (d - c)) > 1 or glue[0] != columns.text[c]:
                    continue
                most = 0 if size < 5 else (10 if size < 10 else 20)
                tenths = distance(glue, 0, size, columns.text, c, d, most)
                if tenths <= most:
                    for r in range(run + 1):
                        pairing[i + r], how[i + r] = j, BY_GLUE
                        alike[i + r] = 0.97 - tenths / (10.0 * max(size, 1))
                    taken[j] = i
                    done = True
                    break


@nb.njit(cache=True, nogil=True)
def _acronyms(
    names: Names, mine: Array, count: int, columns: Columns, theirs: Array, flags: Array, others: int,
    pairing: Array, how: Array, alike: Array, taken: Array,
) -> None:  # fmt: skip
    """Pair a word of three to six letters with neighbours whose initials it is, either way round."""
    for i in range(count):
        if pairing[i] >= 0:
            continue
        a, b = names.start[mine[i]], names.start[mine[i] + 1]
        if b - a < 3 or b - a > 6:
            continue
        for j in range(others):
            p, at = a, j
            while p < b and at < others:
                if taken[at] < 0 and columns.text[columns.start[theirs[at]]] == names.text[p]:
                    p += 1
                elif not flags[at] & PARTICLE or p == a:
                    break
                at += 1
            if p == b:
                pairing[i], how[i], alike[i] = j, BY_ACRONYM, 0.8
                for r in range(j, at):
                    taken[r] = i
                break
    for j in range(others):
        if taken[j] >= 0:
            continue
        c, d = columns.start[theirs[j]], columns.start[theirs[j] + 1]
        if d - c < 3 or d - c > 6:
            continue
        for i in range(count):
            p, at = c, i
            while p < d and at < count:
                if pairing[at] < 0 and names.text[names.start[mine[at]]] == columns.text[p]:
                    p += 1
                elif not names.flags[mine[at]] & PARTICLE or p == c:
                    break
                at += 1
            if p == d:
                share = np.float32(0.8)
                for r in range(i, at):
                    pairing[r], how[r], alike[r] = j, BY_ACRONYM, share
                taken[j] = i
                break
