"""Matches of one-name parties written as lines of CSV, in compiled code."""

from __future__ import annotations

import numba as nb
import numpy as np

from intel.matching.alignment import BY_FORM, END, FLAGS, MOST_CORE, START
from intel.matching.comparing import FEATURES, Columns, Party, compare_names, empty_party, prepare
from intel.matching.groups import GROUPS
from intel.matching.normalising import Names
from intel.matching.tables import LEGAL, NUMBER, Array, Whole

LINE = 6144  # no line is longer, ids apart
_PRIOR, _WORD, _LEFT_PARTY, _LEFT_SUBJECT, _SHAPE, _NUMBER, _LEGAL, _KIND, _ORDER = range(len(GROUPS))
_ALL, _AGREED, _LEFT, _NUMBERS, _FORMS = range(5)

# ,""name.word"", as it stands inside a quoted field, one after the other.
_CODES = [f'[""{code}"",'.encode() for code in GROUPS]
_CODE_TEXT = np.frombuffer(b"".join(_CODES), dtype=np.uint8).copy()
_CODE_START = np.cumsum([0, *map(len, _CODES)]).astype(np.int64)
_KIND_TEXT = np.frombuffer(b"personentity", dtype=np.uint8).copy()
_KIND_START = np.array([0, 0, 6, 12], dtype=np.int64)


@nb.njit(cache=True, nogil=True)
def _put(out: Array, at: int, text: Array, begin: int, end: int) -> int:
    for i in range(begin, end):
        out[at] = text[i]
        at += 1
    return at


