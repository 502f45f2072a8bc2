"""nomenklatura: its blocker finds candidates, logic-v2 (or name-based) scores each.

Every entity of a run has an identifier of its own: nomenklatura and rigour remember by identifier, and one used twice
is scored on the names it had before.
"""

from __future__ import annotations

import json
import logging
import sys
import tempfile
import time
from pathlib import Path

SCHEMATA = {"person": "Person", "entity": "Organization", "": "LegalEntity"}


def main(given: Path, answered: Path) -> None:
    """Read `given`, ask, write `answered`."""
    from importlib.metadata import version

    from followthemoney import Dataset, StatementEntity
    from nomenklatura.blocker.index import Index
    from nomenklatura.matching import get_algorithm
    from nomenklatura.matching.types import ScoringConfig
    from nomenklatura.resolver import Linker
    from nomenklatura.store.memory import MemoryStore

    logging.disable(logging.WARNING)
    task = json.loads(given.read_text())
    dataset = Dataset.make({"name": "bench", "title": "bench"})

    def entity(identifier: str, kind: str, names: list[str]) -> StatementEntity:
        made = StatementEntity.from_data(
            dataset, {"id": identifier, "schema": SCHEMATA[kind], "properties": {"name": names}}
        )
        return made

    started = time.perf_counter()
    store = MemoryStore(dataset, Linker({}))
    keys: dict[str, object] = {}
    with store.writer() as writer:
        for at, subject in enumerate(task["subjects"]):
            keys[f"subject-{at}"] = subject["key"]
            writer.add_entity(entity(f"subject-{at}", subject["kind"], subject["names"]))
    view = store.default_view()
    with tempfile.TemporaryDirectory() as folder:
        index = Index(view, Path(folder))
        index.build()
        built = time.perf_counter()
        processor = time.process_time()
        algorithm = get_algorithm(task.get("algorithm", "logic-v2"))
        config = ScoringConfig.defaults()
        asked = {
            f"query-{at}": entity(f"query-{at}", query["kind"], [query["name"]])
            for at, query in enumerate(task["queries"])
        }
        answers: list[list[tuple[object, float]]] = [[] for _ in task["queries"]]
        for identifier, candidates in index.match_entities(asked.values()):
            query = asked[str(identifier)]
            scored = []
            for candidate, _ in candidates:
                subject = view.get_entity(str(candidate))
                if subject is not None:
                    result = algorithm.compare(query, subject, config)
                    if result.score > 0:
                        scored.append((keys[str(candidate)], float(result.score)))
            answers[int(str(identifier).split("-")[1])] = sorted(scored, key=lambda hit: -hit[1])[: task["best"]]
        asked_at = time.perf_counter()
        processor = time.process_time() - processor
        index.close()
    answered.write_text(
        json.dumps(
            {
                "answers": answers,
                "build_seconds": built - started,
                "ask_seconds": asked_at - built,
                "processor_seconds": processor,
                "version": f"nomenklatura {version('nomenklatura')}, rigour {version('rigour')}",
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
