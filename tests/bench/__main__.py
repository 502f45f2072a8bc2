"""`python -m tests.bench`: our engine and its peers on the same names, the page of figures written at the end.

    python -m tests.bench [--data FOLDER] [--sizes 1000,20000,100000] [--quick] [--no-peers] [--dsn ...] [--out PAGE]

`--data` is a folder with `watchlist/` and `traders/`; without it the one beside the project is taken, and where there
is none, made-up names. `--quick` is the smoke test: 1,000 subjects, few names, under a minute; its page is printed, not
written.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from intel.matching.training.pairs import Query, World

from . import hostile, ours, report, reverse
from .environment import peers_python
from .figures import Run, Size
from .postgres import ask_trigrams, database
from .running import Answers, run_peer
from .score import by_class, calibration_error, measure, reliability
from .worlds import FULL, QUICK, data_folder, registers, sampled, world

# How many names the slow methods are asked at each number of subjects.
ASKED = {
    "nomenklatura": {1_000: 1_000, 20_000: 1_000, 100_000: 400},
    "pg_trgm": {1_000: 1_500, 20_000: 800, 100_000: 300},
    "WRatio": {1_000: 1_000, 20_000: 150, 100_000: 40},
    "ratio": {1_000: 6_000, 20_000: 3_000, 100_000: 1_000},
}
KNOWN_PARTIES = 1_000_000


def main(arguments: list[str] | None = None) -> int:
    """Measure everything asked for and write the page."""
    options = _options(arguments)
    began = time.perf_counter()
    folder = data_folder(options.data)
    run = Run(data=_data_said(folder, options.data), quick=options.quick)
    print(run.data, flush=True)
    python, missing = (None, "") if options.no_peers or options.quick else peers_python()
    run.missing += [missing] if missing else []
    run.missing += ["the peers were not asked in this run"] if options.no_peers or options.quick else []
    steps: list[Callable[[], None]] = [
        partial(_size, run, folder, subjects, options, python) for subjects in options.sizes
    ]
    if not options.no_reverse:
        steps.insert(1, partial(_other_direction, run, folder, options))
    for left, step in zip(reversed(range(len(steps))), steps, strict=True):
        step()
        run.minutes = (time.perf_counter() - began) / 60
        run.unfinished = left > 0
        _write(run, options.out)
    print(report.markdown(run))
    return 0


def _write(run: Run, page: Path | None) -> None:
    """Write the page after every step: a run that is broken off leaves what it has, and the page says so."""
    if page:
        run.sizes.sort(key=lambda size: size.subjects)
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(report.markdown(run), encoding="utf-8")


def _size(run: Run, folder: Path | None, subjects: int, options: argparse.Namespace, python: Path | None) -> None:
    made = world(folder, subjects, QUICK if options.quick else FULL)
    size = Size(subjects, made.made)
    with tempfile.TemporaryDirectory() as kept:
        _measure_ours(size, Path(kept) / "index", made, options)
    _say(size, -1)
    if not options.quick and not options.no_peers:
        _measure_peers(size, made, python, options)
    run.sizes.append(size)


def _measure_ours(size: Size, kept: Path, made: World, options: argparse.Namespace) -> None:
    index, size.build_seconds, files = ours.build(made.subjects, kept)
    size.index_mb = files / 1e6
    parties = [query.party for query in made.queries]
    size.speeds = {workers: ours.speed(kept, parties, workers) for workers in (1, 2)}
    answered, probabilities = ours.answers(index, made.queries)
    within = ours.found_in_20(index, sampled(made.queries, 600 if options.quick else 6_000))
    quality = replace(measure(answered.queries, answered.hits), found_in_20=within)
    size.methods.append(
        (
            Answers(
                answered.method,
                answered.queries,
                answered.hits,
                size.build_seconds,
                answered.ask_seconds,
                answered.version,
            ),
            quality,
        )
    )
    chosen = [at for at, query in enumerate(answered.queries) if query.variation != "alias"]
    size.without_aliases = measure([answered.queries[at] for at in chosen], [answered.hits[at] for at in chosen])
    size.classes = by_class(answered.queries, answered.hits, quality.threshold)
    size.calibration = reliability(made.queries, probabilities)
    size.calibration_error = calibration_error(size.calibration)
    size.sum_error_bits = ours.parts_add_up(index, sampled(made.queries, 1_000))
    some = [query.party for query in sampled(made.queries, 300 if options.quick else 3_000)]
    size.waiting = ours.waiting_times(index, some)
    size.hostile = {} if options.quick else hostile.hostile_times(index, made.subjects)
    size.starting = ours.start_and_memory(kept, some[0], some[1:])


def _measure_peers(size: Size, made: World, python: Path | None, options: argparse.Namespace) -> None:
    def asked(method: str) -> list[Query]:
        counts = ASKED[method]
        return sampled(
            made.queries,
            next((count for subjects, count in counts.items() if size.subjects <= subjects), min(counts.values())),
        )

    if python:
        for program, method, algorithm, queries in (
            ("sparse_trigrams", "sparse_dot_topn, character 3-grams", "", made.queries),
            ("rapidfuzz_scorers", "rapidfuzz ratio on sorted tokens", "ratio on sorted tokens", asked("ratio")),
            ("rapidfuzz_scorers", "rapidfuzz WRatio", "WRatio", asked("WRatio")),
            ("nomenklatura_logic", "nomenklatura blocker + logic-v2", "logic-v2", asked("nomenklatura")),
        ):
            _add(size, run_peer(program, method, python, made.subjects, queries, algorithm=algorithm))
    try:
        with database(options.dsn) as connection:
            for index in ("gin", "gist"):
                _add(size, ask_trigrams(connection, made.subjects, asked("pg_trgm"), index))
    except RuntimeError as error:
        _add(size, Answers("PostgreSQL pg_trgm", [], [], missing=str(error)))


def _add(size: Size, answers: Answers) -> None:
    quality = None if answers.missing else measure(answers.queries, answers.hits)
    size.methods.append((answers, quality))
    if quality and "logic-v2" in answers.method:
        size.peer_classes = by_class(answers.queries, answers.hits, quality.threshold)
    _say(size, -1)


def _other_direction(run: Run, folder: Path | None, options: argparse.Namespace) -> None:
    """Changes seen by another process, and a new alert against the known parties."""
    made = world(folder, run.sizes[-1].subjects, QUICK if options.quick else FULL)
    with tempfile.TemporaryDirectory() as kept:
        ours.build(made.subjects, Path(kept) / "index")
        run.seeing = ours.visibility(Path(kept) / "index", 5 if options.quick else 50)
    if options.quick:
        return
    try:
        with database(options.dsn) as connection:
            run.reverse = reverse.new_alert_times(
                connection,
                reverse.known_parties(registers(folder).traders, KNOWN_PARTIES),
                registers(folder).listed[:: max(1, len(registers(folder).listed) // reverse.ALERTS)],
            )
    except RuntimeError as error:
        run.missing.append(f"the other direction ({error})")


def _say(size: Size, which: int) -> None:
    answers, quality = size.methods[which]
    print(
        f"{size.subjects:>7,} {answers.method}: "
        + (
            f"F1 {quality.f1:.3f}, best only {quality.f1_best_only:.3f}, {answers.per_second:,.0f} names/s"
            if quality
            else answers.missing
        ),
        flush=True,
    )


def _data_said(folder: Path | None, given: str | None) -> str:
    if folder is None:
        return "made-up names (no data folder beside the project; give one with `--data`)"
    return (
        "the folder given with `--data`" if given else "the data folder beside the project"
    ) + ": half of the OFAC SDN list with its real aliases, legal entities of GLEIF as traders"


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", help="folder with watchlist/ and traders/")
    parser.add_argument(
        "--sizes", type=lambda text: [int(size) for size in text.split(",")], default=[20_000, 100_000, 1_000]
    )
    parser.add_argument("--quick", action="store_true", help="smoke test")
    parser.add_argument("--no-peers", action="store_true", help="our engine alone")
    parser.add_argument("--no-reverse", action="store_true", help="leave out visibility and the other direction")
    parser.add_argument("--dsn", help="PostgreSQL for pg_trgm; a throw-away one by default")
    parser.add_argument("--out", type=Path, help="page to write (default docs/benchmarks.md, nothing for --quick)")
    options = parser.parse_args(arguments)
    if options.quick:
        options.sizes = [1_000]
    elif options.out is None:
        options.out = Path("docs/benchmarks.md")
    return options


if __name__ == "__main__":
    sys.exit(main())
