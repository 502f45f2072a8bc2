"""`make sweeps`: calibrates the detector, judges it, and writes both down.

    python -m tests.sweeps calibrate [CROWDS]    # writes intel/sweeps/calibration.json
    python -m tests.sweeps judge [CROWDS] [SEEDS]    # writes the tables of docs/sweeps.md
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from statistics import median

from hub.configuration import ROOT
from intel.sweeps.patterns import PATTERNS
from intel.sweeps.surprise import ALONE, FEWEST, FILE, calibration
from tests.sweeps.calibrating import seen, shares_of
from tests.sweeps.judging import Alarm, FoundAfter, alarms, found_after
from tests.sweeps.planted import DISGUISED, SWEEPS, Sweep

DOCS = ROOT / "docs" / "sweeps.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
#: The first seeds: of the days by which it was calibrated, of those by which it is judged, and of the sweeps.
LEARNED_FROM, JUDGED_FROM, PLANTED_FROM = 1, 3001, 11_001


def calibrate(crowds: int) -> None:
    with ProcessPoolExecutor() as pool:
        people = [one for crowd in pool.map(seen, range(LEARNED_FROM, LEARNED_FROM + crowds)) for one in crowd]
    days = sum(len(person.days) for person in people)
    FILE.write_text(json.dumps({"days": days, "shares": shares_of(people)}) + "\n", encoding="utf-8")
    print(f"{days:,} days")


def judge(crowds: int, seeds: int) -> None:
    with ProcessPoolExecutor() as pool:
        honest = list(pool.map(alarms, range(JUDGED_FROM, JUDGED_FROM + crowds)))
        planted = [(sweep, seed) for sweep in (*SWEEPS, *DISGUISED) for seed in range(PLANTED_FROM, PLANTED_FROM + seeds)]
        found = list(pool.map(_found, range(len(planted)), [seeds] * len(planted)))
    days, alarmed = sum(count for count, _alarms in honest), [alarm for _days, those in honest for alarm in those]
    results = [(sweep, found[at * seeds:(at + 1) * seeds]) for at, sweep in enumerate((*SWEEPS, *DISGUISED))]
    text, told = DOCS.read_text(encoding="utf-8"), "\n".join(_told(days, alarmed, results, seeds))
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    DOCS.write_text(f"{before}{BEGIN}\n{told}\n{END}{after}", encoding="utf-8")
    print(told)


def _found(at: int, seeds: int) -> FoundAfter | None:
    return found_after((*SWEEPS, *DISGUISED)[at // seeds], PLANTED_FROM + at % seeds)


def _told(days: int, alarmed: list[Alarm], results: list[tuple[Sweep, list[FoundAfter | None]]], seeds: int) -> Iterator[str]:
    learned = json.loads(FILE.read_text(encoding="utf-8"))["days"]
    kinds = Counter(f"{alarm.kind}: {', '.join(alarm.signs)}" for alarm in alarmed)
    yield f"Calibrated with {learned:,} honest person-days. An alarm takes at least {FEWEST} queries in question and, by pattern:"
    yield ""
    yield "| pattern | count that alarms |"
    yield "| --- | --- |"
    for pattern in PATTERNS:
        shares = calibration()[pattern.value]
        limit = next((str(at) for at, share in enumerate(shares) if share <= ALONE), f"more than {len(shares)}")
        yield f"| `{pattern.value}` | {limit} |"
    yield ""
    yield (f"**Honest work**: {days:,} person-days of other people, with other habits: {len(alarmed)} alarms, "
           f"{1000 * len(alarmed) / days:.2f} in 1,000.")
    yield from (f"- {times} × {kind}" for kind, times in kinds.most_common())
    for title, part in (("The twenty sweeps", results[:len(SWEEPS)]), ("Disguised on purpose", results[len(SWEEPS):])):
        yield ""
        yield f"| {title}, each planted {seeds} times | found | after queries: median, most | signs |"
        yield "| --- | --- | --- | --- |"
        for sweep, those in part:
            yield _line(sweep, [one for one in those if one is not None], seeds)


def _line(sweep: Sweep, found: list[FoundAfter], seeds: int) -> str:
    counts = [one.queries for one in found]
    after = f"{median(counts):.0f}, {max(counts)}" if counts else ""
    signs = ", ".join(f"`{sign}`" for sign, _times in Counter(sign for one in found for sign in one.signs).most_common(2))
    return f"| {sweep.name} | {len(found)} of {seeds} | {after} | {signs} |"


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["calibrate", *crowds]:
            calibrate(*map(int, crowds or ["12"]))
        case ["judge", *numbers]:
            judge(*map(int, numbers or ["12", "5"]))
        case _:
            sys.exit(__doc__)
