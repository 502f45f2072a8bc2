"""`docs/benchmarks.md`, written from the figures of one run: goals beside them, misses shown as misses."""

from __future__ import annotations

import os
import platform
from math import isnan

from .figures import NAN, Run, Size, rate
from .goals import goals
from .running import Answers
from .score import Quality


def markdown(run: Run) -> str:
    """The page."""
    parts = [_head(run), _goals(run), *(_methods(size) for size in run.sizes)]
    shown = run.of(20_000) or (run.sizes[-1] if run.sizes else None)
    if shown:
        parts += [_classes(shown), _calibration(shown)]
    parts += [_waiting(run), _how(run)]
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


def _head(run: Run) -> str:
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`; do not edit. Every method answered the same names in the same run on the same",
        "machine, one after the other: the ratios count, not the absolute speeds.",
        "",
        f"- Data: {run.data}.",
        f"- Machine: {machine()}.",
        f"- The run took {run.minutes:.0f} minutes.",
    ]
    if run.quick:
        lines.append("- A quick run: few names, its figures are rough.")
    if run.unfinished:
        lines.append("- The run was not finished: sizes are missing.")
    return "\n".join(lines + [f"- Missing: {why}." for why in run.missing])


def _goals(run: Run) -> str:
    rows = [goal.row() for goal in goals(run)]
    if not rows:
        return ""
    return "\n".join(["## Goals", "", "| measure | goal | measured | |", "| --- | --- | --- | --- |", *rows])


def _methods(size: Size) -> str:
    rows = [
        f"## Methods at {size.subjects:,} subjects, {size.made['names']:,} names",
        "",
        "| method | F1, all pairs | F1, best answer only | precision at recall .95 "
        "| false alerts per 1,000 clean names at recall .95 | found in 20 | names/s "
        "| names/s of processor time | asked | ready in |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        *(_method(answers, quality, size) for answers, quality in size.methods),
    ]
    if size.speeds:
        told = (
            f"{workers} worker{'s' * (workers > 1)} {clock:,.0f} ({processor:,.0f} by processor time)"
            for workers, (clock, processor) in size.speeds.items()
        )
        rows += ["", f"This engine in fresh processes, names a second, down to probability .05: {', '.join(told)}."]
    return "\n".join(rows)


def _method(answers: Answers, quality: Quality | None, size: Size) -> str:
    if quality is None:
        return _row(answers.method, f"not run: {answers.missing}", *[""] * 8)
    reached = not isnan(quality.precision_at_recall)
    ours = answers is size.methods[0][0]
    clock, processor = size.speeds[1] if ours else (answers.per_second, answers.per_processor_second)
    return _row(
        f"{answers.method} ({answers.version})",
        rate(quality.f1),
        rate(quality.f1_best_only),
        rate(quality.precision_at_recall) if reached else "not reached",
        f"{quality.false_per_1000_clean:.1f}" if reached else "-",
        rate(quality.found_in_20),
        f"{clock:,.0f}",
        "-" if isnan(processor) else f"{processor:,.0f}",
        f"{quality.queries:,}",
        f"{answers.build_seconds:.1f} s",
    )


def _classes(size: Size) -> str:
    rows = [
        f"## By class of variation, {size.subjects:,} subjects",
        "",
        "Each method at the threshold of its best F1. *Wrong* is the number of wrong subjects shown per 100 names.",
        "",
        "| class | names | found | among 20 | wrong | nomenklatura logic-v2: found | wrong |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, (count, found, within, wrong) in size.classes.items():
        shares = ("", "") if name.startswith("clean.") else (rate(found), rate(within))
        peer = size.peer_classes.get(name)
        theirs = ("", "") if peer is None else ("" if name.startswith("clean.") else rate(peer[1]), f"{peer[3]:.1f}")
        rows.append(_row(name, f"{count:,}", *shares, f"{wrong:.1f}", *theirs))
    return "\n".join(rows)


def _calibration(size: Size) -> str:
    rows = [
        "## Calibration",
        "",
        f"Every pair answered at {size.subjects:,} subjects, by the probability said for it; the mean distance of said "
        f"from true is {rate(size.calibration_error)}.",
        "",
        "| said | pairs | mean said | true |",
        "| --- | --- | --- | --- |",
    ]
    for low, high, count, said, true in size.calibration:
        rows.append(_row(f"{low:.1f}-{high:.1f}", f"{count:,}", rate(said), rate(true)))
    return "\n".join(rows)


def _waiting(run: Run) -> str:
    rows = [
        "## Waiting, memory, start",
        "",
        "| subjects | p50 | p95 | p99 | p99 of processor time | index built in | files | private memory a worker "
        "| start to first answer |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for size in run.sizes:
        if size.waiting:
            times = (f"{size.waiting[each]:.2f} ms" for each in ("p50", "p95", "p99", "processor_p99"))
            private, seconds = (size.starting.get(each, NAN) for each in ("private_mb", "seconds"))
            files = f"{size.index_mb:.1f} MB"
            row = (*times, f"{size.build_seconds:.1f} s", files, f"{private:.1f} MB", f"{seconds:.2f} s")
            rows.append(_row(f"{size.subjects:,}", *row))
    for size in run.sizes[-1:]:
        if size.hostile:
            rows += ["", _hostile(size)]
    if run.seeing:
        seen = f"p50 {run.seeing['p50']:.1f} ms, p99 {run.seeing['p99']:.1f} ms"
        acts = f"{run.seeing['changes']:.0f} puts, edits and withdrawals"
        rows += ["", f"Changes seen by another process ({acts}): {seen}."]
    if run.reverse:
        rows += ["", _reverse(run.reverse)]
    return "\n".join(rows)


def _reverse(figures: dict[str, float]) -> str:
    return (
        f"One new alert against {figures['parties']:,.0f} known parties (candidates by pg_trgm, then the engine's "
        f"compare): p50 {figures['p50']:.2f} s (search {figures['search_p50']:.2f} s, compare "
        f"{figures['compare_p50']:.2f} s), worst {figures['worst']:.2f} s."
    )


def _hostile(size: Size) -> str:
    label, worst = max(size.hostile.items(), key=lambda each: each[1])
    return (
        f"Names sent to stall it ({len(size.hostile)} sorts: 10,000 letters, common trigrams, control characters, half "
        f"surrogates, one name repeated) at {size.subjects:,} subjects: the slowest takes {worst:.1f} ms ({label})."
    )


def _how(run: Run) -> str:
    made = run.sizes[0].made if run.sizes else {}
    invented = max((int(size.made["invented subjects"]) for size in run.sizes), default=0)
    return f"""## How it is measured

- The queries concern only subjects on which no weight was learned (split by subject, by a hash of its key); world seed
  {made.get("seed", "-")}. Four in ten clean names are chosen for being hard: they share a rare word or a surname with a
  listed subject, or are put together of two names.
- *Found in 20* and *among 20*: the peers' answers are counted as they come; this engine's *found in 20* asks for the
  best 20 however improbable (a sample of the names), its *among 20* by class for those of probability .001 and more.
- *All pairs*: every wrong subject shown counts, also beside the right one. *Best answer only*: the first answer counts.
- Real aliases, one of every held-out subject that has any, are the hardest class and many; how many there are among the
  names decides what recall .95 costs, so the goals are shown without them too.
- A homonym of the subject is neither right nor wrong. Aliases that share no text with any other name of the subject
  (`alias_unrelated`) are shown, but no figure counts them.
- Speed by the clock suffers from whatever else the machine does; processor time does not, and goals go by it. A
  database works in processes of its own, so only its clock is known.
- A method asked fewer names (column *asked*) is slow; its names are drawn evenly from all classes.
- Where the registers do not suffice, subjects are put together of two traders' names: {invented:,} of the largest size.
- Classes are explained in `intel/matching/training/variations.py`, clean names in `clean.py`, their mixture in
  `pairs.py`."""


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def machine() -> str:
    """Cores, memory, system and Python; nothing that names the machine."""
    try:
        gigabytes = f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB"
    except (ValueError, OSError):
        gigabytes = "memory unknown"
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {gigabytes}, {system}"
