"""How rare each word is, in bits, counted over a register of names: the shipped table, or a deployment's own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from intel.matching.names import normalise_names

FEWEST = 3  # times a word must occur to be listed; every other word counts as unknown, which is as rare as words get


def learn_rarity(names: Iterable[str], path: Path) -> int:
    """Count the words of a register and write their rarity to `path`; return how many words are listed.

    key (w,) uint32 hashes of words, tenths (w,) uint8: -log2 of the share of names that have the word, in tenths.
    No word can be read back from the table.
    """
    raw = list(names)
    columns = normalise_names(raw)
    name_of = np.repeat(np.arange(len(raw), dtype=np.int64), np.diff(columns.first))
    once = np.unique(name_of << 32 | columns.hash.astype(np.int64))
    keys, counts = np.unique(once & 0xFFFFFFFF, return_counts=True)
    listed = counts >= FEWEST
    tenths = np.clip(np.round(-10 * np.log2(counts[listed] / max(len(raw), 1))), 1, 165)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, key=keys[listed].astype(np.uint32), tenths=tenths.astype(np.uint8))
    return int(listed.sum())
