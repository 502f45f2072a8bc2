"""rapidfuzz, every query against every name: WRatio, or ratio on sorted tokens."""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process, utils

CHUNK = 200


def main(given: Path, answered: Path) -> None:
    """Read `given`, ask, write `answered`; the best name of a subject counts."""
    task = json.loads(given.read_text())
    sorted_tokens = task.get("algorithm") == "ratio on sorted tokens"
    started = time.perf_counter()
    prepare = (
        (lambda name: " ".join(sorted(utils.default_process(name).split()))) if sorted_tokens else utils.default_process
    )
    owners = np.array([at for at, subject in enumerate(task["subjects"]) for _ in subject["names"]])
    names = [prepare(name) for subject in task["subjects"] for name in subject["names"]]
    scorer = fuzz.ratio if sorted_tokens else fuzz.WRatio
    built = time.perf_counter()
    processor = time.process_time()
    queries = [prepare(query["name"]) for query in task["queries"]]
    answers: list[list[tuple[object, float]]] = []
    for start in range(0, len(queries), CHUNK):
        table = process.cdist(
            queries[start : start + CHUNK],
            names,
            scorer=scorer,
            score_cutoff=50,
            dtype=np.float32,
            workers=task["workers"],
        )
        for row in table:
            some = np.argpartition(-row, min(60, len(row) - 1))[:60]
            best: dict[int, float] = {}
            for at in some[np.argsort(-row[some], kind="stable")]:
                if row[at] > 0:
                    best.setdefault(int(owners[at]), float(row[at]))
            answers.append(
                [(task["subjects"][owner]["key"], score) for owner, score in list(best.items())[: task["best"]]]
            )
    finished = time.perf_counter()
    processor = time.process_time() - processor
    answered.write_text(
        json.dumps(
            {
                "answers": answers,
                "build_seconds": built - started,
                "ask_seconds": finished - built,
                "processor_seconds": processor,
                "version": f"rapidfuzz {version('rapidfuzz')}",
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
