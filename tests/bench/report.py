"""`docs/benchmarks.md`, written from the figures of one run: goals beside them, misses shown as misses."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isnan

from .running import Answers
from .score import Quality


@dataclass(slots=True)
class Size:
    """The figures at one number of subjects."""

    subjects: int
    made: dict[str, int | str]
    methods: list[tuple[Answers, Quality | None]] = field(default_factory=list)
    speeds: dict[int, float] = field(default_factory=dict)  # workers: names a second
    classes: dict[str, tuple[int, float, float, float]] = field(default_factory=dict)
    peer_classes: dict[str, tuple[int, float, float, float]] = field(default_factory=dict)
    calibration: list[tuple[float, float, int, float, float]] = field(default_factory=list)
    calibration_error: float = float("nan")
    waiting: dict[str, float] = field(default_factory=dict)
    starting: dict[str, float] = field(default_factory=dict)
    index_mb: float = float("nan")
    build_seconds: float = float("nan")
    sum_error_bits: float = float("nan")

    @property
    def ours(self) -> Quality | None:
        """Our engine's figures, once measured."""
        return self.methods[0][1] if self.methods else None


@dataclass(slots=True)
class Run:
    """All figures of a run."""

    sizes: list[Size] = field(default_factory=list)
    seeing: dict[str, float] = field(default_factory=dict)
    reverse: dict[str, float] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    data: str = ""
    minutes: float = 0.0
    quick: bool = False


def markdown(run: Run) -> str:
    """The page."""
    parts = [_head(run), _goals(run)]
    for size in run.sizes:
        parts.append(_methods(size))
    for size in run.sizes[1:2] or run.sizes[:1]:
        parts += [_classes(size), _calibration(size)]
    parts.append(_machine_figures(run))
    parts.append(_how(run))
    return "\n".join(part.rstrip() + "\n" for part in parts if part)


