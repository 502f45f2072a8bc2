"""Parties screened against an index, and one pair compared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from intel.matching.context import context_parts, has_context
from intel.matching.evidence import Words, name_parts, rounded, words_of
from intel.matching.groups import GROUPS
from intel.matching.identifiers import normalise_identifier
from intel.matching.index import Index
from intel.matching.model import Model, model, probability_of, score_of
from intel.matching.names import normalise_names
from intel.matching.normalising import Names
from intel.matching.records import Key, Match, Part, Profile
from intel.matching.searching import features_of, search
from intel.matching.segment import KINDS, Segment, build_segment, identifier_number
from intel.matching.tables import Array
from intel.matching.weights import SHIPPED, Weights

GATE, SHARE = 0.1, 0.6
_CHUNK = 4096
_WITH_CONTEXT = 8.0  # bits that other evidence may add to a name


class _Hit(NamedTuple):
    """One subject met by one name of a party."""

    score: float
    segment: int
    subject: int
    row: int  # the indexed name, -1 when the subject was met by an identifier alone
    query: int  # the party's name among the distinct ones
    groups: Array


class _Kept(NamedTuple):
    """A hit that is told, with what other evidence adds to its name."""

    score: float
    probability: float
    more: list[Part]
    hit: _Hit


@dataclass(slots=True)
class Asked:
    """The distinct names of a batch."""

    texts: list[str]
    kinds: Array
    names: Names


def budget_for(names: int) -> int:
    """Return how many postings are read for one name: more in a larger index, or recall would fall."""
    return 1200 + names // 20


def screen(
    index: Index,
    parties: Sequence[Profile],
    *,
    minimum_probability: float = 0.05,
    best: int = 20,
    share: float = SHARE,
    weights: Weights = SHIPPED,
    known_good: Collection[tuple[Key, Key]] = (),
    evidence: bool = True,
    effort: int = 1,
) -> list[list[Match]]:
    """Return for each party its matches, best first, at most `best`, none under `minimum_probability`.

    A match is what `compare` says of the pair, whoever else is in the index. Which pairs are compared is a question of the
    index: the candidates nearest to the name, of those only such as are `share` as near as the nearest, and the `best`
    of them. With a `share` of 0 a nearer subject pushes nobody out; where some subjects must not even do that by their
    number, give them an index of their own.

    `known_good` holds pairs (party key, subject key) that were cleared before: they say so in a part of their own.
    Each distinct name is searched once per call. Without `evidence` the same matches come without their parts, sooner. With more
    `effort` so many times as much of the index is read for each name: fewer of those that are near are overlooked.
    """
    answers: list[list[Match]] = []
    segments = index.segments()
    for start in range(0, len(parties), _CHUNK):
        asked, work = _screen_chunk(segments, parties[start : start + _CHUNK], minimum_probability, best, share, effort)
        kept = [_best(party, hits, segments, minimum_probability, best, weights, known_good) for party, hits in work]
        answers += _matches(segments, asked, [party for party, _ in work], kept, evidence)
    return answers


def compare(party: Profile, subject: Profile, *, weights: Weights = SHIPPED) -> Match:
    """Return the match of one pair, with the score that `screen` gives it."""
    segment = build_segment([subject])
    asked = asked_of([party])
    hit = _closest(asked, range(len(asked.texts)), segment, 0, 0)
    kept = _best(party, [hit], [segment], 0.0, 1, weights, ())
    return _matches([segment], asked, [party], [kept], True)[0][0]


def _screen_chunk(
    segments: list[Segment],
    parties: Sequence[Profile],
    minimum: float,
    best: int,
    share: float,
    effort: int,
) -> tuple[Asked, list[tuple[Profile, list[_Hit]]]]:
    """Return the names of the parties, and with each party all that it meets."""
    learned = model()
    asked = asked_of(parties)
    place = {key: row for row, key in enumerate(zip(asked.texts, asked.kinds.tolist(), strict=True))}
    floor = _floor(minimum)
    least = floor - (_WITH_CONTEXT if any(map(has_context, parties)) else 0)
    found = [searched(asked, segment, learned, least, minimum, best, share, effort) for segment in segments]
    work: list[tuple[Profile, list[_Hit]]] = []
    for party in parties:
        hits: dict[tuple[int, int], _Hit | None] = {}
        rows = [place[name, KINDS.get(party.kind, 0)] for name in dict.fromkeys(party.names or ("",))]
        for query in rows:
            for number, (segment, (counts, where, scores, groups)) in enumerate(zip(segments, found, strict=True)):
                for m in range(counts[query]):
                    row, score = int(where[query, m]), float(scores[query, m])
                    subject = int(segment.subject_of[row])
                    known = hits.get((number, subject))
                    if known is None or known.score < score:
                        hits[number, subject] = _Hit(score, number, subject, row, query, groups[query, m])
        for number, segment in enumerate(segments):
            for subject in _by_identifier(party, segment):
                hits.setdefault((number, subject), None)
        for (number, subject), known in hits.items():
            # The search may have met only some of the names, whichever were near enough among all that are indexed.
            names = int(segments[number].first_name[subject + 1] - segments[number].first_name[subject])
            if known is None or names * len(rows) > 1:
                hits[number, subject] = _closest(asked, rows, segments[number], number, subject)
        work.append((party, [hit for hit in hits.values() if hit is not None]))
    return asked, work


def asked_of(parties: Iterable[Profile]) -> Asked:
    """Return the distinct names of parties, normalised together."""
    distinct = dict.fromkeys((name, KINDS.get(party.kind, 0)) for party in parties for name in party.names or ("",))
    texts = [name for name, _ in distinct]
    kinds = np.fromiter((kind for _, kind in distinct), dtype=np.uint8, count=len(distinct))
    return Asked(texts, kinds, normalise_names(texts, kinds == 1))


def searched(
    asked: Asked, segment: Segment, learned: Model, least: float, minimum: float, best: int, share: float = SHARE, effort: int = 1
) -> tuple[Array, ...]:
    """Return what `searching.search` finds; with no minimum probability nothing is gated away."""
    rows = len(segment.lengths)
    gate, share = (GATE, share) if minimum > 0 else (0.0, 0.0)
    return search(
        asked.names, asked.kinds, segment.keys, segment.blocks, segment.heads, segment.postings, segment.lengths,
        segment.subject_of, segment.alive, segment.columns, learned, effort * budget_for(rows), gate, share, least, best,
        np.zeros(rows, np.float32), np.empty(rows + 1, np.int32),
    )  # fmt: skip


def bits_for(probability: float, learned: Model) -> float:
    """Return the lowest score, in bits, of that probability."""
    if probability <= 0:
        return -1e9
    odds = np.log2(min(probability, 1 - 1e-12) / (1 - min(probability, 1 - 1e-12)))
    low, high = -60.0, 60.0
    for _ in range(40):
        middle = (low + high) / 2
        said = float(probability_of(middle, learned))
        low, high = (middle, high) if np.log2(said / (1 - said) if said < 1 else 1e12) < odds else (low, middle)
    return low


@lru_cache(maxsize=8)
def _floor(probability: float) -> float:
    """Return the lowest score of that probability by the model in force."""
    return bits_for(probability, model())


def _by_identifier(party: Profile, segment: Segment) -> set[int]:
    same = (normalise_identifier(identifier) for identifier in party.identifiers)
    return {subject for one in same if one.value for subject in segment.subjects_with(identifier_number(one.kind, one.value))}


def _closest(asked: Asked, queries: Iterable[int], segment: Segment, number: int, subject: int) -> _Hit:
    """Compare every name of the party with every name of the subject; return the best."""
    learned = model()
    rows = range(int(segment.first_name[subject]), int(segment.first_name[subject + 1]))
    pairs = np.array([(query, row) for query in queries for row in rows], dtype=np.int32).reshape(-1, 2)
    features, _, _, _ = features_of(asked.names, asked.kinds, pairs[:, 0].copy(), segment.columns, pairs[:, 1].copy())
    hits = []
    for (query, row), values in zip(pairs.tolist(), features, strict=True):
        groups = np.zeros(len(GROUPS), np.float32)
        score = float(score_of(values, learned, groups))
        hits.append(_Hit(score, number, subject, row, query, groups))
    return max(hits, key=lambda hit: hit.score)


def _best(
    party: Profile, hits: list[_Hit], segments: list[Segment], minimum: float, best: int, weights: Weights,
    known_good: Collection[tuple[Key, Key]],
) -> list[_Kept]:  # fmt: skip
    """Return those of a party's hits that are likely enough, the best first."""
    if not hits:
        return []
    found: list[tuple[float, list[Part], _Hit]] = []
    context = has_context(party)
    for hit, bits in zip(hits, rounded(np.stack([hit.groups for hit in hits])).tolist(), strict=True):
        score, more = sum(bits), []
        if context or known_good:
            more = _beside(party, segments[hit.segment].profiles[hit.subject], score, weights, known_good)
            score = sum((*bits, *(part.bits for part in more)))
        found.append((score, more, hit))
    found.sort(key=lambda one: -one[0])
    scores = [round(score, 3) for score, _, _ in found]
    probabilities = probability_of(np.array(scores), model()).tolist()
    kept = [_Kept(score, probability, more, hit) for score, probability, (_, more, hit)
            in zip(scores, probabilities, found, strict=True) if probability >= minimum]  # fmt: skip
    kept.sort(key=lambda one: -one.score)
    return kept[:best]


