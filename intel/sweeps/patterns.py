"""Ways in which queries look like a sweep. Each counts how far a person's queries show it, and says which of them do.

A count alone means nothing: `surprise.py` says how rare it is in honest work.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from itertools import combinations, pairwise

from intel.sweeps.asked import Asked


@dataclass(frozen=True, slots=True)
class Shown:
    """How far queries show a pattern: the count that is judged, which of them do (places in the window), of how many."""

    count: int
    places: tuple[int, ...] = ()
    of: int = 0


NOTHING = Shown(0)

#: Numbers so near to each other are of one block: a check digit makes ten of one.
NEAR = 25
#: How long a burst is.
BURST = timedelta(hours=2)


def sequence(asked: Sequence[Asked]) -> Shown:
    """Numbers of one block, or each as far from the one before."""
    by_shape: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, one in enumerate(asked):
        for shape, digits in one.numbers:
            by_shape[shape].append((digits, place))
    blocks = max((block for numbers in by_shape.values() for block in _blocks(numbers)), key=len, default=[])
    steps = max((_steps(numbers) for numbers in by_shape.values()), key=len, default=[])
    found = blocks if len(blocks) >= len(steps) else steps
    return _structure(found, len(asked))


def ordered(asked: Sequence[Asked]) -> Shown:
    """Bare names that are worked down in the order of the alphabet: how many more stand in order than would by chance."""
    bare = [(one.name, place) for place, one in enumerate(asked) if one.thin and one.name]
    if len(bare) < 2:
        return NOTHING
    up, down = _longest_rise(bare), _longest_rise([(_reversed(name), place) for name, place in bare])
    best = max(up, down, key=len)
    return Shown(max(0, len(best) - round(2 * len(bare) ** 0.5)), tuple(best), len(bare))


def rare(asked: Sequence[Asked]) -> Shown:
    """One bare, rare value after the other: a name no word of which is asked for elsewhere, or a number alone."""
    borne = Counter(word for one in asked for word in one.words)
    return _stretch([one.thin and all(borne[word] == 1 for word in one.words) for one in asked])


def one_case(asked: Sequence[Asked]) -> Shown:
    """One case for many who have nothing to do with each other, of each of whom one datum is given."""
    cases: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(asked):
        cases[one.case].append(place)
    return max((_strangers([asked[place] for place in places], places) for places in cases.values()),
               key=lambda shown: shown.count, default=NOTHING)


def unread(asked: Sequence[Asked]) -> Shown:
    """Answers that nobody read."""
    return _stretch([None if one.read is None else not one.read for one in asked])


def out_of_hours(asked: Sequence[Asked]) -> Shown:
    """Much in a short time, at an hour at which the person does not work."""
    places = [place for place, one in enumerate(asked) if not one.usual]
    moments = [asked[place].at for place in places]
    bursts = [places[at:bisect_right(moments, moment + BURST)] for at, moment in enumerate(moments)]
    return _structure(max(bursts, key=len, default=[]), len(places))


def spellings(asked: Sequence[Asked]) -> Shown:
    """One subject in many spellings, or with one guess after another. Those of different numbers are not one."""
    written: dict[object, dict[object, int]] = defaultdict(dict)
    for place, one in enumerate(asked):
        for pair in combinations(sorted(one.sounds), 2):
            written[pair, one.numbers].setdefault(one.written, place)
    most: dict[object, int] = max(written.values(), key=len, default={})
    return _structure(sorted(most.values()), len(asked)) if len(most) > 1 else NOTHING


def pretexts(asked: Sequence[Asked]) -> Shown:
    """The same subjects again and again, each time for another case or purpose."""
    reasons: dict[object, dict[tuple[str, str], int]] = defaultdict(dict)
    for place, one in enumerate(asked):
        reasons[one.subject].setdefault((one.case, one.purpose), place)
    again = sorted(place for given in reasons.values() if len(given) > 2 for place in list(given.values())[2:])
    return _structure(again, len(asked))


class Pattern(Enum):
    """The patterns, by their stored codes."""

    SEQUENCE = "SEQUENCE"
    ORDERED = "ORDERED"
    RARE = "RARE"
    ONE_CASE = "ONE_CASE"
    UNREAD = "UNREAD"
    OUT_OF_HOURS = "OUT_OF_HOURS"
    SPELLINGS = "SPELLINGS"
    PRETEXTS = "PRETEXTS"


PATTERNS: dict[Pattern, Callable[[Sequence[Asked]], Shown]] = {
    Pattern.SEQUENCE: sequence, Pattern.ORDERED: ordered, Pattern.RARE: rare, Pattern.ONE_CASE: one_case,
    Pattern.UNREAD: unread, Pattern.OUT_OF_HOURS: out_of_hours, Pattern.SPELLINGS: spellings, Pattern.PRETEXTS: pretexts,
}

#: What no list of real subjects shows, a ship's or a fair's: what a file of queries is looked at for.
OF_FILES = (Pattern.SEQUENCE, Pattern.SPELLINGS)


def _structure(places: Sequence[int], of: int) -> Shown:
    return Shown(len(places), tuple(sorted(places)), of)


def _stretch(marks: Sequence[bool | None]) -> Shown:
    """The stretch with the most marks beyond those without: `[True, True, False, True]` counts 2. None does not count."""
    best, total, begin, stretch = 0, 0, 0, (0, 0)
    for place, mark in enumerate(marks):
        if total <= 0:
            total, begin = 0, place
        total += 0 if mark is None else 1 if mark else -1
        if total > best:
            best, stretch = total, (begin, place + 1)
    places = tuple(place for place in range(*stretch) if marks[place])
    return Shown(best, places, sum(marks[place] is not None for place in range(*stretch)))


def _blocks(numbers: list[tuple[int, int]]) -> list[list[int]]:
    """The places of numbers that lie near to the next one, number by number."""
    blocks: list[list[int]] = [[]]
    before = None
    for digits, place in sorted(dict(numbers).items()):
        if before is not None and digits - before > NEAR:
            blocks.append([])
        blocks[-1].append(place)
        before = digits
    return [block for block in blocks if len(block) > 1]


def _steps(numbers: list[tuple[int, int]]) -> list[int]:
    """The places of numbers that are as far from the one asked before as most are."""
    steps: dict[int, list[int]] = defaultdict(list)
    for (before, _place), (digits, place) in pairwise(numbers):
        if digits != before:
            steps[digits - before].append(place)
    most: list[int] = max(steps.values(), key=len, default=[])
    return most if len(most) > 1 else []


def _longest_rise(bare: Sequence[tuple[str, int]]) -> list[int]:
    """The places of a longest rising part, in their order."""
    tails: list[str] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for name, place in bare:
        at = bisect_right(tails, name)
        if at and tails[at - 1] == name:
            continue  # the same name again is no step
        tails[at:at + 1] = [name]
        ends[at:at + 1] = [place]
        before[place] = ends[at - 1] if at else None
    rise: list[int] = []
    last: int | None = ends[-1] if ends else None
    while last is not None:
        rise.append(last)
        last = before[last]
    return rise[::-1]


def _reversed(name: str) -> str:
    """A name that stands before another if that stands before it."""
    return "".join(chr(0x10000 - ord(sign)) for sign in name) + "\uffff"


def _strangers(asked: Sequence[Asked], places: Sequence[int]) -> Shown:
    """Of the queries of one case, at these places: those for one datum of somebody whom nothing joins to another."""
    links = [_links(one) for one in asked]
    shared = Counter(link for those in links for link in those)
    shown = _stretch([one.thin and all(shared[link] == 1 for link in those) for one, those in zip(asked, links, strict=True)])
    return Shown(shown.count, tuple(places[at] for at in shown.places), shown.of)


def _links(one: Asked) -> set[str]:
    """What joins a query to others of its case: a number, an address, both surnames, which stand first or last in a name.

    Two words from anywhere join strangers, too: among fifty, many are called Juan and Mamani.
    """
    words = one.name.split()
    return {*one.links, *(" ".join(two) for two in (words[:2], words[-2:]) if len(two) > 1)}
