"""Names to tokens, many at a time, in compiled code.

A name becomes words of ASCII letters and digits. Legal forms, titles, particles and what follows "c/o" or an address
word are recognised and set apart by a flag, not thrown away; digits inside words are read as the letters they resemble.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from intel.matching.tables import (
    ALSO,
    CUT,
    LEGAL,
    NOISE,
    NOISE_MARK,
    NUMBER,
    PARTICLE,
    TITLE,
    Lexicon,
    Whole,
)
from intel.matching.transliteration import HIGHEST, MANY

Array = npt.NDArray[Any]

MOST_TOKENS = 20
LONGEST_TOKEN = 40
_CONTINUES, _AT_EDGE, _IF_CUT = 1, 2, 4


class Names(NamedTuple):
    """Normalised names as columns.

    Per name (n names): first (n + 1,) int32 into the tokens; form (n,) uint8 legal form or 0; family (n,) uint16 bit
    mask of legal families; length (n,) int32 signs as written.
    Per token (t tokens): start (t + 1,) int32 into text; hash (t,) uint32; skeleton (t,) uint32; meaning (t,) uint16;
    flags (t,) uint8; bits (t,) float32 rarity; mask (t,) uint64 which letters occur; number (t,) uint8.
    text (m,) uint8: the tokens' signs, without separators.
    """

    first: Array
    form: Array
    family: Array
    length: Array
    start: Array
    hash: Array
    skeleton: Array
    meaning: Array
    flags: Array
    bits: Array
    mask: Array
    number: Array
    text: Array


@nb.njit(cache=True, nogil=True, inline="always")
def _sign_index(sign: int) -> int:
    return sign - 96 if sign >= 97 else sign - 48 + 27


@nb.njit(cache=True, nogil=True)
def skeleton_of(text: Array, start: int, end: int) -> Whole:
    """Return a 32-bit code of how a word sounds: equal for most ways of writing one foreign word in Latin letters."""
    value = np.uint64(2166136261)
    count = 0
    last = 0
    i = start
    while i < end:
        c = text[i]
        n = text[i + 1] if i + 1 < end else 0
        step = 1
        out = 0
        if c == 97 or c == 101 or c == 105 or c == 111 or c == 117 or c == 121:
            out = 97 if i == start else 0
        elif c == 106:  # j: a vowel after a vowel or at the end, else like zh
            if i == start or (i + 1 < end and n != 0 and text[i - 1] != 97 and text[i - 1] != 101 and text[i - 1] != 111):
                out = 106
        elif c == 112 and n == 104:
            out, step = 102, 2
        elif c == 104:
            out = 104 if i == start else 0
        elif c == 115 and n == 104:
            out, step = 83, 2
            if i + 3 < end and text[i + 2] == 99 and text[i + 3] == 104:
                step = 4
        elif c == 115 and n == 99 and i + 2 < end and text[i + 2] == 104:
            out, step = 83, 3
        elif c == 99 and n == 104:
            out, step = 83, 2
        elif c == 116 and n == 99 and i + 2 < end and text[i + 2] == 104:
            out, step = 83, 3
        elif c == 122 and n == 104:
            out, step = 106, 2
        elif c == 100 and (n == 106 or (n == 122 and i + 2 < end and text[i + 2] == 104)):
            out = 106
            step = 2 if n == 106 else 3
        elif c == 103:
            out = 103
        elif c == 107 or c == 113:
            out = 107
            if n == 104 or n == 117:
                step = 2
        elif c == 99:
            out = 115 if (n == 101 or n == 105 or n == 121) else 107
            if n == 107:
                step = 2
        elif c == 116 and (n == 115 or n == 122):
            out, step = 115, 2
        elif c == 122:
            out = 115
        elif c == 119:
            # Between consonants it is the long u of Arabic script.
            vowel_after = n == 97 or n == 101 or n == 105 or n == 111 or n == 117 or n == 121
            out = 118 if i == start or vowel_after else 0
        elif c == 120:
            out = 115
        else:
            out = c
        if out != 0 and out != last:
            value = (value ^ np.uint64(out)) * np.uint64(16777619)
            count += 1
        if out != 0:
            last = out
        i += step
    if count < 2:
        for j in range(start, end):
            value = (value ^ np.uint64(text[j])) * np.uint64(16777619)
    return np.uint32(value) | np.uint32(1)


@nb.njit(cache=True, nogil=True, inline="always")
def _slot(keys: Array, key: Whole) -> Whole:
    """Return where `key` is in an open-addressing table, or -1."""
    mask = np.uint64(len(keys) - 1)
    sought = np.uint32(key)
    slot = (np.uint64(sought) * np.uint64(2654435761)) & mask
    while keys[slot] != 0:
        if keys[slot] == sought:
            return np.int64(slot)
        slot = (slot + np.uint64(1)) & mask
    return -1


@nb.njit(cache=True, nogil=True)
def _repaired(text: Array, start: int, end: int) -> None:
    """Read digits inside words as letters (R0SA), and letters inside numbers as digits (2O24), in place."""
    letters, digits, readable = 0, 0, 0
    alike = 0
    for i in range(start, end):
        c = text[i]
        if c >= 97:
            letters += 1
            if c == 111 or c == 105 or c == 108 or c == 115 or c == 98:
                alike += 1
        else:
            digits += 1
            if c != 51 and c != 57:
                readable += 1
    if digits == 0 or letters == 0:
        return
    if letters >= 2 and letters >= digits and readable == digits:
        for i in range(start, end):
            c = text[i]
            if c == 48:
                text[i] = 111
            elif c == 49:
                text[i] = 105
            elif c == 53:
                text[i] = 115
            elif c == 56:
                text[i] = 98
            elif c == 54:
                text[i] = 103
            elif c == 50:
                text[i] = 122
            elif c == 52:
                text[i] = 97
            elif c == 55:
                text[i] = 116
    elif digits > letters and alike == letters and digits >= 2:
        for i in range(start, end):
            c = text[i]
            if c == 111:
                text[i] = 48
            elif c == 105 or c == 108:
                text[i] = 49
            elif c == 115:
                text[i] = 53
            elif c == 98:
                text[i] = 56


@nb.njit(cache=True, nogil=True)
def normalise(
    codes: Array,
    offsets: Array,
    person: Array,
    single: Array,
    entry: Array,
    sign_start: Array,
    sign_text: Array,
    lexicon: Lexicon,
    room: int,
) -> Names:
    """Return the tokens of the names whose code points are `codes[offsets[i]:offsets[i + 1]]`.

    codes (m,) uint32, offsets (n + 1,) int64, person (n,) bool: no legal forms are sought in names of persons.
    room: upper bound of the signs after transliteration.
    """
    n = len(offsets) - 1
    most = min(room // 2 + n + 1, MOST_TOKENS * n + 1)
    text = np.empty(room + 4, np.uint8)
    first = np.zeros(n + 1, np.int32)
    form = np.zeros(n, np.uint8)
    family = np.zeros(n, np.uint16)
    length = np.zeros(n, np.int32)
    start = np.zeros(most + 1, np.int32)
    hashes = np.zeros(most, np.uint32)
    skeleton = np.zeros(most, np.uint32)
    meaning = np.zeros(most, np.uint16)
    flags = np.zeros(most, np.uint8)
    bits = np.zeros(most, np.float32)
    mask = np.zeros(most, np.uint64)
    number = np.zeros(most, np.uint8)
    t = 0
    w = 0
    for name in range(n):
        begin, end = offsets[name], offsets[name + 1]
        length[name] = end - begin
        first[name] = t
        opened = w
        run = True  # the open token is made of single letters with stops between: S.R.L.
        i = begin
        many, many_end = 0, 0
        while i <= end and t - first[name] < MOST_TOKENS:
            if many < many_end:
                c = sign_text[many]
                many += 1
                if many == many_end:
                    i += 1
            elif i == end:
                c = np.uint8(32)
                i += 1
            else:
                code = codes[i]
                c = single[code] if code < HIGHEST else np.uint8(32)
                if c == MANY:
                    many = sign_start[entry[code]]
                    many_end = sign_start[entry[code] + 1]
                    if many == many_end:
                        i += 1
                    continue
                i += 1
            if c == 39:
                continue
            if c >= 97 or (c >= 48 and c <= 57):
                if w - opened < LONGEST_TOKEN:
                    text[w] = c
                    w += 1
                    if w - opened > 1 and run and i - 2 >= begin:
                        before = single[codes[i - 2]] if codes[i - 2] < HIGHEST else np.uint8(32)
                        if before != 46 and before != 47:
                            run = False
                continue
            if w == opened:
                run = True
                continue
            if (c == 46 or c == 47) and run and i < end:
                following = single[codes[i]] if codes[i] < HIGHEST else np.uint8(32)
                after = np.uint8(32)
                if i + 1 < end:
                    after = single[codes[i + 1]] if codes[i + 1] < HIGHEST else np.uint8(32)
                if following >= 97 and not (after >= 97 or (after >= 48 and after <= 57)):
                    if c == 47 and w == opened + 1 and text[opened] == 99 and following == 111:
                        text[w] = 111
                        text[w + 1] = 95
                        w += 2
                        i += 1
                    else:
                        continue
            _repaired(text, opened, w)
            start[t] = opened
            t += 1
            opened = w
            run = True
        w = opened
        # What each token is.
        for k in range(first[name], t):
            stop = start[k + 1] if k + 1 < t else w
            value = np.uint64(2166136261)
            seen = np.uint64(0)
            only_digits = True
            for j in range(start[k], stop):
                value = (value ^ np.uint64(text[j])) * np.uint64(16777619)
                if text[j] >= 97:
                    only_digits = False
                    seen |= np.uint64(1) << np.uint64(text[j] - 96)
                elif text[j] < 58:
                    seen |= np.uint64(1) << np.uint64(text[j] - 48 + 27)
                else:
                    only_digits = False
            if np.uint32(value) == 0:
                value = np.uint64(1)
            hashes[k] = np.uint32(value)
            mask[k] = seen
            size = stop - start[k]
            skeleton[k] = np.uint32(value) if only_digits else skeleton_of(text, start[k], stop)
            flags[k] = NUMBER if only_digits else 0
            meaning[k] = 0
            number[k] = 0
            tenths = 0
            slot = _slot(lexicon.word_key, value)
            if slot >= 0:
                meaning[k] = lexicon.word_meaning[slot]
                flags[k] |= lexicon.word_flags[slot]
                number[k] = lexicon.word_number[slot]
                tenths = lexicon.word_bits[slot]
            if only_digits and size <= 2:
                number[k] = text[start[k]] - 48
                if size == 2:
                    number[k] = number[k] * 10 + text[start[k] + 1] - 48
            if tenths > 0:
                bits[k] = tenths * np.float32(0.1)
            elif only_digits:
                bits[k] = min(4.0 + 1.5 * size, 13.0)
            else:
                bits[k] = min(5.0 + 2.2 * size, 16.5)
        start[t] = w
        _set_legal_forms_apart(first[name], t, hashes, flags, lexicon, person[name], length[name] >= 30, form, family, name)
        _set_noise_apart(first[name], t, flags)
        for k in range(first[name], t):
            if flags[k] & PARTICLE:
                bits[k] = min(bits[k], 2.5)
            elif flags[k] & TITLE:
                bits[k] = min(bits[k], 3.0)
        if length[name] >= 33 and t > first[name]:
            flags[t - 1] |= CUT
    first[n] = t
    return Names(
        first,
        form,
        family,
        length,
        start[: t + 1].copy(),
        hashes[:t].copy(),
        skeleton[:t].copy(),
        meaning[:t].copy(),
        flags[:t].copy(),
        bits[:t].copy(),
        mask[:t].copy(),
        number[:t].copy(),
        text[: w + 1].copy(),
    )


@nb.njit(cache=True, nogil=True)
def _set_legal_forms_apart(
    begin: int, end: int, hashes: Array, flags: Array, lexicon: Lexicon, person: bool, may_be_cut: bool,
    form: Array, family: Array, name: int,
) -> None:  # fmt: skip
    """Flag the tokens of legal forms; a name of nothing but legal forms keeps all its tokens as words."""
    if person:
        return
    found_at = np.zeros(MOST_TOKENS + 1, np.int8)
    found_end = np.zeros(MOST_TOKENS + 1, np.int8)
    found_form = np.zeros(MOST_TOKENS + 1, np.uint8)
    found_how = np.zeros(MOST_TOKENS + 1, np.uint8)
    count = 0
    k = begin
    while k < end:
        running = np.uint64(0)
        best_form, best_how, best_end = 0, 0, 0
        j = k
        while j < end:
            # In 64 bits, cut to 32: the compiler widens products of 32-bit numbers.
            running = (running * np.uint64(31) + np.uint64(7)) ^ (np.uint64(hashes[j]) * np.uint64(2654435761))
            running = running & np.uint64(0xFFFFFFFF)
            if running == 0:
                running = np.uint64(1)
            slot = _slot(lexicon.phrase_key, running)
            if slot < 0:
                break
            how = lexicon.phrase_how[slot]
            j += 1
            if lexicon.phrase_form[slot] != 0 and (not (how & _IF_CUT) or (may_be_cut and j == end and k > begin)):
                best_form, best_how, best_end = lexicon.phrase_form[slot], how, j
            if not (how & _CONTINUES):
                break
        if best_form:
            found_at[count], found_end[count] = k - begin, best_end - begin
            found_form[count], found_how[count] = best_form, best_how
            count += 1
            k = best_end
        else:
            k += 1
    # From the end backwards: a form that counts only at an edge may have other forms between it and the edge.
    edge = end - begin
    left_edge = 0
    accepted = 0
    for f in range(count):
        if found_at[f] == left_edge:
            left_edge = found_end[f]
        else:
            break
    for g in range(count):
        f = count - 1 - g
        at_edge = found_end[f] == edge or found_end[f] <= left_edge
        if (found_how[f] & _AT_EDGE) and not at_edge:
            # Before an address, the end of the name is where the address begins.
            k = begin + found_end[f]
            if not (k < end and (flags[k] & (NOISE_MARK | ALSO) or flags[k] & NUMBER)):
                continue
        if found_end[f] == edge:
            edge = found_at[f]
        for k in range(begin + found_at[f], begin + found_end[f]):
            flags[k] |= LEGAL
        accepted += found_end[f] - found_at[f]
    if accepted == end - begin:
        for k in range(begin, end):
            flags[k] &= ~np.uint8(LEGAL)
        return
    for f in range(count):
        if flags[begin + found_at[f]] & LEGAL:
            of = lexicon.family[found_form[f]]
            family[name] |= np.uint16(1) << np.uint16(of)
            if form[name] == 0 or (of != 9 and lexicon.family[form[name]] == 9):
                form[name] = found_form[f]


@nb.njit(cache=True, nogil=True)
def _set_noise_apart(begin: int, end: int, flags: Array) -> None:
    """Flag what follows "c/o", an address word or a branch, once at least one word of the name stands before it."""
    words = 0
    noise = False
    for k in range(begin, end):
        if noise:
            flags[k] |= NOISE
        elif flags[k] & NOISE_MARK and words >= 1:
            noise = True
            flags[k] |= NOISE
        elif flags[k] & ALSO and words >= 1:
            flags[k] |= NOISE
        elif not flags[k] & (LEGAL | PARTICLE | TITLE):
            words += 1