def _beside(
    party: Profile, subject: Profile, score: float, weights: Weights, known_good: Collection[tuple[Key, Key]]
) -> list[Part]:
    """Return the evidence beside the name, whose score is given."""
    more = context_parts(party, subject, weights)
    helping = sum(part.bits for part in more if part.bits > 0)
    if helping > 8 and score < weights.name_floor:
        # What an identifier says must not drown in a name that merely differs.
        more.append(Part("name.floor", round(weights.name_floor - score, 3), "", ""))
    if (party.key, subject.key) in known_good:
        more.append(Part("known_good", weights.known_good, "", ""))
    return more


def _matches(
    segments: list[Segment], asked: Asked, parties: Sequence[Profile], kept: list[list[_Kept]], evidence: bool
) -> list[list[Match]]:
    """Return the matches of each party, told with their parts or without."""
    told = _Told(segments, asked, [one.hit for of_party in kept for one in of_party]) if evidence else None
    answers = []
    place = 0
    for party, of_party in zip(parties, kept, strict=True):
        matches = []
        for score, probability, more, hit in of_party:
            parts = (*told.parts(place, party), *more) if told else ()
            place += 1
            profile = segments[hit.segment].profiles[hit.subject]
            name = hit.row - int(segments[hit.segment].first_name[hit.subject])
            subject_name = profile.names[name] if profile.names else ""
            matches.append(Match(profile.key, score, probability, parts, asked.texts[hit.query], subject_name))
        answers.append(matches)
    return answers


