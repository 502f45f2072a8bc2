"""A set of subjects made findable at once: columns of their names and the inverted index over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from intel.matching.comparing import Columns
from intel.matching.evidence import Words, in_order
from intel.matching.identifiers import normalise_identifier
from intel.matching.names import normalise_names
from intel.matching.normalising import Names
from intel.matching.records import Key, Profile
from intel.matching.tables import Array
from intel.matching.terms import keys_for, lengths_of, postings_of

KINDS = {"person": 1, "entity": 2}


@dataclass(frozen=True, slots=True)
class Segment:
    """Subjects that never change; only `alive` (s,) bool does, when one is replaced or withdrawn.

    subject_of (n,) int32 the subject of each name; first_name (s + 1,) int32 its names; heads, postings, lengths:
    see `terms.postings_of`; key_hash (s,) uint64 ascending with key_subject (s,) int32; identifier_hash (i,) uint64
    ascending with identifier_subject (i,) int32.
    """

    profiles: Sequence[Profile]
    columns: Columns
    heads: Array
    postings: Array
    lengths: Array
    subject_of: Array
    first_name: Array
    key_hash: Array
    key_subject: Array
    identifier_hash: Array
    identifier_subject: Array
    alive: Array

    @property
    def blocks(self) -> int:
        """How many blocks of 65,536 names there are."""
        return max(1, (len(self.lengths) + 65535) >> 16)

    @property
    def keys(self) -> int:
        """How many hashed keys the inverted index has."""
        return keys_for(len(self.lengths))

    def subject_with(self, key: Key) -> int | None:
        """Return the number of the living subject with that key."""
        sought = key_number(key)
        place = int(np.searchsorted(self.key_hash, np.uint64(sought)))
        while place < len(self.key_hash) and int(self.key_hash[place]) == sought:
            subject = int(self.key_subject[place])
            if self.alive[subject] and self.profiles[subject].key == key:
                return subject
            place += 1
        return None

    def subjects_with(self, identifier: int) -> list[int]:
        """Return the living subjects that have the identifier of that number."""
        first, last = np.searchsorted(self.identifier_hash, [np.uint64(identifier)] * 2, side="left")
        last = int(np.searchsorted(self.identifier_hash, np.uint64(identifier), side="right"))
        return [int(subject) for subject in self.identifier_subject[int(first) : last] if self.alive[subject]]

    def words_of(self, row: int) -> Words:
        """Return the words of one indexed name in the order of the comparison."""
        columns = self.columns
        begin, end = int(columns.first[row]), int(columns.first[row + 1])
        pairs = []
        for word, flag in zip(columns.token[begin:end].tolist(), columns.flags[begin:end].tolist(), strict=True):
            pairs.append((columns.text[columns.start[word] : columns.start[word + 1]].tobytes().decode("ascii"), flag))
        return in_order(pairs)


def build_segment(profiles: Sequence[Profile]) -> Segment:
    """Return the segment of the profiles; their keys must differ. 100,000 take a few seconds."""
    raw: list[str] = []
    first_name = np.zeros(len(profiles) + 1, dtype=np.int32)
    for subject, profile in enumerate(profiles):
        raw.extend(profile.names or ("",))
        first_name[subject + 1] = len(raw)
    subject_of = np.repeat(np.arange(len(profiles), dtype=np.int32), np.diff(first_name))
    kind = np.array([KINDS.get(profile.kind, 0) for profile in profiles], dtype=np.uint8)[subject_of]
    names = normalise_names(raw, kind == 1)
    keys, blocks = keys_for(len(raw)), max(1, (len(raw) + 65535) >> 16)
    heads, postings, frequencies = postings_of(names, keys, blocks)
    key_hash, key_subject = _sorted([(key_number(profile.key), row) for row, profile in enumerate(profiles)])
    pairs = [
        (identifier_number(same.kind, same.value), row)
        for row, profile in enumerate(profiles)
        for same in map(normalise_identifier, profile.identifiers)
        if same.value
    ]
    identifier_hash, identifier_subject = _sorted(pairs)
    return Segment(
        profiles, columns_of(names, kind), heads, postings, lengths_of(names, keys, frequencies), subject_of,
        first_name, key_hash, key_subject, identifier_hash, identifier_subject,
        np.ones(len(profiles), dtype=np.bool_),
    )  # fmt: skip


def columns_of(names: Names, kind: Array) -> Columns:
    """Return normalised names with their words numbered in a vocabulary. `kind` (n,) uint8 by name."""
    _, where, token = np.unique(names.hash, return_index=True, return_inverse=True)
    sizes = names.start[where + 1] - names.start[where]
    start = np.zeros(len(where) + 1, dtype=np.int32)
    np.cumsum(sizes, out=start[1:])
    within = np.arange(start[-1]) - np.repeat(start[:-1], sizes)
    text = names.text[np.repeat(names.start[where], sizes) + within]
    return Columns(
        names.first, names.form, names.family, np.minimum(names.length, 255).astype(np.uint8), kind.astype(np.uint8),
        token.astype(np.int32), names.flags, start, names.hash[where], names.skeleton[where], names.meaning[where],
        names.bits[where], names.mask[where], names.number[where], np.append(text, np.uint8(0)),
    )  # fmt: skip


def key_number(key: Key) -> int:
    """Return a 64-bit number for a key; 7 and "7" are different keys."""
    return _number(f"{type(key).__name__}:{key}")


def identifier_number(kind: str, value: str) -> int:
    """Return a 64-bit number for a normalised identifier."""
    return _number(f"{kind}={value}")


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _sorted(pairs: list[tuple[int, int]]) -> tuple[Array, Array]:
    hashes = np.array([pair[0] for pair in pairs], dtype=np.uint64)
    order = np.argsort(hashes, kind="stable")
    return hashes[order], np.array([pair[1] for pair in pairs], dtype=np.int32)[order]
