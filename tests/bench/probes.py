"""Fresh processes that measure themselves: `python -m tests.bench.probes speed|start|watch FOLDER`."""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path

WAIT_SECONDS = 5.0
WARM = 200


def main(what: str, folder: Path) -> None:
    """Run one probe on the index in `folder`."""
    {"speed": speed, "start": start, "watch": watch}[what](folder)


def speed(folder: Path) -> None:
    """Screen the given names once, in consignment-sized batches, after a warm-up on names of no account."""
    from intel.matching import Index, Profile, screen

    parties = [Profile(key, tuple(names), kind) for key, names, kind in json.loads(sys.stdin.readline())]
    index = Index.open(folder)
    screen(index, [Profile(at, (f"warm up {at} trading company",), "entity") for at in range(WARM)])
    _tell({"ready": True})
    sys.stdin.readline()
    started, working = time.perf_counter(), time.process_time()
    for at in range(0, len(parties), 5_000):
        screen(index, parties[at : at + 5_000])
    _tell({"seconds": time.perf_counter() - started, "processor_seconds": time.process_time() - working})


def start(folder: Path) -> None:
    """Answer one name as soon as possible; then say what memory the index costs after answering more."""
    began = time.perf_counter()
    from intel.matching import Index, Profile, screen

    imported = time.perf_counter()
    parties = [Profile(key, tuple(names), kind) for key, names, kind in json.loads(sys.stdin.readline())]
    before = _private_megabytes()
    opened = time.perf_counter()
    index = Index.open(folder)
    opened_after = time.perf_counter() - opened
    screen(index, parties[:1])
    _tell(
        {
            "import_seconds": imported - began,
            "open_seconds": opened_after,
            "first_answer_seconds": time.perf_counter() - opened,
        }
    )
    screen(index, parties[1:])
    # The same process without an index is what the code and its compiled kernels cost; the rest is the index's.
    with_index = _private_megabytes()
    shared = _shared_megabytes(folder)
    del index
    gc.collect()
    _tell({"private_mb": with_index - before, "freed_mb": with_index - _private_megabytes(), "mapped_mb": shared})


def watch(folder: Path) -> None:
    """Ask one name again and again until the answer is as expected, and say when it was."""
    from intel.matching import Index, Profile, screen

    index = Index.open(folder)
    screen(index, [Profile("p", ("warm up",), "entity")])
    _tell({"ready": True})
    while line := sys.stdin.readline().strip():
        task = json.loads(line)
        _tell({"watching": True})
        end = time.monotonic() + WAIT_SECONDS
        seen = False
        while not seen and time.monotonic() < end:
            matches = screen(index, [Profile("p", (task["name"],), "entity")])[0]
            seen = any(match.subject == task["key"] for match in matches) == task["expect"]
        _tell({"at": time.monotonic(), "seen": seen})


def _private_megabytes() -> float:
    return _smaps("Private_Clean:", "Private_Dirty:")


def _smaps(*fields: str) -> float:
    try:
        lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    except FileNotFoundError:
        return float("nan")
    return sum(int(line.split()[1]) for line in lines if line.startswith(fields)) / 1024


def _shared_megabytes(folder: Path) -> float:
    """Megabytes of the index's files mapped and touched by this process."""
    try:
        lines = Path("/proc/self/smaps").read_text().splitlines()
    except FileNotFoundError:
        return float("nan")
    inside, kilobytes = False, 0
    for line in lines:
        if "-" in line.split()[0] and ":" not in line.split()[0]:
            inside = str(folder.resolve()) in line
        elif inside and line.startswith("Rss:"):
            kilobytes += int(line.split()[1])
    return kilobytes / 1024


def _tell(facts: dict[str, object]) -> None:
    print(json.dumps(facts), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
