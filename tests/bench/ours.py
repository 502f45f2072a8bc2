"""Our engine, measured: answers, speed, waiting times, memory, start, visibility of changes.

What depends on the state of a process (speed, memory, start, visibility) runs in fresh processes: `probes`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from intel.matching import ENGINE_VERSION, Index, Match, screen
from intel.matching.records import Profile
from intel.matching.training.pairs import Query

from .running import BEST, Answers
from .score import NOT_MEASURED

CHUNK = 5_000
LEAST = 0.001  # lower ones are too many to tell, and no figure depends on them
ROOT = Path(__file__).resolve().parents[2]


def answers(index: Index, queries: list[Query]) -> tuple[Answers, list[list[tuple[int | str, float]]]]:
    """All answers down to probability .001; with them each answer's probability, for calibration."""
    started = time.perf_counter()
    found: list[list[Match]] = []
    for start in range(0, len(queries), CHUNK):
        found += screen(
            index, [query.party for query in queries[start : start + CHUNK]], minimum_probability=LEAST, best=BEST
        )
    seconds = time.perf_counter() - started
    hits = [[(match.subject, match.score) for match in matches] for matches in found]
    probabilities = [[(match.subject, match.probability) for match in matches] for matches in found]
    return Answers("this engine", queries, hits, 0.0, seconds, f"intel.matching {ENGINE_VERSION}"), probabilities


def found_in_20(index: Index, queries: list[Query]) -> float:
    """The share of positives whose subject is among the best 20, however improbable."""
    asked = [query for query in queries if query.truth is not None and query.variation not in NOT_MEASURED]
    answers = screen(index, [query.party for query in asked], minimum_probability=0.0, best=BEST)
    found = [any(match.subject == query.truth for match in got) for query, got in zip(asked, answers, strict=True)]
    return sum(found) / max(1, len(found))


def parts_add_up(index: Index, queries: list[Query]) -> float:
    """The largest distance, in bits, between a score and the sum of its parts."""
    found = screen(index, [query.party for query in queries], minimum_probability=0.0, best=BEST)
    return max(
        (abs(match.score - sum(part.bits for part in match.parts)) for matches in found for match in matches),
        default=0.0,
    )


def waiting_times(index: Index, parties: Sequence[Profile]) -> dict[str, float]:
    """Milliseconds for one party at a time: p50, p95, p99, worst, and the p99 of processor time."""
    screen(index, parties[:20])
    taken, worked = [], []
    for party in parties[20:]:
        started, working = time.perf_counter(), time.process_time()
        screen(index, [party])
        worked.append(1000 * (time.process_time() - working))
        taken.append(1000 * (time.perf_counter() - started))
    percentiles = {f"p{at}": float(np.percentile(taken, at)) for at in (50, 95, 99)}
    return percentiles | {"worst": max(taken), "processor_p99": float(np.percentile(worked, 99))}


def build(subjects: Sequence[Profile], folder: Path) -> tuple[Index, float, int]:
    """A persisted index, the seconds it took, the bytes of its files."""
    started = time.perf_counter()
    index = Index.build(subjects, folder)
    seconds = time.perf_counter() - started
    return index, seconds, sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def speed(folder: Path, parties: Sequence[Profile], workers: int) -> tuple[float, float]:
    """Names a second of `workers` fresh processes on one index, each with its share of the names, warmed up.

    Of the clock, and of processor time (the slowest worker's): the two differ where the machine does other work.
    """
    shares = [parties[at::workers] for at in range(workers)]
    started = [_probe("speed", folder, share) for share in shares]
    for process in started:
        _line(process)
    for process in started:
        _say(process, "go")
    told = [json.loads(_line(process)) for process in started]
    for process in started:
        process.wait()
    return len(parties) / max(each["seconds"] for each in told), len(parties) / max(
        each["processor_seconds"] for each in told
    )


def start_and_memory(folder: Path, party: Profile, more: Sequence[Profile]) -> dict[str, float]:
    """Seconds from the start of a worker to its first answer, imports included; its private megabytes for the index."""
    started = time.perf_counter()
    process = _probe("start", folder, [party, *more])
    first = json.loads(_line(process))
    seconds = time.perf_counter() - started
    rest = json.loads(_line(process))
    process.wait()
    return {"seconds": seconds} | first | rest


def visibility(folder: Path, rounds: int) -> dict[str, float]:
    """Milliseconds from the call that puts, edits or withdraws a subject in one process until another answers by it."""
    process = _probe("watch", folder, [])
    _line(process)
    index = Index.open(folder)
    taken = []
    for at in range(rounds):
        name = f"ZYX VISIBLE {at:04d} QWERTZUIOP SRL"
        edited = f"OTHER KJHGF {at:04d} MNBVCX SRL"
        for act, expect, asked in (("put", True, name), ("edit", True, edited), ("withdraw", False, edited)):
            _say(process, json.dumps({"name": asked, "key": f"probe:{at}", "expect": expect}))
            _line(process)
            started = time.monotonic()
            if act == "withdraw":
                index.withdraw([f"probe:{at}"])
            else:
                index.put([Profile(f"probe:{at}", (asked,), "entity")])
            answer = json.loads(_line(process))
            taken.append(1000 * (answer["at"] - started) if answer["seen"] else float("inf"))
    _say(process, "")
    process.wait()
    return {
        # A change never seen is infinite: no value between two is looked for.
        "p50": float(np.percentile(taken, 50, method="higher")),
        "p99": float(np.percentile(taken, 99, method="higher")),
        "worst": max(taken),
        "changes": len(taken),
    }


def _probe(what: str, folder: Path, parties: Sequence[Profile]) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.probes", what, str(folder)],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    if parties:
        _say(process, json.dumps([[party.key, party.names, party.kind] for party in parties]))
    return process


def _say(process: subprocess.Popen[str], text: str) -> None:
    assert process.stdin is not None
    process.stdin.write(text + "\n")
    process.stdin.flush()


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise RuntimeError(f"A probe ended early with {process.wait()}.")
    return line
