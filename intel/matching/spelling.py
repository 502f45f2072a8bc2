"""How far apart two words are written, in compiled code."""

from __future__ import annotations

import numba as nb
import numpy as np

from intel.matching.tables import Array, Whole

LONGEST = 40


def exchange_table() -> Array:
    """Return what it costs, in tenths, to write one ASCII sign for another, (128, 128) uint8.

    Little for signs that look alike on paper (0 and O) or sound alike in many languages (s and z).
    """
    table = np.full((128, 128), 10, dtype=np.uint8)
    np.fill_diagonal(table, 0)
    costs = {
        2: "0o 1i 1l 5s", 3: "8b 6g 2z", 4: "iy ij il jy ck kq sz", 5: "vw bv uv ou", 6: "ae ao ei mn",
        7: "dt gj gh xs cs", 8: "uy eo rn ec hn",
    }  # fmt: skip
    for cost, pairs in costs.items():
        for pair in pairs.split():
            one, other = map(ord, pair)
            table[one, other] = table[other, one] = cost
    return table


_EXCHANGE = exchange_table()


@nb.njit(cache=True, nogil=True, inline="always")
def bit_count(value: Whole) -> Whole:
    """Return how many bits are set."""
    v = np.uint64(value)
    v = v - ((v >> np.uint64(1)) & np.uint64(0x5555555555555555))
    v = (v & np.uint64(0x3333333333333333)) + ((v >> np.uint64(2)) & np.uint64(0x3333333333333333))
    v = (v + (v >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((v * np.uint64(0x0101010101010101)) >> np.uint64(56))


@nb.njit(cache=True, nogil=True)
def distance(one: Array, a: int, b: int, other: Array, c: int, d: int, most: int, work: Array) -> Whole:
    """Return the optimal string alignment distance of one[a:b] and other[c:d] in tenths; `most` + 1 if it is more.

    `work` is scratch (4, 256) int32, of which the first three rows are used.
    """
    n, m = b - a, d - c
    if n > LONGEST or m > LONGEST:
        return most + 1
    for j in range(m + 1):
        work[0, j] = 10 * j
    for i in range(1, n + 1):
        now, last, before = i % 3, (i - 1) % 3, (i - 2) % 3
        work[now, 0] = 10 * i
        lowest = 10 * i
        x = one[a + i - 1]
        # Doubled letters and h come and go.
        gone = 5 if x == 104 or (i > 1 and one[a + i - 2] == x) else 10
        for j in range(1, m + 1):
            y = other[c + j - 1]
            value = work[last, j - 1] + _EXCHANGE[x & 127, y & 127]
            without = work[last, j] + gone
            if without < value:
                value = without
            with_one = work[now, j - 1] + (5 if y == 104 or (j > 1 and other[c + j - 2] == y) else 10)
            if with_one < value:
                value = with_one
            # One sign read as two: m and rn, w and vv, d and cl.
            if (
                i > 1
                and y >= 100
                and (
                    (y == 109 and x == 110 and one[a + i - 2] == 114)
                    or (y == 119 and x == 118 and one[a + i - 2] == 118)
                    or (y == 100 and x == 108 and one[a + i - 2] == 99)
                )
            ):
                value = min(value, work[before, j - 1] + 3)
            if (
                j > 1
                and x >= 100
                and (
                    (x == 109 and y == 110 and other[c + j - 2] == 114)
                    or (x == 119 and y == 118 and other[c + j - 2] == 118)
                    or (x == 100 and y == 108 and other[c + j - 2] == 99)
                )
            ):
                value = min(value, work[last, j - 2] + 3)
            if i > 1 and j > 1 and x == other[c + j - 2] and one[a + i - 2] == y and x != y:
                swapped = work[before, j - 2] + 8
                if swapped < value:
                    value = swapped
            work[now, j] = value
            if value < lowest:
                lowest = value
        if lowest > most + 8:
            return most + 1
    return min(work[n % 3, m], most + 1)


@nb.njit(cache=True, nogil=True)
def begins(one: Array, a: int, b: int, other: Array, c: int, d: int) -> bool:
    """Say whether the longer of the two begins with the shorter."""
    for i in range(min(b - a, d - c)):
        if one[a + i] != other[c + i]:
            return False
    return True


@nb.njit(cache=True, nogil=True)
def ends(one: Array, a: int, b: int, other: Array, c: int, d: int) -> bool:
    """Say whether the longer of the two ends with the shorter."""
    for i in range(1, min(b - a, d - c) + 1):
        if one[b - i] != other[d - i]:
            return False
    return True


@nb.njit(cache=True, nogil=True)
def shortens(one: Array, a: int, b: int, other: Array, c: int, d: int) -> bool:
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
