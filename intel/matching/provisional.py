"""A first index, entirely in memory and in plain Python, to hold the shape of the engine's interface."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

from anyascii import anyascii
from rapidfuzz.distance import OSA

from intel.matching.identifiers import normalise_identifier, one_slip_apart
from intel.matching.records import Identifier, Key, Match, Part, Profile

_LEGAL = set("srl sa ltda limitada ltd limited llc inc gmbh ag bv nv spa oao ooo zao pao ao sas sarl plc corp co company cv rl de sl slu".split())


@lru_cache(maxsize=200_000)
def normalise_name(raw: str) -> tuple[str, ...]:
    """Return the words of a name: ASCII, lower case, legal forms left out (kept when nothing else is there)."""
    text = anyascii(raw[:400]).lower().replace("'", "").replace(".", "")
    words = tuple("".join(sign if sign.isalnum() else " " for sign in text).split())[:24]
    return tuple(word for word in words if word not in _LEGAL) or words


class Index:
    """Profiles to be found. `version` grows with every change."""

    def __init__(self, path: Path | None = None) -> None:
        self.version = 0
        self._path = path
        self._profiles: dict[Key, Profile] = {}
        self._grams: dict[str, set[Key]] = defaultdict(set)
        self._identifiers: dict[tuple[str, str], set[Key]] = defaultdict(set)

    @classmethod
    def build(cls, profiles: Iterable[Profile], path: Path | None = None) -> Index:
        """Return an index of the profiles, in memory or kept in the folder `path`."""
        index = cls(path)
        index.put(profiles)
        return index

    @classmethod
    def open(cls, path: Path) -> Index:
        """Return the index kept in the folder `path`."""
        index = cls(None)
        rows = json.loads((Path(path) / "profiles.json").read_text())
        index.put(
            Profile(**{key: tuple(value) if isinstance(value, list) else value for key, value in row.items() if key != "identifiers"},
                    identifiers=tuple(Identifier(**entry) for entry in row["identifiers"]))
            for row in rows
        )
        index._path = Path(path)
        return index

    def put(self, profiles: Iterable[Profile]) -> None:
        """Add profiles, or replace those of the same key."""
        for profile in profiles:
            self._remove(profile.key)
            self._profiles[profile.key] = profile
            for name in profile.names:
                for gram in _grams(name):
                    self._grams[gram].add(profile.key)
            for identifier in profile.identifiers:
                same = normalise_identifier(identifier)
                self._identifiers[(same.kind, same.value)].add(profile.key)
        self._changed()

    def withdraw(self, keys: Iterable[Key]) -> None:
        """Take profiles out; unknown keys are no error."""
        for key in keys:
            self._remove(key)
        self._changed()

    def __len__(self) -> int:
        return len(self._profiles)

    def candidates(self, party: Profile, best: int) -> set[Key]:
        """Return keys of profiles that share identifiers or enough trigrams with the party."""
        counts: Counter[Key] = Counter()
        for name in party.names:
            for gram in _grams(name):
                found = self._grams.get(gram, ())
                for key in found:
                    counts[key] += 1  # type: ignore[assignment]
        keys = {key for key, _ in counts.most_common(best)}
        for identifier in party.identifiers:
            same = normalise_identifier(identifier)
            keys |= self._identifiers.get((same.kind, same.value), set()) if same.value else set()
        return keys

    def _remove(self, key: Key) -> None:
        if self._profiles.pop(key, None) is not None:
            for keys in (*self._grams.values(), *self._identifiers.values()):
                keys.discard(key)

    def _changed(self) -> None:
        self.version += 1
        if self._path is not None:
            self._path.mkdir(parents=True, exist_ok=True)
            rows = [asdict(profile) for profile in self._profiles.values()]
            (self._path / "profiles.json").write_text(json.dumps(rows))


def screen(
    index: Index, parties: Sequence[Profile], *, minimum_probability: float = 0.05, best: int = 20
) -> list[list[Match]]:
    """Return for each party its matches, best first, at most `best`, none under `minimum_probability`."""
    answers = []
    for party in parties:
        found = [compare(party, index._profiles[key]) for key in index.candidates(party, 2 * best)]
        kept = [match for match in found if match.probability >= minimum_probability]
        answers.append(sorted(kept, key=lambda match: (-match.score, str(match.subject)))[:best])
    return answers


def compare(party: Profile, subject: Profile) -> Match:
    """Return the match of one pair, with the same score as `screen` gives it."""
    parts, party_name, subject_name = [Part("prior", -6.0, "", "")], "", ""
    pairs = [(_name_bits(one, other), one, other) for one in party.names for other in subject.names]
    if pairs:
        bits, party_name, subject_name = max(pairs)
        parts.append(Part("name.word", round(bits, 3), party_name, subject_name))
    parts += _identifier_parts(party, subject)
    if party.countries and subject.countries:
        same = set(party.countries) & set(subject.countries)
        parts.append(Part("country", 0.5 if same else -0.5, ",".join(party.countries), ",".join(subject.countries)))
    if party.birth_dates and subject.birth_dates:
        near = any(a.startswith(b) or b.startswith(a) for a in party.birth_dates for b in subject.birth_dates)
        parts.append(Part("birth_date", 4.0 if near else -4.0, party.birth_dates[0], subject.birth_dates[0]))
    score = sum(part.bits for part in parts)
    return Match(subject.key, score, 1 / (1 + 2.0**-score), tuple(parts), party_name, subject_name)


def _name_bits(one: str, other: str) -> float:
    words, others = list(normalise_name(one)), list(normalise_name(other))
    if not words or not others:
        return 0.0
    total = 0.0
    for word in words:
        best, which = max((OSA.normalized_similarity(word, second), second) for second in others) if others else (0, "")
        if best >= 0.75:
            total += best * min(len(word), 8) * 1.2
            others.remove(which)
        else:
            total -= min(len(word), 8) * 0.5
    return total - 0.4 * sum(min(len(word), 8) for word in others)


def _identifier_parts(party: Profile, subject: Profile) -> list[Part]:
    parts = []
    for one in map(normalise_identifier, party.identifiers):
        for other in map(normalise_identifier, subject.identifiers):
            if not one.value or one.kind != other.kind:
                continue
            if one.value == other.value:
                parts.append(Part(f"identifier.{one.kind}", 14.0, one.value, other.value))
            elif False in (one.valid, other.valid) and one_slip_apart(one.value, other.value):
                parts.append(Part("identifier.near", 4.0, one.value, other.value))
    return parts


def _grams(name: str) -> set[str]:
    return {word[start : start + 3] for word in (f" {word} " for word in normalise_name(name)) for start in range(max(1, len(word) - 2))}


__all__ = ["Index", "compare", "math", "normalise_name", "screen"]
