"""Measure the engine through its command alone: write the CSV files, run it, score what it wrote.

    python -m tests.bench.cli --out FOLDER [--data FOLDER] [--subjects 20000] [--workers 1]

Writes `alerts.csv` (subject_id,kind,name), `parties.csv` (party_id,kind,name) and `truth.csv`
(party_id,subject_id,class,also) into FOLDER, runs `python -m intel.matching screen` there, reads `matches.csv`.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import time
from pathlib import Path

from intel.matching.training.pairs import Query, World

from .score import by_class, calibration_error, measure, reliability
from .worlds import FULL, QUICK, data_folder, world


def main(arguments: list[str] | None = None) -> int:
    """Run it and print the figures; the exit code is the command's."""
    options = _options(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    effort = QUICK if options.quick else FULL
    made = world(data_folder(options.data), options.subjects, effort, options.seed)
    write(made, options.out)
    if options.files_only:
        return 0
    command = [
        sys.executable,
        "-m",
        "intel.matching",
        "screen",
        "--alerts",
        "alerts.csv",
        "--parties",
        "parties.csv",
        "--out",
        "matches.csv",
    ]
    command += ["--workers", str(options.workers), "--min-probability", str(options.min_probability)]
    started = time.perf_counter()
    ran = subprocess.run(command, cwd=options.out, env=_with_project_on_path(), check=False)
    seconds = time.perf_counter() - started
    if ran.returncode:
        return ran.returncode
    print(
        f"{len(made.queries)} parties against {len(made.subjects)} subjects: {seconds:.1f} s in all, "
        "start and index included"
    )
    show(made.queries, options.out / "matches.csv", misses=options.misses)
    return 0


def write(made: World, folder: Path) -> None:
    """The three files of the measure."""
    with (folder / "alerts.csv").open("w", newline="", encoding="utf-8") as lines:
        rows = csv.writer(lines)
        rows.writerow(("subject_id", "kind", "name"))
        rows.writerows((subject.key, subject.kind, name) for subject in made.subjects for name in subject.names)
    with (folder / "parties.csv").open("w", newline="", encoding="utf-8") as lines:
        rows = csv.writer(lines)
        rows.writerow(("party_id", "kind", "name"))
        rows.writerows((query.party.key, query.party.kind, query.party.names[0]) for query in made.queries)
    with (folder / "truth.csv").open("w", newline="", encoding="utf-8") as lines:
        rows = csv.writer(lines)
        rows.writerow(("party_id", "subject_id", "class", "also", "written_from"))
        rows.writerows(
            (query.party.key, query.truth or "", query.variation, " ".join(map(str, query.also)), query.written_from)
            for query in made.queries
        )


def show(queries: list[Query], matches: Path, misses: int = 0) -> None:
    """Print quality, classes and calibration of a `matches.csv`."""
    found: dict[str, list[tuple[str, float, float]]] = {}
    with matches.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["party_id"], []).append(
                (row["subject_id"], float(row["score"]), float(row["probability"]))
            )
    answers = [sorted(found.get(str(query.party.key), []), key=lambda hit: -hit[1]) for query in queries]
    hits = [[(key, score) for key, score, _ in answer] for answer in answers]
    quality = measure(queries, hits)
    print(quality)
    table = reliability(queries, [[(key, probability) for key, _, probability in answer] for answer in answers])
    print(
        "calibration error",
        round(calibration_error(table), 4),
        [(round(said, 2), round(true, 2), count) for _, _, count, said, true in table],
    )
    for name, (count, right, within, wrong) in by_class(queries, hits, quality.threshold).items():
        print(f"{name:22} n={count:5} found={right:.3f} in20={within:.3f} wrong/100={wrong:.1f}")
    if misses:
        show_misses(queries, hits, quality.threshold, misses)


def show_misses(queries: list[Query], hits: list[list[tuple[str, float]]], threshold: float, each: int) -> None:
    """Print some misses and false alarms of every class."""
    printed: dict[str, int] = {}
    for query, found in zip(queries, hits, strict=True):
        wrong = [
            (key, round(score, 1))
            for key, score in found
            if score >= threshold and key != query.truth and key not in query.also
        ]
        missed = query.truth is not None and not any(key == query.truth and score >= threshold for key, score in found)
        for label, happened in (("miss", missed), ("false", bool(wrong))):
            mark = f"{label} {query.variation}"
            if happened and printed.get(mark, 0) < each:
                printed[mark] = printed.get(mark, 0) + 1
                print(
                    mark,
                    "|",
                    query.party.names[0],
                    "|",
                    query.written_from,
                    "|",
                    query.truth,
                    wrong[:2],
                    [(k, round(s, 1)) for k, s in found if k == query.truth],
                )


def _with_project_on_path() -> dict[str, str]:
    import os

    return os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.cli", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data")
    parser.add_argument("--subjects", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--min-probability", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", type=int, default=0, help="print so many misses and false alarms of each class")
    parser.add_argument("--quick", action="store_true", help="few queries")
    parser.add_argument("--files-only", action="store_true", help="write the files and stop")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
