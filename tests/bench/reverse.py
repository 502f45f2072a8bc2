"""The other direction: one new alert against a million known parties, candidates by pg_trgm, then our compare."""

from __future__ import annotations

import time
from collections.abc import Sequence
from random import Random

import numpy as np
import psycopg

from intel.matching import compare
from intel.matching.records import Profile
from intel.matching.training import invented

from .postgres import load_names

ALERTS = 20
CANDIDATES = 500
NEAR = "SELECT subject, name FROM known WHERE name %% %(name)s ORDER BY similarity(name, %(name)s) DESC LIMIT %(most)s"


def known_parties(traders: Sequence[Profile], count: int, seed: int = 11) -> list[str]:
    """`count` names: the traders there are, and others in their fashion, and persons."""
    rng = Random(seed)
    real = [profile.names[0] for profile in traders][:count]
    words = [name.split() for name in real]
    while len(real) < count:
        act = rng.random()
        if act < 0.35 or not words:
            real.append(invented.person(rng) if act < 0.25 else invented.organisation(rng))
        else:
            head, tail = rng.choice(words), rng.choice(words)
            real.append(" ".join(head[: (len(head) + 1) // 2] + tail[len(tail) // 2 :]))
    return real


def new_alert_times(
    connection: psycopg.Connection, names: Sequence[str], alerts: Sequence[Profile]
) -> dict[str, float]:
    """Seconds a new alert takes against `names`: p50 and worst over some alerts, candidates and comparison apart."""
    loading = load_names(connection, "known", list(enumerate(names)), "gin")
    connection.execute("SET pg_trgm.similarity_threshold = 0.4")
    searching, comparing = [], []
    for alert in alerts[:ALERTS]:
        started = time.perf_counter()
        near = {row for name in alert.names for row in connection.execute(NEAR, {"name": name, "most": CANDIDATES})}
        found = time.perf_counter()
        for key, name in near:
            compare(Profile(key, (name,)), alert)
        searching.append(found - started)
        comparing.append(time.perf_counter() - found)
    connection.execute("DROP TABLE known")
    total = np.array(searching) + np.array(comparing)
    return {
        "parties": float(len(names)),
        "p50": float(np.median(total)),
        "worst": float(total.max()),
        "search_p50": float(np.median(searching)),
        "compare_p50": float(np.median(comparing)),
        "loading": loading,
    }
