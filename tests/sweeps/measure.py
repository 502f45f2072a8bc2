"""Calibrates the detector with generated honest days."""

import json
import sys
import time
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta

from intel.sweeps.patterns import PATTERNS
from intel.sweeps.surprise import COUNTED_FROM, FILE, STEP, SUM
from tests.sweeps.honest import LEARNED, Habits, crowd
from tests.sweeps.watching import Watch, by_unit

MOST = 100
SUMS = 160


def reached(counts):
    """From the greatest count of each day: on how many days each count is reached for the first time."""
    before, days = 0, Counter()
    for count in counts:
        for level in range(before + 1, count + 1):
            days[level] += 1
        before = max(before, count)
    return days


def continued(days: dict[int, int], total: int, most: int) -> list[float]:
    """Shares of days by count, at the end continued by an exponential tail."""
    seen = [days.get(level, 0) for level in range(most + 1)]
    seen[0] = total
    for level in range(most - 1, 0, -1):
        seen[level] = max(seen[level], seen[level + 1])
    enough = max((level for level in range(most + 1) if seen[level] >= FEW), default=0)
    beyond = sum(seen[enough + 1:]) / max(1, seen[enough])
    scale = CAREFUL * max(beyond, 1.0)
    tail = [seen[enough] / total * 2.718281828 ** (-(level - enough) / scale) for level in range(most + 1)]
    return [seen[level] / total if level <= enough else max(tail[level], seen[level] / total) for level in range(most + 1)]


FEW, CAREFUL = 30, 1.25


def first_pass(seed):
    people = crowd(seed=seed, people=48, days=42, habits=LEARNED)
    others = by_unit(people)
    out = []
    for person in people:
        best = [defaultdict(int) for _d in person.days]
        vectors = [set() for _d in person.days]
        for look in Watch(person, others(person)).looks():
            counts = {p: f(look.window).count for p, f in PATTERNS.items()}
            for p, c in counts.items():
                best[look.day][p.value] = max(best[look.day][p.value], c)
            vectors[look.day].add(tuple(counts[p] for p in PATTERNS))
        out.append((person.kind, best, vectors))
    return out


if __name__ == "__main__":
    started = time.time()
    seeds = range(1, 1 + int(sys.argv[1]))
    with ProcessPoolExecutor(2) as pool:
        people = [one for part in pool.map(first_pass, seeds) for one in part]
    total = sum(len(best) for _k, best, _v in people)
    shares = {}
    for p in PATTERNS:
        days = Counter()
        for _k, best, _v in people:
            days += reached([day[p.value] for day in best])
        shares[p.value] = continued(days, total, MOST)
        lim = next((k for k, s in enumerate(shares[p.value]) if s <= 1 / 20000), None)
        print(p.value, "limit", lim, "max", max((d[p.value] for _k, b, _v in people for d in b), default=0),
              {kind: max((d[p.value] for k, b, _v in people if k == kind for d in b), default=0) for kind in {k for k, _b, _v in people}})
    from math import log10
    def s(p, c): return max(0.0, -log10(shares[p.value][c]) - COUNTED_FROM)
    days = Counter()
    for _k, _b, vectors in people:
        days += reached([max((round(sum(s(p, c) for p, c in zip(PATTERNS, v)) / STEP) for v in day), default=0) for day in vectors])
    shares[SUM] = continued(days, total, SUMS)
    print(SUM, next((k * STEP for k, x in enumerate(shares[SUM]) if x <= 1 / 10000), None))
    print("days", total, "seconds", time.time() - started)
    FILE.write_text(json.dumps({"days": total, "shares": {k: [float(f"{x:.3g}") for x in v] for k, v in shares.items()}}) + "\n")
