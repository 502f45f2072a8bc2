"""Names of nobody listed, as hard as real ones: traders, parties that share a rare word, namesakes, common persons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from random import Random

from intel.matching.records import Profile

from . import invented
from .naming import parse_organisation, parse_person, significant
from .sameness import Sameness, core_words
from .variations import classes, vary

# Shares of the clean names by source. A register of traders is mostly firms; the hard sources are over-represented.
# fmt: off
SHARES = {"trader": 0.46, "shared_word": 0.16, "unlisted": 0.05, "namesake": 0.08, "given_names": 0.05,
    "recombined": 0.06, "common_person": 0.08, "made_up_firm": 0.06}
# fmt: on
PERSONS = frozenset(("clean.namesake", "clean.given_names", "clean.common_person"))
VARIED = 0.4  # of the clean names are written with some variation, as anybody's are
RARE = range(1, 31)  # so many indexed names hold the word


def names(
    never: Sequence[Profile], indexed: Sequence[Profile], same: Sameness, count: int, rng: Random
) -> Iterator[tuple[str, str, str]]:
    """`count` times (name, kind, source); no name that an indexed subject bears, or would without the variation."""
    makers = {
        "trader": _drawn([p for p in never if not _on_list(p)], rng),
        "shared_word": _sharing(never, indexed, rng),
        "unlisted": _drawn([p for p in never if _on_list(p)], rng),
        "namesake": _namesakes(indexed, rng),
        "given_names": _same_given(indexed, rng),
        "recombined": _recombined(indexed, never, rng),
        "common_person": _endless(invented.person, "person", rng),
        "made_up_firm": _endless(invented.organisation, "entity", rng),
    }
    for source, share in SHARES.items():
        wanted = round(count * share)
        for name, kind in makers[source]:
            if wanted <= 0:
                break
            written = _written(name, kind, rng)
            if same.bearers(name) or same.bearers(written):
                continue
            wanted -= 1
            yield written, kind, source


def _written(name: str, kind: str, rng: Random) -> str:
    if rng.random() < VARIED:
        return vary(name, kind=kind, variation=rng.choice(classes(kind)), seed=rng.random()) or name
    return (
        vary(
            name,
            kind=kind,
            variation="as_listed" if kind != "person" or rng.random() < 0.3 else "order",
            seed=rng.random(),
        )
        or name
    )


def _on_list(profile: Profile) -> bool:
    return str(profile.key).startswith(("sdn:", "made:"))


def _drawn(profiles: Sequence[Profile], rng: Random) -> Iterator[tuple[str, str]]:
    """Each profile once, by its primary name."""
    for profile in rng.sample(profiles, len(profiles)):
        yield profile.names[0], profile.kind


def _endless(make: Callable[[Random], str], kind: str, rng: Random) -> Iterator[tuple[str, str]]:
    while True:
        yield make(rng), kind


def _word_counts(indexed: Sequence[Profile]) -> Counter[str]:
    return Counter(word for profile in indexed for name in profile.names for word in set(core_words(name)))


def _sharing(never: Sequence[Profile], indexed: Sequence[Profile], rng: Random) -> Iterator[tuple[str, str]]:
    """Parties that are not indexed but hold a word few indexed names hold, and other firms given such a word."""
    counts = _word_counts(indexed)
    real = [
        (p.names[0], p.kind)
        for p in never
        if any(counts[word] in RARE and len(word) > 3 for word in core_words(p.names[0]))
    ]
    rng.shuffle(real)
    firms = [p for p in indexed if p.kind != "person" and len(core_words(p.names[0])) > 1]
    others = [p for p in never if p.kind != "person"]
    while real or (firms and others):
        if real and rng.random() < 0.7:
            yield real.pop()
            continue
        if not firms or not others:
            continue
        rare = min(core_words(rng.choice(firms).names[0]), key=lambda word: (counts[word], rng.random()))
        parsed = parse_organisation(rng.choice(others).names[0])
        words = parsed.words
        able = [at for at, word in enumerate(words) if word in significant(words)]
        if len(able) > 1 and len(rare) > 3:
            words[rng.choice(able)] = rare
            yield parsed.with_core(" ".join(words)), "entity"


def _persons(profiles: Sequence[Profile]) -> list[Profile]:
    return [p for p in profiles if p.kind == "person" and "," in p.names[0]]


def _namesakes(indexed: Sequence[Profile], rng: Random) -> Iterator[tuple[str, str]]:
    """A listed surname, or both of them, with somebody else's given names."""
    persons = _persons(indexed)
    while len(persons) > 1:
        one, other = (parse_person(p.names[0]) for p in rng.sample(persons, 2))
        if one.given and other.given and not {g.upper() for g in one.given} & {g.upper() for g in other.given}:
            yield f"{' '.join(one.surnames)}, {' '.join(other.given)}", "person"


def _same_given(indexed: Sequence[Profile], rng: Random) -> Iterator[tuple[str, str]]:
    """Listed given names with a common surname of another family."""
    persons = _persons(indexed)
    while persons:
        one = parse_person(rng.choice(persons).names[0])
        surname = rng.choice((invented.SPANISH_SURNAMES, invented.OTHER_SURNAMES))
        if one.given:
            yield f"{rng.choice(surname).upper()}, {' '.join(one.given)}", "person"


def _recombined(indexed: Sequence[Profile], never: Sequence[Profile], rng: Random) -> Iterator[tuple[str, str]]:
    """The head of an indexed firm's name with the tail of a trader's: other firms of the same fashion."""
    firms = [p for p in indexed if p.kind != "person" and len(p.names[0].split()) > 2]
    tails = [p for p in never if p.kind != "person"]
    while firms and tails:
        head, tail = rng.choice(firms).names[0].split(), rng.choice(tails).names[0].split()
        yield " ".join(head[: max(1, len(head) // 2)] + tail[len(tail) // 2 :]), "entity"
