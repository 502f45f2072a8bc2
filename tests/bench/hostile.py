"""Names sent to stall the engine: the time of the worst of them, and that none is refused with an error."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from random import Random

from intel.matching import Index, Profile, screen

REPEATED = 100_000


def hostile_names(subjects: Sequence[Profile], seed: int = 5) -> dict[str, str]:
    """Names by what is wrong with them."""
    rng = Random(seed)
    names = [
        name.upper() for subject in rng.sample(list(subjects), min(2_000, len(subjects))) for name in subject.names
    ]
    common = [word for word, _ in Counter(word for name in names for word in name.split()).most_common(400)]
    grams = [
        gram
        for gram, _ in Counter(name[at : at + 3] for name in names for at in range(len(name) - 2)).most_common(3_000)
    ]
    return {
        "empty": "",
        "spaces": " " * 500,
        "one letter": "A",
        "10,000 letters": "".join(rng.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=10_000)),
        "10,000 times the same letter": "A" * 10_000,
        "2,500 words": " ".join(rng.choices(common, k=2_500)),
        "the 400 commonest words": " ".join(common),
        "the 3,000 commonest trigrams": "".join(grams),
        "the commonest trigrams as words": " ".join(gram.replace(" ", "") for gram in grams[:1_000]),
        "control characters": "\x00\x01\x1b[31mACME\x7f\u202eDTL\u200b\ufeff",
        "half a surrogate": "ACME \udc80\ud800 TRADING",
        "combining marks": "A" + "\u0301" * 5_000,
        "one ligature that becomes many letters": "\ufdfa" * 2_000,
        "Chinese, 5,000 signs": "".join(chr(rng.randint(0x4E00, 0x9FFF)) for _ in range(5_000)),
        "digits": "0123456789" * 1_000,
        "commas": "," * 10_000,
        "initials": "A. B. C. D. " * 500,
    }


def hostile_times(index: Index, subjects: Sequence[Profile]) -> dict[str, float]:
    """Milliseconds for each hostile name, and for a thousand of the time one name repeated takes."""
    taken = {}
    for label, name in hostile_names(subjects).items():
        started = time.perf_counter()
        screen(index, [Profile("hostile", (name,), "")])
        taken[label] = 1000 * (time.perf_counter() - started)
    repeated = [Profile(at, (subjects[0].names[0],), "") for at in range(REPEATED)]
    started = time.perf_counter()
    screen(index, repeated)
    taken["one name repeated, a thousand times"] = 1_000_000 * (time.perf_counter() - started) / REPEATED
    return taken
