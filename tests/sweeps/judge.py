"""Judges the detector: honest people of another world than that it was calibrated with, and the planted sweeps."""

import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta

from intel.sweeps.surprise import calibration, suspicion
from tests.sweeps.honest import JUDGED, crowd
from tests.sweeps.planted import DISGUISED, SWEEPS, planted
from tests.sweeps.watching import Watch, by_unit


def honest(seed):
    people = crowd(seed=seed, people=48, days=42, habits=JUDGED)
    others = by_unit(people)
    days, alarms = 0, []
    for person in people:
        days += len(person.days)
        alarmed = set()
        for look in Watch(person, others(person)).looks():
            found = suspicion(look.window, calibration())
            if found:
                kinds = {s.pattern.value for s in found.signs}
                if not kinds & alarmed:
                    alarms.append((person.kind, look.day, len(person.days), tuple((s.pattern.value, s.shown.count, round(s.surprise,1)) for s in found.signs)))
                alarmed |= kinds
    return days, alarms


def found_after(sweep, seed):
    person, others = planted(sweep, seed=seed, habits=JUDGED)
    swept = {one.pk for day in person.days for one in day.asked if one.swept}
    first = min(one.asked_at for day in person.days for one in day.asked if one.swept)
    for look in Watch(person, others, every=timedelta(minutes=10)).looks():
        if look.at < first: continue
        found = suspicion(look.window, calibration())
        if found:
            asked = sum(one.number in swept for one in look.window)
            return asked, (look.at - first), [s.pattern.value for s in found.signs], bool({look.window[p].number for p in found.places} & swept)
    return None


def _one(args):
    s, seed = args
    return found_after((*SWEEPS, *DISGUISED)[s], seed)

if __name__ == "__main__":
    with ProcessPoolExecutor(2) as pool:
        if int(sys.argv[1]):
            res = list(pool.map(honest, range(1001, 1001 + int(sys.argv[1]))))
            days, alarms = sum(d for d, _a in res), [a for _d, x in res for a in x]
            print("honest days", days, "alarms", len(alarms), "per 1000", 1000 * len(alarms) / days)
            for a in alarms: print("  ", a)
        n = int(sys.argv[2])
        jobs = [(s, seed) for s in range(len(SWEEPS) + len(DISGUISED)) for seed in range(2001, 2001 + n)]
        res = list(pool.map(_one, jobs, chunksize=2))
        for s, sweep in enumerate((*SWEEPS, *DISGUISED)):
            r = res[s * n:(s + 1) * n]
            print(sweep.name, "| found", sum(x is not None for x in r), "of", n, "|", [x and (x[0], x[3]) for x in r], Counter(p for x in r if x for p in x[2]).most_common(3))
