"""Every sign of Unicode as ASCII, in tables that fill themselves as new signs are met."""

from __future__ import annotations

import threading

import numpy as np
import numpy.typing as npt
from anyascii import anyascii

# Signs from here on (emoji, private use) are spaces.
HIGHEST = 0x30000
MANY = 1
UNSEEN = 0

_DROPPED = "'`´’‘ʼʹʻʽʿʾˈ′"


class Signs:
    """Tables from code point to ASCII, lower case.

    `single` (HIGHEST,) uint8: the ASCII sign, MANY when the sign becomes several or none, UNSEEN when not met yet.
    `entry` (HIGHEST,) uint16: for MANY, the row of `start` (n + 1,) int32 into `text` (m,) uint8.
    """

    def __init__(self) -> None:
        self.single = np.zeros(HIGHEST, dtype=np.uint8)
        self.entry = np.zeros(HIGHEST, dtype=np.uint16)
        self.start = np.zeros(1, dtype=np.int32)
        self.text = np.zeros(0, dtype=np.uint8)
        self._lock = threading.Lock()
        self.single[:128] = np.frombuffer(bytes(_ascii_sign(code) for code in range(128)), dtype=np.uint8)
        for sign in _DROPPED:
            self.single[ord(sign)] = ord("'")

    def learn(self, codes: npt.NDArray[np.uint32]) -> None:
        """Fill the tables for all signs in `codes` (n,) that have not been met yet."""
        foreign = codes[codes >= 128]
        unseen = np.unique(foreign[self.single[foreign] == UNSEEN])
        if not unseen.size:
            return
        with self._lock:
            entries = [self.text.tobytes()[a:b] for a, b in zip(self.start[:-1], self.start[1:], strict=True)]
            for code in unseen.tolist():
                ascii_signs = bytes(_ascii_sign(byte) for byte in anyascii(chr(code)).encode("ascii", "replace"))
                if len(ascii_signs) == 1:
                    self.single[code] = ascii_signs[0]
                elif len(entries) < 65535:
                    self.entry[code] = len(entries)
                    entries.append(ascii_signs[:12])
                    self.single[code] = MANY
                else:
                    self.single[code] = ord(" ")
            self.start = np.cumsum([0, *map(len, entries)], dtype=np.int32)
            self.text = np.frombuffer(b"".join(entries) or b" ", dtype=np.uint8)


def _ascii_sign(code: int) -> int:
    sign = chr(code)
    if sign.isalnum():
        return ord(sign.lower())
    if sign in "'`":
        return ord("'")
    return code if sign in "./" else ord(" ")


SIGNS = Signs()
