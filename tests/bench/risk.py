"""`python -m tests.bench.risk`: the risk model beside its peers, on declarations with outcomes; writes docs/risk-benchmark.md.

    python -m tests.bench.risk [--data FOLDER] [--out PAGE]

`--data` is a folder with declarations_train.csv.gz and declarations_valid.csv.gz; without it the one beside the project.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from intel.scoring.history import History
from intel.scoring.keys import TWIN
from intel.scoring.model import train
from intel.scoring.reading import read
from intel.scoring.records import PRICE, TAX_RATE, Array, Declarations

from .report import machine
from .risk_figures import Ranked, ranked
from .risk_methods import METHODS, RANK_ONLY

BESIDE = Path("../shared/data/customs-declarations")
TRAIN, VALID = "declarations_train.csv.gz", "declarations_valid.csv.gz"
HOW_TO_GET = (
    "There are no declarations to measure with. They are public: github.com/Seondong/Customs-Declaration-Datasets (MIT), folder "
    f"data. Put {TRAIN} (months 1-12) and {VALID} (months 13-15) into a folder and name it: "
    "python -m tests.bench.risk --data FOLDER"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One method: its figures on all rows and on those without a twin, and what it cost."""

    method: str
    everything: Ranked
    without_twin: Ranked
    seconds: float


def main(arguments: list[str] | None = None) -> int:
    """Measure, print and write the page; where there is nothing to measure with, say how to get it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.risk", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=BESIDE)
    parser.add_argument("--out", type=Path, default=Path("docs/risk-benchmark.md"))
    options = parser.parse_args(arguments)
    if not all((options.data / name).is_file() for name in (TRAIN, VALID)):
        print(HOW_TO_GET)
        return 0
    known, asked = (read([options.data / name], outcomes=True) for name in (TRAIN, VALID))
    lines, missing = measured(known, asked)
    page = written(known, asked, lines, missing)
    print(page)
    options.out.write_text(page, encoding="utf-8")
    return 0


def measured(known: Declarations, asked: Declarations) -> tuple[list[Line], list[str]]:
    """A line for each method, and what could not be asked."""
    alone = without_twins(known, asked)
    duty = np.nan_to_num(asked.numbers[PRICE] * asked.numbers[TAX_RATE] / 100)
    lines, missing = [], []
    for name, method in METHODS.items():
        began = time.process_time()
        try:
            said = method(known, asked)
        except ImportError as error:
            missing.append(f"{name} ({error})")
            continue
        seconds = time.process_time() - began
        decides = name not in RANK_ONLY
        lines.append(Line(name, ranked(said, asked.irregular, duty, decides=decides),
                          ranked(said[alone], asked.irregular[alone], duty[alone], decides=decides), seconds))
        print(f"{name}: AUC {lines[-1].everything.auc:.3f}", file=sys.stderr, flush=True)
    return lines, missing


def without_twins(known: Declarations, asked: Declarations) -> Array:
    """(n,) bool, rows whose HS code, origin, mass and price stand in no row trained on."""
    history = History()
    history.learn(known)
    return np.asarray(history.ask(asked).counts[TWIN] == 0)


def speed(known: Declarations, asked: Declarations) -> tuple[float, float]:
    """Seconds of the processor to train, and declarations scored in one of them."""
    began = time.process_time()
    model = train(known)
    trained = time.process_time() - began
    began = time.process_time()
    model.probabilities(asked)
    return trained, len(asked) / (time.process_time() - began)


def written(known: Declarations, asked: Declarations, lines: list[Line], missing: list[str]) -> str:
    """The page."""
    trained, a_second = speed(known, asked)
    mine = lines[0]
    top = next(one for one in mine.everything.at if one.share == 0.05)
    goals: tuple[tuple[str, str, float, bool, int], ...] = (
        ("AUC", ">= .90", mine.everything.auc, mine.everything.auc >= 0.9, 3),
        ("macro F1 at probability .5", ">= .80", mine.everything.macro_f1, mine.everything.macro_f1 >= 0.8, 3),
        ("precision in the top 5 %", ">= .99", top.precision, top.precision >= 0.99, 3),
        ("AUC of rows without a twin", "> .604", mine.without_twin.auc, mine.without_twin.auc > 0.604, 3),
        (f"seconds of one core to train on {len(known):,}", "< 60", trained, trained < 60, 1),
        ("declarations scored in a second of one core", ">= 10,000", a_second, a_second >= 10_000, 0),
    )
    return "\n".join([
        "# Benchmark of the risk model", "",
        "Written by `make bench-risk`; do not edit. Published customs declarations (Seondong/Customs-Declaration-Datasets, MIT): "
        f"trained on months 1-12 ({len(known):,} rows), scored months 13-15 ({len(asked):,} rows, "
        f"{100 * asked.irregular.mean():.1f} % irregular). Machine: {machine()}.", "",
        "| figure | goal | reached | |", "| --- | --- | ---: | --- |",
        *(_goal(*one) for one in goals), "",
        *_table("All rows", [(line.method, line.everything, line.seconds) for line in lines]),
        *_table("Rows without a twin: no row trained on has the same HS code, origin, mass and price",
                [(line.method, line.without_twin, line.seconds) for line in lines]),
        "Precision / recall / revenue when the first 1, 2, 5, 10 % of the ranking are inspected. Revenue is duty on the declared",
        "price of irregular rows, as a share of all such duty: the data have no amounts recovered. Peers get all columns, codes",
        "as numbers. Seconds of the processor, training and scoring.", "",
        *(f"Not asked: {one}." for one in missing),
    ]).rstrip() + "\n"  # fmt: skip


def _goal(name: str, goal: str, value: float, kept: bool, places: int) -> str:
    return f"| {name} | {goal} | {value:,.{places}f} | {'reached' if kept else '**missed**'} |"


def _table(title: str, rows: list[tuple[str, Ranked, float]]) -> list[str]:
    head = [f"## {title} ({rows[0][1].rows:,})", "", "| method | AUC | macro F1 | 1 % | 2 % | 5 % | 10 % | s |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
    return [*head, *(_row(*row) for row in rows), ""]


def _row(method: str, figures: Ranked, seconds: float) -> str:
    decided = "-" if figures.macro_f1 != figures.macro_f1 else f"{figures.macro_f1:.3f}"
    cells = (f"{one.precision:.2f} / {one.recall:.2f} / {one.revenue:.2f}" for one in figures.at)
    return f"| {method} | {figures.auc:.3f} | {decided} | {' | '.join(cells)} | {seconds:.1f} |"


if __name__ == "__main__":
    sys.exit(main())
