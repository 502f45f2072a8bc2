"""sparse_dot_topn: cosine of TF-IDF weighted character 3-grams, as its documentation shows."""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sparse_dot_topn import sp_matmul_topn

NAMES_KEPT = 40  # of which the best 20 subjects are taken
LEAST = 0.15


def main(given: Path, answered: Path) -> None:
    """Read `given`, ask, write `answered`; the best name of a subject counts."""
    task = json.loads(given.read_text())
    started = time.perf_counter()
    owners = np.array([at for at, subject in enumerate(task["subjects"]) for _ in subject["names"]])
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=np.float32)
    indexed = vectorizer.fit_transform([name for subject in task["subjects"] for name in subject["names"]]).T.tocsr()
    built = time.perf_counter()
    processor = time.process_time()
    asked = vectorizer.transform([query["name"] for query in task["queries"]])
    table = sp_matmul_topn(asked, indexed, top_n=NAMES_KEPT, threshold=LEAST, sort=True, n_threads=task["workers"])
    answers: list[list[tuple[object, float]]] = []
    for row in range(len(task["queries"])):
        best: dict[int, float] = {}
        for at in range(table.indptr[row], table.indptr[row + 1]):
            best.setdefault(int(owners[table.indices[at]]), float(table.data[at]))
        answers.append([(task["subjects"][owner]["key"], score) for owner, score in list(best.items())[: task["best"]]])
    finished = time.perf_counter()
    processor = time.process_time() - processor
    answered.write_text(
        json.dumps(
            {
                "answers": answers,
                "build_seconds": built - started,
                "ask_seconds": finished - built,
                "processor_seconds": processor,
                "version": f"sparse_dot_topn {version('sparse_dot_topn')}",
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
