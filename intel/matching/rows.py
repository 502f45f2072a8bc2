"""Matches as lines of CSV: party_id,subject_id,score,probability,evidence.

Evidence is JSON, a list of [feature, bits, value of the party, value of the subject]; the bits add up to the score.
Parties of one name and nothing else, the most of any file, never become Python objects one by one.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

import numpy as np

from intel.matching.context import has_context
from intel.matching.index import Index
from intel.matching.model import model
from intel.matching.records import Match, Profile
from intel.matching.screening import asked_of, bits_for, screen, searched
from intel.matching.segment import KINDS, Segment
from intel.matching.tables import Array
from intel.matching.writing import LINE, write_lines


class RowWriter:
    """Screens parties against an index as it is now, and tells their matches as bytes of CSV."""

    def __init__(self, index: Index, minimum: float, best: int) -> None:
        self._index, self._minimum, self._best = index, minimum, best
        self._segments = index.segments()
        self._ids = _ids([profile.key for profile in self._segments[0].profiles]) if len(self._segments) == 1 else None
        self._out = np.empty(1 << 22, dtype=np.uint8)

    def rows(self, parties: Sequence[Profile]) -> bytes:
        """Return the lines of a batch of parties, in their order."""
        if self._ids is None or any(len(party.names) != 1 or has_context(party) for party in parties):
            return self._told_one_by_one(parties)
        return self._told(parties, self._segments[0], self._ids)

    def _told(self, parties: Sequence[Profile], segment: Segment, ids: tuple[Array, Array]) -> bytes:
        learned = model()
        asked = asked_of(parties)
        place = {key: row for row, key in enumerate(zip(asked.texts, asked.kinds.tolist(), strict=True))}
        queries = np.array([place[party.names[0], KINDS.get(party.kind, 0)] for party in parties], dtype=np.int64)
        found = searched(asked, segment, learned, bits_for(self._minimum, learned), self._minimum, self._best)
        counts, rows, _, groups = found
        least = float(np.log2(self._minimum / (1 - self._minimum))) if 0 < self._minimum < 1 else -1e9
        party_id, party_at = _ids([party.key for party in parties])
        longest = int(np.diff(party_at).max(initial=0) + np.diff(ids[1]).max(initial=0) + LINE) * self._best
        if len(self._out) < 2 * longest:
            self._out = np.empty(2 * longest, dtype=np.uint8)
        lines, done = [], 0
        while done < len(parties):
            size, further = write_lines(
                asked.names, asked.kinds, queries[done:], segment.columns, segment.subject_of, counts, rows, groups,
                learned.knots, learned.log_odds, least, party_id, party_at[done:], *ids, self._out,
            )  # fmt: skip
            lines.append(self._out[:size].tobytes())
            done += further
        return b"".join(lines)

    def _told_one_by_one(self, parties: Sequence[Profile]) -> bytes:
        found = screen(self._index, parties, minimum_probability=self._minimum, best=self._best)
        text = io.StringIO()
        out = csv.writer(text, lineterminator="\n")
        for party, matches in zip(parties, found, strict=True):
            for match in matches:
                out.writerow((party.key, match.subject, match.score, f"{match.probability:.6f}", _evidence(match)))
        return text.getvalue().encode("utf-8", "replace")


def _evidence(match: Match) -> str:
    parts = [[part.feature, part.bits, part.party, part.subject] for part in match.parts]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def _ids(keys: Sequence[int | str]) -> tuple[Array, Array]:
    """Return the keys as fields of CSV: text (m,) uint8 and where each begins, (n + 1,) int64."""
    fields = [_field(str(key)) for key in keys]
    start = np.zeros(len(fields) + 1, dtype=np.int64)
    np.cumsum([len(field) for field in fields], out=start[1:])
    return np.frombuffer(b"".join(fields) or b" ", dtype=np.uint8).copy(), start


def _field(text: str) -> bytes:
    if any(sign in text for sign in ',"\r\n'):
        text = '"' + text.replace('"', '""') + '"'
    return text.encode("utf-8", "replace")
