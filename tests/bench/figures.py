"""The figures of a run, as they are gathered and before they are written."""

from __future__ import annotations

from dataclasses import dataclass, field

from .running import Answers
from .score import Quality

NAN = float("nan")


@dataclass(slots=True)
class Size:
    """The figures at one number of subjects; the first of `methods` is our engine."""

    subjects: int
    made: dict[str, int | str]
    methods: list[tuple[Answers, Quality | None]] = field(default_factory=list)
    speeds: dict[int, tuple[float, float]] = field(default_factory=dict)  # by workers: clock, processor
    classes: dict[str, tuple[int, float, float, float]] = field(default_factory=dict)
    peer_classes: dict[str, tuple[int, float, float, float]] = field(default_factory=dict)
    without_aliases: Quality | None = None
    calibration: list[tuple[float, float, int, float, float]] = field(default_factory=list)
    calibration_error: float = NAN
    waiting: dict[str, float] = field(default_factory=dict)  # milliseconds
    starting: dict[str, float] = field(default_factory=dict)
    hostile: dict[str, float] = field(default_factory=dict)  # milliseconds
    index_mb: float = NAN
    build_seconds: float = NAN
    sum_error_bits: float = NAN

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
    unfinished: bool = False

    def of(self, subjects: int) -> Size | None:
        """The figures at that number of subjects, None when it was not measured."""
        return next((size for size in self.sizes if size.subjects == subjects), None)


def rate(value: float, digits: int = 3) -> str:
    """A share as tables print it: ".955", "-" for none."""
    if value != value:
        return "-"
    return f"{value:.{digits}f}".removeprefix("0") if value < 1 else f"{value:.{digits}f}"
