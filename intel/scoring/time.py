"""Blocks of time: what is learned within one is known from the next on."""

from __future__ import annotations

import numpy as np

from intel.scoring.records import Array

LEAST_BLOCKS = 4
MOST_BLOCKS = 24


def blocks_of(days: Array) -> Array:
    """(n,) int64, ascending from 0 with the days (n,), which ascend: months, or shorter where there are fewer than four.

    Where there are more than 24 months, several make a block. A day is never cut in two.
    """
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    _, blocks = np.unique(months, return_inverse=True)
    if blocks[-1] + 1 < LEAST_BLOCKS:
        _, ordinal = np.unique(days, return_inverse=True)
        blocks = ordinal * min(2 * LEAST_BLOCKS, ordinal[-1] + 1) // (ordinal[-1] + 1)
    elif blocks[-1] + 1 > MOST_BLOCKS:
        blocks = blocks * MOST_BLOCKS // (blocks[-1] + 1)
    return np.asarray(blocks, dtype=np.int64)
