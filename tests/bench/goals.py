"""The goals, each with what it is compared to; a goal nothing was measured for says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan

from .figures import NAN, Run, Size, rate


@dataclass(frozen=True, slots=True)
class Goal:
    """One row: `least` or `most` is the bound, `value` what was measured (NaN: not reached or not measured)."""

    measure: str
    bound: str
    value: float
    shown: str
    least: float | None = None
    most: float | None = None

    @property
    def reached(self) -> bool:
        """Whether the bound holds; never for NaN."""
        if isnan(self.value):
            return False
        return (self.least is None or self.value >= self.least) and (self.most is None or self.value <= self.most)

    def row(self) -> str:
        """The row of the table."""
        return f"| {self.measure} | {self.bound} | {self.shown} | {'reached' if self.reached else '**missed**'} |"


def goals(run: Run) -> list[Goal]:
    """Every goal something was measured for."""
    found: list[Goal] = []
    middle, large = run.of(20_000), run.of(100_000)
    if middle:
        found += [*_quality(middle), *_classes(middle), *_speeds(middle)]
    if large:
        found += _large(large)
    for size in (middle, large):
        if size and size.waiting:
            clock, processor = size.waiting["p99"], size.waiting["processor_p99"]
            label = f"one party while an officer waits, p99, {size.subjects:,} subjects"
            shown = f"{clock:.2f} ms by the clock, {processor:.2f} ms of processor time"
            found.append(Goal(label, "< 2 ms", processor, shown, most=2))
    if run.seeing:
        p99 = run.seeing["p99"]
        label = "an alert put, edited or withdrawn: another process answers by it, p99"
        found.append(Goal(label, "< 1 s", p99, f"{p99:.0f} ms", most=1000))
    return found


def _quality(size: Size) -> Iterator[Goal]:
    ours = size.ours
    if ours is None:
        return
    yield _at_least("F1 at 20,000 subjects, all pairs", 0.955, ours.f1)
    yield _at_least("F1 at 20,000 subjects, best answer only", 0.955, ours.f1_best_only)
    yield _at_least("precision at recall .95", 0.94, ours.precision_at_recall)
    alarms = ours.false_per_1000_clean
    shown = "recall .95 not reached" if isnan(alarms) else f"{alarms:.1f}"
    yield Goal("false alerts per 1,000 clean names at recall .95", "<= 8", alarms, shown, most=8)
    if size.without_aliases:
        less = size.without_aliases
        yield _at_least("the same without real aliases: F1, all pairs", 0.955, less.f1)
        yield _at_least("the same without real aliases: precision at recall .95", 0.94, less.precision_at_recall)
        alarms = less.false_per_1000_clean
        shown = "recall .95 not reached" if isnan(alarms) else f"{alarms:.1f}"
        yield Goal("the same without real aliases: false alerts per 1,000", "<= 8", alarms, shown, most=8)
    yield _at_least("true subject among the best 20", 0.998, ours.found_in_20, digits=4)
    error = size.sum_error_bits
    yield Goal("parts add up to the score", "exactly", error, f"within {error:.0e} bits", most=1e-6)


def _classes(size: Size) -> Iterator[Goal]:
    for name, label, least in (
        ("alias", "real aliases that share text, found at best F1", 0.90),
        ("word_dropped", "a missing word, found at best F1", 0.92),
        ("cut", "a name cut at 35 characters, found at best F1", 0.95),
    ):
        if name in size.classes:
            yield _at_least(label, least, size.classes[name][1])


def _speeds(size: Size) -> Iterator[Goal]:
    for workers, least in ((1, 25_000), (2, 45_000)):
        if workers in size.speeds:
            plural = "s" if workers > 1 else ""
            yield _per_second(f"names a second, {workers} worker{plural}, 20,000 subjects", least, size.speeds[workers])


def _large(size: Size) -> Iterator[Goal]:
    ours = size.ours
    if ours is None:
        return
    yield _at_least("F1 at 100,000 subjects, all pairs", 0.92, ours.f1)
    yield _at_least("F1 at 100,000 subjects, best answer only", 0.92, ours.f1_best_only)
    yield _at_least("true subject among the best 20, 100,000 subjects", 0.985, ours.found_in_20, digits=4)
    if 1 in size.speeds:
        yield _per_second("names a second, 1 worker, 100,000 subjects", 10_000, size.speeds[1])
    private = size.starting.get("private_mb", NAN)
    shown = f"{size.index_mb:.1f} MB of files shared by the workers, {private:.1f} MB private"
    yield Goal("index memory at 100,000 subjects", "<= 20 MB", size.index_mb, shown, most=20)
    seconds = size.starting.get("seconds", NAN)
    label = "start of a worker with 100,000 subjects until its first answer"
    yield Goal(label, "< 2 s", seconds, f"{seconds:.2f} s", most=2)


def _at_least(measure: str, least: float, value: float, digits: int = 3) -> Goal:
    shown = "not reached" if isnan(value) else rate(value, digits)
    return Goal(measure, f">= {rate(least, 3)}", value, shown, least=least)


def _per_second(measure: str, least: float, value: tuple[float, float]) -> Goal:
    clock, processor = value
    shown = f"{clock:,.0f} by the clock, {processor:,.0f} by processor time"
    return Goal(measure, f">= {least:,.0f}", processor, shown, least=least)
