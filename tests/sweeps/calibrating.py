"""What counts of a pattern are reached by how many honest days: measured on generated ones, and continued beyond them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp

from intel.sweeps.patterns import PATTERNS
from intel.sweeps.surprise import SUM, in_steps, surprise
from tests.sweeps.honest import LEARNED, crowd
from tests.sweeps.watching import Watch, by_unit

#: The largest count and the largest sum (in steps) that are written down.
MOST, MOST_OF_SUM = 100, 160
#: From the count on that fewer days reach than this, an exponential tail is taken, longer than measured by this factor.
FEW, CAREFUL = 30, 1.25
PEOPLE, DAYS = 48, 42

Counts = tuple[int, ...]


@dataclass
class Seen:
    """One person: of each day the distinct counts that its looks found, pattern by pattern."""

    kind: str
    days: list[set[Counts]]


def seen(seed: int) -> list[Seen]:
    """What looking at a generated crowd finds."""
    people = crowd(seed=seed, people=PEOPLE, days=DAYS, habits=LEARNED)
    others, found = by_unit(people), []
    for person in people:
        days: dict[int, set[Counts]] = defaultdict(set)
        for look in Watch(person, others(person)).looks():
            days[look.day].add(tuple(count(look.window).count for count in PATTERNS.values()))
        found.append(Seen(person.kind, [days[at] for at in range(len(person.days))]))
    return found


def shares_of(people: Sequence[Seen]) -> dict[str, list[float]]:
    """Of each pattern and count the share of days on which a person reaches it for the first time; so of the sum."""
    total = sum(len(person.days) for person in people)
    shares = {}
    for at, pattern in enumerate(PATTERNS):
        reached = sum((reached_first(max((counts[at] for counts in day), default=0) for day in person.days)
                       for person in people), Counter())
        shares[pattern.value] = continued(reached, total, MOST)
    sums = sum((reached_first(max((_together(counts, shares) for counts in day), default=0) for day in person.days)
                for person in people), Counter())
    return {name: [float(f"{share:.3g}") for share in given]
            for name, given in {**shares, SUM: continued(sums, total, MOST_OF_SUM)}.items()}


def reached_first(counts: Iterable[int]) -> Counter[int]:
    """From the greatest count of each day: on how many days each count is reached for the first time."""
    before, days = 0, Counter[int]()
    for count in counts:
        days.update(range(before + 1, count + 1))
        before = max(before, count)
    return days


def continued(days: Mapping[int, int], total: int, most: int) -> list[float]:
    """The shares of days by count. What too few days reach is an exponential tail, and never less than what was seen."""
    seen = [total, *(days.get(level, 0) for level in range(1, most + 1))]
    for level in range(most - 1, 0, -1):
        seen[level] = max(seen[level], seen[level + 1])
    enough = max(level for level in range(most + 1) if seen[level] >= min(FEW, total))
    scale = CAREFUL * max(1.0, sum(seen[enough + 1:]) / seen[enough])
    return [seen[level] / total if level <= enough else max(seen[level], seen[enough] * exp((enough - level) / scale)) / total
            for level in range(most + 1)]


def _together(counts: Counts, shares: Mapping[str, Sequence[float]]) -> int:
    return in_steps(surprise(shares[pattern.value], count) for pattern, count in zip(PATTERNS, counts, strict=True))