@nb.njit(cache=True, nogil=True)
def _put_number(out: Array, at: int, value: Whole, decimals: int) -> int:
    """Write an integer as a number with that many decimals."""
    if value < 0:
        out[at] = 45
        at += 1
        value = -value
    unit = np.int64(1)
    for _ in range(decimals):
        unit *= 10
    whole, rest = value // unit, value % unit
    digits = np.int64(1)
    while whole // digits >= 10:
        digits *= 10
    while digits > 0:
        out[at] = 48 + (whole // digits) % 10
        at += 1
        digits //= 10
    if decimals:
        out[at] = 46
        at += 1
        while unit > 1:
            unit //= 10
            out[at] = 48 + (rest // unit) % 10
            at += 1
    return at


@nb.njit(cache=True, nogil=True)
def _put_words(
    out: Array, at: int, words: Array, text: Array, count: int, other: Array, how: Array, mine: bool, which: int
) -> int:
    """Write the words of one side that are wanted, as a string of a quoted field."""
    out[at], out[at + 1] = 34, 34
    at += 2
    first = True
    for i in range(count):
        legal = words[i, FLAGS] & LEGAL != 0
        if which == _FORMS:
            wanted = legal
        elif which == _ALL:
            wanted = True
        elif which == _NUMBERS:
            wanted = words[i, FLAGS] & NUMBER != 0
        elif legal or (mine and how[i] == BY_FORM):
            wanted = False
        else:
            wanted = (other[i] >= 0) == (which == _AGREED)
        if not wanted:
            continue
        if not first:
            out[at] = 32
            at += 1
        first = False
        at = _put(out, at, text, words[i, START], words[i, END])
    out[at], out[at + 1] = 34, 34
    return at + 2


@nb.njit(cache=True, nogil=True)
def _put_both(
    out: Array, at: int, party: Party, count: int, others: int, pairing: Array, how: Array, one: int, other: int
) -> int:
    """Write the two values of a part; -1 writes an empty one."""
    out[at] = 44
    at = _put_words(out, at + 1, party.words, party.text, count if one >= 0 else 0, pairing, how, True, one)
    out[at] = 44
    return _put_words(
        out, at + 1, party.their_words, party.their_text, others if other >= 0 else 0, party.taken, how, False, other
    )


@nb.njit(cache=True, nogil=True)
def _put_kind(out: Array, at: int, kind: int) -> int:
    out[at], out[at + 1], out[at + 2] = 44, 34, 34
    at = _put(out, at + 3, _KIND_TEXT, _KIND_START[kind], _KIND_START[kind + 1])
    out[at], out[at + 1] = 34, 34
    return at + 2


@nb.njit(cache=True, nogil=True)
def _words_named(group: int) -> tuple[int, int]:
    """Which words of the party and which of the subject a group of evidence names; -1 for none."""
    if group == _WORD or group == _ORDER:
        return _AGREED, _AGREED
    if group == _LEFT_PARTY:
        return _LEFT, -1
    if group == _LEFT_SUBJECT:
        return -1, _LEFT
    if group == _SHAPE:
        return _ALL, _ALL
    if group == _NUMBER:
        return _NUMBERS, _NUMBERS
    if group == _LEGAL:
        return _FORMS, _FORMS
    return -1, -1


@nb.njit(cache=True, nogil=True)
def _put_evidence(
    out: Array, at: int, bits: Array, kind: int, subject_kind: int, party: Party, others: int, pairing: Array, how: Array
) -> int:
    """Write a list for each group that says anything: code, bits (G,) int64 in thousandths, what of both sides it rests on."""
    first = True
    for g in range(len(bits)):
        if bits[g] == 0:
            continue
        if not first:
            out[at] = 44
            at += 1
        first = False
        at = _put(out, at, _CODE_TEXT, _CODE_START[g], _CODE_START[g + 1])
        at = _put_number(out, at, bits[g], 3)
        if g == _KIND:
            at = _put_kind(out, at, kind)
            at = _put_kind(out, at, subject_kind)
        else:
            one, other = _words_named(g)
            at = _put_both(out, at, party, party.sizes[0], others, pairing, how, one, other)
        out[at] = 93
        at += 1
    return at


@nb.njit(cache=True, nogil=True)
def _room_for(party_bytes: int, matched: Array, subject_of: Array, subject_at: Array) -> int:
    """The most bytes that the lines of one party take, whose matches are these rows (m,)."""
    room = len(matched) * (LINE + party_bytes)
    for row in matched:
        subject = subject_of[row]
        room += subject_at[subject + 1] - subject_at[subject]
    return room


@nb.njit(cache=True, nogil=True)
def write_lines(
    names: Names, kinds: Array, asked: Array, columns: Columns, subject_of: Array, counts: Array, rows: Array, groups: Array,
    knots: Array, log_odds: Array, least: float, party_id: Array, party_at: Array, subject_id: Array,
    subject_at: Array, out: Array,
) -> tuple[int, int]:  # fmt: skip
    """Write the lines of parties whose name is row `asked[p]`; return (bytes written, parties done).

    counts (q,), rows (q, best), groups (q, best, G): as `searching.search` gives them; `least` log-odds in bits of a
    line; party_id, subject_id uint8 text with party_at (p + 1,), subject_at (s + 1,) int64. Stops when `out` is full.
    """
    party = empty_party()
    features = np.empty(FEATURES, np.float32)
    pairing = np.empty(MOST_CORE, np.int32)
    how = np.empty(MOST_CORE, np.int32)
    bits = np.empty(len(GROUPS), np.int64)
    at = 0
    for p in range(len(asked)):
        q = asked[p]
        if counts[q] == 0:
            continue
        room = _room_for(party_at[p + 1] - party_at[p], rows[q, :counts[q]], subject_of, subject_at)
        if at + room > len(out):
            return at, p
        prepare(names, q, party)
        for m in range(counts[q]):
            total: Whole = 0
            for g in range(len(bits)):
                bits[g] = np.int64(np.rint(np.float64(groups[q, m, g]) * 1000.0))
                total += bits[g]
            score = total / 1000.0
            odds = np.interp(score, knots, log_odds) + min(score - knots[0], 0.0) + max(score - knots[-1], 0.0)
            if odds < least:
                continue
            row = rows[q, m]
            compare_names(names, q, party, kinds[q], columns, row, features, pairing, how)
            others = min(columns.first[row + 1] - columns.first[row], MOST_CORE)
            at = _put(out, at, party_id, party_at[p], party_at[p + 1])
            out[at] = 44
            at = _put(out, at + 1, subject_id, subject_at[subject_of[row]], subject_at[subject_of[row] + 1])
            out[at] = 44
            at = _put_number(out, at + 1, total, 3)
            out[at] = 44
            at = _put_number(out, at + 1, np.int64(np.rint(1e6 / (1.0 + 2.0 ** (-odds)))), 6)
            out[at], out[at + 1], out[at + 2] = 44, 34, 91
            at += 3
            at = _put_evidence(out, at, bits, kinds[q], columns.kind[row], party, others, pairing, how)
            out[at], out[at + 1], out[at + 2] = 93, 34, 10
            at += 3
    return at, len(asked)