class _Told:
    """The evidence of hits, their words compared once more, all together."""

    def __init__(self, segments: list[Segment], asked: Asked, hits: list[_Hit]) -> None:
        self._segments, self._asked, self._hits = segments, asked, hits
        self._aligned: list[tuple[Array, Array, Array]] = [(_EMPTY, _EMPTY, _EMPTY)] * len(hits)
        self._mine: dict[int, Words] = {}
        self._theirs: dict[tuple[int, int], Words] = {}
        for number, segment in enumerate(segments):
            places = [place for place, hit in enumerate(hits) if hit.segment == number]
            if places:
                queries = np.array([hits[place].query for place in places], dtype=np.int32)
                rows = np.array([hits[place].row for place in places], dtype=np.int32)
                _, pairing, how, taken = features_of(asked.names, asked.kinds, queries, segment.columns, rows)
                for at, place in enumerate(places):
                    self._aligned[place] = pairing[at], taken[at], how[at]

    def parts(self, place: int, party: Profile) -> list[Part]:
        """Return the parts of one hit's name."""
        hit = self._hits[place]
        if hit.query not in self._mine:
            self._mine[hit.query] = words_of(self._asked.names, hit.query)
        where = (hit.segment, hit.row)
        if where not in self._theirs:
            self._theirs[where] = self._segments[hit.segment].words_of(hit.row)
        kind = _KINDS[int(self._segments[hit.segment].columns.kind[hit.row])]
        return name_parts(hit.groups, self._mine[hit.query], self._theirs[where], *self._aligned[place], (party.kind, kind))


_EMPTY = np.zeros(0, np.int32)
_KINDS = ("", "person", "entity")