def _head(run: Run) -> str:
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`; do not edit. Every method answered the same names in the same run on the same machine, one after the other:",
        "the ratios count, not the absolute speeds.",
        "",
        f"- Data: {run.data}.",
        f"- Machine: {machine()}.",
        f"- The run took {run.minutes:.0f} minutes."
        + (" It was a quick run: few names, its figures are rough." if run.quick else ""),
    ]
    lines += [f"- Missing: {why}." for why in run.missing]
    return "\n".join(lines)


def _goals(run: Run) -> str:
    middle, large = _of(run, 20_000), _of(run, 100_000)
    rows = ["## Goals", "", "| measure | goal | measured | |", "| --- | --- | --- | --- |"]

    def row(measure: str, goal: str, value: float | None, met: bool, shown: str) -> None:
        rows.append(
            f"| {measure} | {goal} | {'not measured' if value is None or isnan(value) else shown} | {'' if value is None else 'reached' if met else '**missed**'} |"
        )

    if middle and middle.ours:
        ours = middle.ours
        row("F1 at 20k subjects, all pairs", ">= .955", ours.f1, ours.f1 >= 0.955, _rate(ours.f1))
        row(
            "F1 at 20k subjects, best answer only",
            ">= .955",
            ours.f1_best_only,
            ours.f1_best_only >= 0.955,
            _rate(ours.f1_best_only),
        )
    if large and large.ours:
        row("F1 at 100k subjects, all pairs", ">= .92", large.ours.f1, large.ours.f1 >= 0.92, _rate(large.ours.f1))
        row(
            "F1 at 100k subjects, best answer only",
            ">= .92",
            large.ours.f1_best_only,
            large.ours.f1_best_only >= 0.92,
            _rate(large.ours.f1_best_only),
        )
    if middle and middle.ours:
        ours = middle.ours
        never = "recall .95 not reached"
        row(
            "precision at recall .95 (20k)",
            ">= .94",
            0 if isnan(ours.precision_at_recall) else ours.precision_at_recall,
            ours.precision_at_recall >= 0.94,
            never if isnan(ours.precision_at_recall) else _rate(ours.precision_at_recall),
        )
        row(
            "false alerts per 1,000 clean names at recall .95 (20k)",
            "<= 8",
            0 if isnan(ours.false_per_1000_clean) else ours.false_per_1000_clean,
            ours.false_per_1000_clean <= 8,
            never if isnan(ours.false_per_1000_clean) else f"{ours.false_per_1000_clean:.1f}",
        )
        row(
            "true subject among the best 20 (20k)",
            ">= .998",
            ours.found_in_20,
            ours.found_in_20 >= 0.998,
            _rate(ours.found_in_20, 4),
        )
        for name, label, goal in (
            ("alias", "real aliases that share text, found at best F1", 0.90),
            ("word_dropped", "a missing word, found at best F1", 0.92),
            ("cut", "a name cut at 35 characters, found at best F1", 0.95),
        ):
            if name in middle.classes:
                found = middle.classes[name][1]
                row(label, f">= {_rate(goal)}", found, found >= goal, _rate(found))
        for workers, goal in ((1, 25_000), (2, 45_000)):
            if workers in middle.speeds:
                row(
                    f"names a second, {workers} worker{'s' if workers > 1 else ''}, 20k",
                    f">= {goal:,}",
                    middle.speeds[workers],
                    middle.speeds[workers] >= goal,
                    f"{middle.speeds[workers]:,.0f}",
                )
    if large and large.ours:
        if 1 in large.speeds:
            row(
                "names a second, 1 worker, 100k",
                ">= 10,000",
                large.speeds[1],
                large.speeds[1] >= 10_000,
                f"{large.speeds[1]:,.0f}",
            )
        row(
            "true subject among the best 20 (100k)",
            ">= .985",
            large.ours.found_in_20,
            large.ours.found_in_20 >= 0.985,
            _rate(large.ours.found_in_20, 4),
        )
        row(
            "index at 100k subjects",
            "<= 20 MB",
            large.index_mb,
            large.index_mb <= 20,
            f"{large.index_mb:.1f} MB of files, {large.starting.get('private_mb', float('nan')):.1f} MB private a worker",
        )
        seconds = large.starting.get("seconds")
        row(
            "start of a worker with 100k subjects until its first answer",
            "< 2 s",
            seconds,
            (seconds or 9) < 2,
            f"{seconds or 0:.2f} s",
        )
    for size in (middle, large):
        if size and size.waiting:
            row(
                f"one party while an officer waits, p99, {size.subjects // 1000}k",
                "< 2 ms",
                size.waiting["p99"],
                size.waiting["p99"] < 2,
                f"{size.waiting['p99']:.2f} ms",
            )
    if run.seeing:
        row(
            "an alert put, edited or withdrawn is answered by in another process, p99",
            "< 1 s",
            run.seeing["p99"],
            run.seeing["p99"] < 1000,
            f"{run.seeing['p99']:.0f} ms",
        )
    if middle:
        row(
            "parts add up to the score",
            "exactly",
            middle.sum_error_bits,
            middle.sum_error_bits < 1e-6,
            f"within {middle.sum_error_bits:.1e} bits",
        )
        row(
            "calibration: mean distance of said from true",
            "small",
            middle.calibration_error,
            middle.calibration_error < 0.03,
            _rate(middle.calibration_error),
        )
    return "\n".join(rows)


def _methods(size: Size) -> str:
    rows = [
        f"## Methods at {size.subjects:,} subjects, {size.made['names']:,} names",
        "",
        "| method | F1, all pairs | F1, best answer only | precision at recall .95 | false alerts per 1,000 clean names at recall .95 | found in 20 | names/s | asked | ready in |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for answers, quality in size.methods:
        if quality is None:
            rows.append(f"| {answers.method} | not run: {answers.missing} | | | | | | | |")
            continue
        reached = not isnan(quality.precision_at_recall)
        rows.append(
            f"| {answers.method} ({answers.version}) | {_rate(quality.f1)} | {_rate(quality.f1_best_only)} | {_rate(quality.precision_at_recall) if reached else 'not reached'} | "
            f"{f'{quality.false_per_1000_clean:.1f}' if reached else '-'} | {_rate(quality.found_in_20)} | {_speed(answers, size)} | {quality.queries:,} | {answers.build_seconds:.1f} s |"
        )
    if size.speeds:
        rows += [
            "",
            "This engine, fresh processes, down to probability .05: "
            + ", ".join(
                f"{workers} worker{'s' if workers > 1 else ''} {speed:,.0f} names/s"
                for workers, speed in size.speeds.items()
            )
            + ".",
        ]
    return "\n".join(rows)


def _speed(answers: Answers, size: Size) -> str:
    return (
        f"{size.speeds[1]:,.0f}" if answers is size.methods[0][0] and 1 in size.speeds else f"{answers.per_second:,.0f}"
    )


def _classes(size: Size) -> str:
    rows = [
        f"## By class of variation, {size.subjects:,} subjects",
        "",
        "At the threshold of the best F1. *Wrong* is the number of wrong subjects shown per 100 names.",
        "",
        "| class | names | found | among 20 | wrong | nomenklatura logic-v2: found | wrong |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, (count, found, within, wrong) in size.classes.items():
        peer = size.peer_classes.get(name)
        clean = name.startswith("clean.")
        rows.append(
            f"| {name} | {count:,} | {'' if clean else _rate(found)} | {'' if clean else _rate(within)} | {wrong:.1f} | {_rate(peer[1]) if peer and not clean else ''} | {f'{peer[3]:.1f}' if peer else ''} |"
        )
    return "\n".join(rows)


def _calibration(size: Size) -> str:
    rows = [
        "## Calibration",
        "",
        f"Every pair answered at {size.subjects:,} subjects, by the probability said for it.",
        "",
        "| said | pairs | mean said | true |",
        "| --- | --- | --- | --- |",
    ]
    rows += [
        f"| {low:.1f}-{high:.1f} | {count:,} | {_rate(said)} | {_rate(true)} |"
        for low, high, count, said, true in size.calibration
    ]
    return "\n".join(rows)


def _machine_figures(run: Run) -> str:
    rows = [
        "## Waiting, memory, start",
        "",
        "| subjects | p50 | p95 | p99 | index built in | files | private memory a worker | start to first answer |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for size in run.sizes:
        if size.waiting:
            rows.append(
                f"| {size.subjects:,} | {size.waiting['p50']:.2f} ms | {size.waiting['p95']:.2f} ms | {size.waiting['p99']:.2f} ms | {size.build_seconds:.1f} s | {size.index_mb:.1f} MB | "
                f"{size.starting.get('private_mb', float('nan')):.1f} MB | {size.starting.get('seconds', float('nan')):.2f} s |"
            )
    if run.seeing:
        rows += [
            "",
            f"Changes seen by another process ({run.seeing['changes']:.0f} puts, edits and withdrawals): p50 {run.seeing['p50']:.1f} ms, p99 {run.seeing['p99']:.1f} ms.",
        ]
    if run.reverse:
        r = run.reverse
        rows += [
            "",
            f"One new alert against {r['parties']:,.0f} known parties (candidates by pg_trgm, then the engine's compare): p50 {r['p50']:.2f} s (search {r['search_p50']:.2f} s, compare {r['compare_p50']:.2f} s), worst {r['worst']:.2f} s.",
        ]
    return "\n".join(rows)


def _how(run: Run) -> str:
    made = run.sizes[0].made if run.sizes else {}
    return "\n".join(
        [
            "## How it is measured",
            "",
            "- The queries concern only subjects on which no weight was learned (split by subject, by a hash of its key); "
            f"world seed {made.get('seed', '')}. Some 40 % of the clean names are chosen for being hard: they share a rare word or a surname with a listed subject, or are made of two names.",
            "- *All pairs*: every wrong subject shown counts, also beside the right one. *Best answer only*: the first answer of each name counts.",
            "- A homonym of the subject is neither right nor wrong. Aliases that share no text with any other name of the subject (class `alias_unrelated`) are shown, but no figure counts them.",
            "- A method asked fewer names (column *asked*) is slow; its names are drawn evenly from all classes.",
            "- At 100,000 subjects the registers do not suffice: "
            + _invented(run)
            + " subjects are names put together of two traders' names.",
            "- Classes are explained in `intel/matching/training/variations.py`, the clean names in `clean.py`.",
        ]
    )


def _invented(run: Run) -> str:
    return f"{max((int(size.made['invented subjects']) for size in run.sizes), default=0):,}"


def _of(run: Run, subjects: int) -> Size | None:
    return next((size for size in run.sizes if size.subjects == subjects), None)


def _rate(value: float, digits: int = 3) -> str:
    if isnan(value):
        return "-"
    return f"{value:.{digits}f}".removeprefix("0") if value < 1 else f"{value:.{digits}f}"


def machine() -> str:
    """Cores, memory, system and Python; nothing that names the machine."""
    try:
        gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (ValueError, OSError):
        gigabytes = float("nan")
    return f"{os.cpu_count()} cores, {gigabytes:.0f} GB, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def console(rows: Sequence[str]) -> None:
    """Print lines as they come."""
    for row in rows:
        print(row, flush=True)
