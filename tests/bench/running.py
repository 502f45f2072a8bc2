"""Peers run one after the other, each in a process of its own; one that cannot run says why."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from intel.matching.records import Profile
from intel.matching.training.pairs import Query

from .score import Hits

PEERS = Path(__file__).parent / "peers"
BEST = 20
PATIENCE_SECONDS = 1800


@dataclass(frozen=True, slots=True)
class Answers:
    """What a method answered, in the order of the queries it was asked; `missing` says why there is nothing."""

    method: str
    queries: list[Query]
    hits: Hits
    build_seconds: float = 0.0
    ask_seconds: float = 0.0
    version: str = ""
    missing: str = ""
    processor_seconds: float = 0.0

    @property
    def per_second(self) -> float:
        """Names asked a second, the building of the index apart."""
        return len(self.queries) / self.ask_seconds if self.ask_seconds else float("nan")

    @property
    def per_processor_second(self) -> float:
        """Names asked a second of processor time: what a machine that does nothing else would show."""
        return len(self.queries) / self.processor_seconds if self.processor_seconds else float("nan")


def run_peer(
    program: str,
    method: str,
    python: Path,
    subjects: Sequence[Profile],
    queries: list[Query],
    *,
    algorithm: str = "",
    workers: int = 1,
) -> Answers:
    """Run `peers/<program>.py` with `python` and read its answers."""
    task = {
        "subjects": [{"key": p.key, "kind": p.kind, "names": p.names} for p in subjects],
        "queries": [{"kind": q.party.kind, "name": q.party.names[0]} for q in queries],
        "best": BEST,
        "workers": workers,
    } | ({"algorithm": algorithm} if algorithm else {})
    with tempfile.TemporaryDirectory() as folder:
        given, answered = Path(folder, "given.json"), Path(folder, "answered.json")
        given.write_text(json.dumps(task))
        try:
            ran = subprocess.run(
                [python, PEERS / f"{program}.py", given, answered],
                capture_output=True,
                text=True,
                timeout=PATIENCE_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Answers(method, [], [], missing=f"gave no answer in {PATIENCE_SECONDS} s")
        if ran.returncode:
            return Answers(method, [], [], missing=(ran.stderr.strip().splitlines() or ["failed"])[-1][:160])
        result = json.loads(answered.read_text())
    hits = [[(key, score) for key, score in found] for found in result["answers"]]
    return Answers(
        method,
        queries,
        hits,
        build_seconds=result["build_seconds"],
        ask_seconds=result["ask_seconds"],
        processor_seconds=result["processor_seconds"],
        version=result["version"],
    )
