"""A world to learn or measure on: subjects to index, queries to ask, each with its truth and class.

    world = build(Registers.read(Path("data")), subjects=20_000, part=HELD_OUT)
    world.subjects  # list[Profile], names as the index may know them
    world.queries   # list[Query]; query.truth is a subject's key, or None when nobody is to be found

Three kinds of query: a variation written of an indexed name; a real alias taken out of the index; a clean name, the
harder the better. Everything follows from the seed and from hashes of the keys, so a subject is always on the same side
of the split, whatever the size of the world.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from random import Random

from intel.matching.records import Profile

from . import clean, invented
from .attributes import described
from .sameness import Sameness, share_text
from .traders import traders
from .variations import classes, vary
from .watchlist import listed

TRAIN, HELD_OUT, ALL = "train", "held_out", "all"
TRAIN_SHARE = 60  # of a hundred subjects
CLEAN_SHARE = 30  # of a hundred traders, never indexed
UNLISTED_SHARE = 6  # of a hundred listed parties, never indexed: real names that are nobody's
LISTED_QUERIES = 0.75  # of the variations; the rest are of indexed traders
# How often a class comes against the others. Names hard for everybody are rarer in trade data too.
WEIGHTS = {"as_listed": 1.5, "acronym": 0.3, "script": 0.4, "initials": 0.6, "noise": 0.8, "two": 1.5}
KIND_KNOWN = 0.6  # of the queries; the others leave the kind empty


@dataclass(frozen=True, slots=True)
class Query:
    """One name to screen. `also` are other subjects of the same name: finding them is neither right nor wrong."""

    party: Profile
    truth: int | str | None
    variation: str
    source: str
    written_from: str = ""
    also: tuple[int | str, ...] = ()


@dataclass(frozen=True, slots=True)
class Registers:
    """The parties to build from: those on a watchlist, and traders."""

    listed: list[Profile]
    traders: list[Profile]
    origin: str

    @classmethod
    def read(cls, folder: Path) -> Registers:
        """From `folder/watchlist` and `folder/traders`; raises FileNotFoundError when either is missing."""
        return cls(listed(folder / "watchlist"), traders(folder / "traders"), f"watchlist and traders of {folder.name}")

    @classmethod
    def made_up(cls, listed_parties: int = 6_000, trading_parties: int = 60_000, seed: int = 7) -> Registers:
        """Where there is no data: persons and firms put together from common words."""
        rng = Random(seed)
        persons = [
            Profile(f"made:{at}", _aliased(invented.person(rng), "person", rng), "person")
            for at in range(listed_parties // 2)
        ]
        firms = [
            Profile(f"made:{at}", _aliased(invented.organisation(rng), "entity", rng), "entity")
            for at in range(listed_parties // 2, listed_parties)
        ]
        trading = [Profile(f"trade:{at}", (invented.organisation(rng),), "entity") for at in range(trading_parties)]
        return cls(persons + firms, trading, "made-up names")


@dataclass(frozen=True, slots=True)
class World:
    """Subjects, queries, and how they were made (counts, shares, seed), for the page that prints the figures."""

    subjects: list[Profile]
    queries: list[Query]
    made: dict[str, int | str] = field(default_factory=dict)

    @property
    def positives(self) -> list[Query]:
        """Queries with a subject to find."""
        return [query for query in self.queries if query.truth is not None]

    @property
    def cleans(self) -> list[Query]:
        """Queries of nobody listed."""
        return [query for query in self.queries if query.truth is None]


def part_of(key: int | str) -> str:
    """Which side of the split a subject is on, for ever: "train" or "held_out"."""
    return TRAIN if _percent(f"part|{key}") < TRAIN_SHARE else HELD_OUT


def build(
    registers: Registers,
    *,
    subjects: int,
    part: str = HELD_OUT,
    variations: int = 12_000,
    cleans: int = 14_000,
    aliases: int = 4_000,
    seed: int = 1,
    attributes: bool = False,
) -> World:
    """A world of `subjects` indexed subjects whose queries come from one side of the split (or from "all").

    Aliases that share no text with any indexed name are asked too, as class "alias_unrelated": no name matcher can find
    them, so measures leave them out. With `attributes` the parties say more than their name, as declarations do.
    """
    rng = Random(seed)
    indexed, held_aliases = _indexed(registers, subjects, seed)
    same = Sameness(indexed)
    askable = [profile for profile in indexed if part in {ALL, part_of(profile.key)}]
    queries = list(_variations(askable, variations, same, rng))
    queries += _aliases(askable, held_aliases, same, aliases, rng)
    never = [profile for profile in _never_indexed(registers) if part in {ALL, part_of(profile.key)}]
    for name, kind, source in clean.names(never, indexed, same, cleans, rng):
        queries.append(Query(_party(name, kind, (), rng), None, f"clean.{source}", "clean"))
    queries = [replace(query, party=replace(query.party, key=f"q{at}")) for at, query in enumerate(queries)]
    if attributes:
        queries = list(_described(queries, indexed, never, rng))
    made: dict[str, int | str] = {
        "from": registers.origin,
        "subjects": len(indexed),
        "names": sum(len(profile.names) for profile in indexed),
        "listed": sum(_is_listed(p) for p in indexed),
        "invented subjects": sum(str(p.key).startswith("invented:") for p in indexed),
        "part": part,
        "seed": seed,
        "queries": len(queries),
        "clean": sum(q.truth is None for q in queries),
    }
    return World(indexed, queries, made)


def _indexed(registers: Registers, subjects: int, seed: int) -> tuple[list[Profile], dict[int | str, str]]:
    """The subjects to index, in hash order of each register, less the aliases that are asked."""
    known = [profile for profile in _shuffled(registers.listed) if not _unlisted(profile)]
    trading = [profile for profile in _shuffled(registers.traders) if not _clean_trader(profile)]
    known = known[: max(subjects // 2, subjects - len(trading))]
    trading = trading[: max(0, subjects - len(known))]
    rng = Random(seed * 31 + 5)
    extra = list(_invented(trading, subjects - len(known) - len(trading), rng))
    held: dict[int | str, str] = {}
    indexed = []
    for profile in known:
        if len(profile.names) > 1:
            asked = profile.names[1 + _percent(f"alias|{profile.key}") % (len(profile.names) - 1)]
            held[profile.key] = asked
            profile = replace(profile, names=tuple(name for name in profile.names if name != asked))
        indexed.append(profile)
    return indexed + trading + extra, held


def _invented(trading: Sequence[Profile], count: int, rng: Random) -> Iterator[Profile]:
    """Subjects beyond the registers: the head of one trader's name with the tail of another's, none twice."""
    borne = {Sameness.key(profile.names[0]) for profile in trading} if count > 0 else set()
    made = 0
    while made < count:
        head, tail = rng.choice(trading).names[0].split(), rng.choice(trading).names[0].split()
        name = " ".join(head[: max(1, (len(head) + 1) // 2)] + tail[len(tail) // 2 :])
        if Sameness.key(name) in borne:
            continue
        borne.add(Sameness.key(name))
        yield Profile(f"invented:{made}", (name,), "entity")
        made += 1


def _variations(askable: Sequence[Profile], count: int, same: Sameness, rng: Random) -> Iterator[Query]:
    """By class as `WEIGHTS` say, the kinds and registers as they come; a name a class cannot change is passed over."""
    pools = {
        (kind, known): [p for p in askable if p.kind == kind and _is_listed(p) == known]
        for kind in ("person", "entity", "")
        for known in (True, False)
    }
    wanted = sorted({name for kind in ("person", "entity") for name in classes(kind)})
    total = sum(WEIGHTS.get(name, 1.0) for name in wanted)
    for variation in wanted:
        made = tries = 0
        share = round(count * WEIGHTS.get(variation, 1.0) / total)
        while made < share and tries < share * 60:
            tries += 1
            kind = rng.choices(("person", "entity", ""), (44, 50, 6))[0]
            pool = pools[kind, rng.random() < LISTED_QUERIES]
            if not pool or variation not in classes(kind):
                continue
            subject = rng.choice(pool)
            name = subject.names[0] if len(subject.names) == 1 or rng.random() < 0.75 else rng.choice(subject.names)
            written = vary(name, kind=kind, variation=variation, seed=rng.random(), countries=subject.countries)
            if written is None:
                continue
            made += 1
            yield Query(
                _party(written, kind, subject.countries, rng),
                subject.key,
                variation,
                str(subject.key).split(":")[0],
                name,
                same.others(subject, name, written),
            )


def _aliases(
    askable: Sequence[Profile], held: dict[int | str, str], same: Sameness, count: int, rng: Random
) -> Iterator[Query]:
    asked = [profile for profile in askable if profile.key in held]
    for subject in asked[:count]:
        alias = held[subject.key]
        related = any(share_text(alias, name) for name in subject.names)
        if any(same.key(alias) == same.key(name) for name in subject.names):
            continue
        party = _party(alias, subject.kind, subject.countries, rng)
        yield Query(
            party,
            subject.key,
            "alias" if related else "alias_unrelated",
            "sdn",
            subject.names[0],
            same.others(subject, alias, alias),
        )


def _described(
    queries: Sequence[Query], indexed: Sequence[Profile], never: Sequence[Profile], rng: Random
) -> Iterator[Query]:
    """The same queries, their parties with country, birth, address and number, the subject's own or somebody else's."""
    by_key = {profile.key: profile for profile in indexed}
    persons = [profile for profile in never if profile.kind == "person"] or list(never)
    for query in queries:
        subject = by_key[query.truth] if query.truth is not None else None
        is_person = subject.kind == "person" if subject else query.variation in clean.PERSONS
        party = described(query.party, subject, persons if is_person else never, rng)
        yield replace(query, party=party)


def _party(name: str, kind: str, countries: tuple[str, ...], rng: Random) -> Profile:
    return Profile("", (name,), kind if rng.random() < KIND_KNOWN else "")


def _never_indexed(registers: Registers) -> list[Profile]:
    return [p for p in _shuffled(registers.listed) if _unlisted(p)] + [
        p for p in _shuffled(registers.traders) if _clean_trader(p)
    ]


def _is_listed(profile: Profile) -> bool:
    return str(profile.key).startswith(("sdn:", "made:"))


def _unlisted(profile: Profile) -> bool:
    return _percent(f"unlisted|{profile.key}") < UNLISTED_SHARE


def _clean_trader(profile: Profile) -> bool:
    return _percent(f"clean|{profile.key}") < CLEAN_SHARE


def _shuffled(profiles: Sequence[Profile]) -> list[Profile]:
    return sorted(profiles, key=lambda profile: _digest(str(profile.key)))


def _percent(text: str) -> int:
    return _digest(text) % 100


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def _aliased(name: str, kind: str, rng: Random) -> tuple[str, ...]:
    """A made-up party's names: its own, and for one in two some other spellings as aliases."""
    written = [
        vary(name, kind=kind, variation=rng.choice(classes(kind)), seed=rng.random())
        for _ in range(rng.choice((0, 0, 1, 2, 3)))
    ]
    return tuple(dict.fromkeys([name, *(alias for alias in written if alias)]))
