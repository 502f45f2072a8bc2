"""Learns rarity, tables and calibration from a folder of registers, split by subject.

    python -m intel.matching train --data FOLDER

`FOLDER` holds `watchlist/` and `traders/`; without one, made-up names are used, which is enough to try the command.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numba as nb
import numpy as np

from intel.matching import tables
from intel.matching.boosting import boost, calibrated
from intel.matching.comparing import FEATURES
from intel.matching.groups import GROUPS
from intel.matching.model import MODEL_FILE, Model, save_model, score_of
from intel.matching.names import normalise_names
from intel.matching.rarity import learn_rarity
from intel.matching.searching import features_of, nearest
from intel.matching.segment import KINDS, Segment, build_segment
from intel.matching.tables import Array
from intel.matching.training.pairs import TRAIN, Query, Registers, World, build

SIZES = (20_000, 60_000)
_MOST = 24


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidate pairs of a world: features (p, F) float32, truth (p,) bool, and what they are pairs of.

    query and subject (p,) int32; fold (p,) uint8 0..9 by subject asked for, or by query when nobody is.
    """

    features: Array
    truth: Array
    query: Array
    subject: Array
    fold: Array


def train(
    data: Path | None = None, out: Path | None = None, *, sizes: tuple[int, ...] = SIZES, say: Callable[[str], None] = print
) -> dict[str, object]:
    """Learn from the registers in `data` and write `model.npz`, `model.json` and `rarity.npz` into `out`.

    Only subjects of the training side are asked for; calibration uses a tenth of them the tables never saw.
    Returns how it was made, as in `model.json`. Without `out` the shipped files are replaced.
    """
    folder = out or MODEL_FILE.parent
    registers = Registers.read(data) if data else Registers.made_up()
    names = [name for profile in (*registers.listed, *registers.traders) for name in profile.names]
    words = learn_rarity(names, folder / "rarity.npz")
    say(f"{words} words counted in {len(names)} names")
    tables.lexicon.cache_clear()
    worlds = [
        build(registers, subjects=size, part=TRAIN, seed=11 + at, variations=20_000, cleans=20_000)
        for at, size in enumerate(sizes)
    ]
    learned, made = learn(worlds, say=say)
    made |= {"data": registers.origin, "register_names": len(names), "listed_words": words, "worlds": [w.made for w in worlds]}
    save_model(learned, folder / MODEL_FILE.name, made)
    return made


def learn(worlds: list[World], *, say: Callable[[str], None] = print) -> tuple[Model, dict[str, object]]:
    """Return the model learned from the worlds, and how. Twice: the second time each subject by its best name."""
    began = time.monotonic()
    sets = [pairs_of(world) for world in worlds]
    learned: Model | None = None
    for turn in range(2):
        chosen = [_one_name_each(pairs, learned) for pairs in sets]
        features = np.concatenate([pairs.features for pairs in chosen])
        truth = np.concatenate([pairs.truth for pairs in chosen])
        fold = np.concatenate([pairs.fold for pairs in chosen])
        fitted = fold > 0
        weight = np.ones(len(truth))
        learned = boost(features[fitted], truth[fitted], weight[fitted], rounds=24 if turn == 0 else 110)
        say(f"turn {turn + 1}: {int(fitted.sum())} pairs, {time.monotonic() - began:.0f} s")
    assert learned is not None
    held = fold == 0
    learned = calibrated(learned, scores_of(features[held], learned), truth[held], weight[held])
    made: dict[str, object] = {
        "method": "additive tables and pairs, boosted in turns; logistic loss; calibrated on a tenth of the subjects",
        "pairs": int(fitted.sum()), "true_pairs": int(truth[fitted].sum()), "calibration_pairs": int(held.sum()),
        "features": FEATURES, "seconds": round(time.monotonic() - began),
    }  # fmt: skip
    return learned, made


def pairs_of(world: World, budget: int = 20_000) -> Pairs:
    """Return the candidate pairs of a world's queries, as `screen` would compare them."""
    segment = build_segment(world.subjects)
    queries = [query for query in world.queries if query.variation != "alias_unrelated"]
    kinds = np.array([KINDS.get(query.party.kind, 0) for query in queries], dtype=np.uint8)
    names = normalise_names([query.party.names[0] for query in queries], kinds == 1)
    sums, touched = np.zeros(len(segment.lengths), np.float32), np.zeros(len(segment.lengths) + 1, np.int32)
    counts, rows, cosines = nearest(
        names, segment.keys, segment.blocks, segment.heads, segment.postings, segment.lengths, budget, _MOST, sums, touched
    )
    near = (np.arange(_MOST) < counts[:, None]) & (cosines >= 0.16) & (cosines >= 0.5 * cosines[:, :1])
    query_of, place = np.nonzero(near)
    row = rows[query_of, place]
    features, _, _, _ = features_of(names, kinds, query_of.astype(np.int32), segment.columns, row)
    return _labelled(queries, segment, features, query_of, row)


def _labelled(queries: list[Query], segment: Segment, features: Array, query_of: Array, row: Array) -> Pairs:
    number = {profile.key: subject for subject, profile in enumerate(segment.profiles)}
    wanted = np.array([-1 if query.truth is None else number.get(query.truth, -1) for query in queries], dtype=np.int32)
    subject = segment.subject_of[row]
    neither = {(q, number[key]) for q, query in enumerate(queries) for key in query.also if key in number}
    kept = np.array([(q, s) not in neither for q, s in zip(query_of.tolist(), subject.tolist(), strict=True)])
    fold = np.where(wanted >= 0, (wanted.astype(np.int64) * 7919) % 10, np.arange(len(queries)) % 10).astype(np.uint8)
    return Pairs(
        features[kept], (subject == wanted[query_of])[kept], query_of[kept].astype(np.int32), subject[kept], fold[query_of][kept]
    )


def _one_name_each(pairs: Pairs, learned: Model | None) -> Pairs:
    """Keep, of the names of one subject met by one query, the best: by coverage at first, then by score."""
    value = (
        pairs.features[:, 4] + pairs.features[:, 5] + pairs.features[:, 6]
        if learned is None
        else scores_of(pairs.features, learned)
    )
    order = np.lexsort((-value, pairs.subject, pairs.query))
    query, subject = pairs.query[order], pairs.subject[order]
    first = np.append(True, (query[1:] != query[:-1]) | (subject[1:] != subject[:-1]))
    kept = order[first]
    return Pairs(pairs.features[kept], pairs.truth[kept], pairs.query[kept], pairs.subject[kept], pairs.fold[kept])


def scores_of(features: Array, learned: Model) -> Array:
    """Return the score in bits of every row of features."""
    groups = np.zeros(len(GROUPS), np.float32)
    return _scores(features, learned, groups)


@nb.njit(cache=True, nogil=True)
def _scores(features: Array, learned: Model, groups: Array) -> Array:
    scores = np.empty(len(features), np.float32)
    for row in range(len(features)):
        scores[row] = score_of(features[row], learned, groups)
    return scores
