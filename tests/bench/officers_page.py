"""docs/busy-hub.md: what fifty officers waited for, and what was refused."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median, quantiles

from hub.configuration import ROOT

PAGE = ROOT / "docs" / "busy-hub.md"
#: What an officer may be told without anything being wrong: somebody was quicker, or it is not in that state any more.
TOLD = (409,)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: what it was for, where, the status (0: no answer), seconds until its last byte."""

    what: str
    path: str
    status: int
    seconds: float

    @property
    def failed(self) -> bool:
        """Whether nothing came of it, and nobody else's act was why."""
        return not 200 <= self.status < 400 and self.status not in TOLD


def write(asked: list[Asked], *, size: int, officers: int, seconds: float) -> None:
    """The page, and the same on the terminal."""
    failed = Counter((one.what, one.path.split("?")[0], one.status) for one in asked if one.failed)
    slowest = sorted(asked, key=lambda one: -one.seconds)[:10]
    lines = [
        "# Fifty officers and an import", "",
        "Written by `make bench-officers`; do not edit.", "",
        f"- A hub as `make run` starts it, filled with {size:,} traders and consignments and what belongs to them. The browsers",
        f"  of {officers} officers, PostgreSQL, the workers and an import of declarations share its {os.cpu_count()} cores.",
        f"- For {seconds:.0f} s each officer signs in, and then by turns reads lists, opens rows, searches, and takes or decides",
        "  hits; between two acts they think, three seconds on average.",
        "- Goals: no failed request; p95 below one second.", "",
        f"**{len(asked):,} requests, {len(asked) / seconds:.0f} a second; {sum(failed.values())} failed;"
        f" p95 {_p95([one.seconds for one in asked]):,.0f} ms.**", "",
        *_table(("what", "requests", "p50, ms", "p95", "longest", "failed", "somebody was quicker"), _kinds(asked)),
        *_table(("failed", "where", "status", "times"), (
            (what, f"`{path}`", status or "no answer", times) for (what, path, status), times in failed.most_common(20))),
        *_table(("the slowest", "ms"), [(f"`{one.path}`", f"{one.seconds * 1000:,.0f}") for one in slowest])]
    PAGE.write_text("\n".join(lines))
    print("\n".join(lines))


def _kinds(asked: list[Asked]) -> Iterator[tuple[object, ...]]:
    for what in sorted({one.what for one in asked}):
        of = [one for one in asked if one.what == what]
        times = [one.seconds for one in of]
        yield (what, f"{len(of):,}", f"{median(times) * 1000:,.0f}", f"{_p95(times):,.0f}", f"{max(times) * 1000:,.0f}",
               sum(one.failed for one in of), sum(one.status in TOLD for one in of))


def _table(heading: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> list[str]:
    lines = [f"| {' | '.join(map(str, row))} |" for row in (heading, ("---",) * len(heading), *rows)]
    return [*lines, ""]


def _p95(times: list[float]) -> float:
    return (quantiles(times, n=20)[-1] if len(times) > 1 else times[0]) * 1000
