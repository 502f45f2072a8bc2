"""Bringing the tables up to date, and knowing when they are: a start should not wait for a migration of nothing."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from hub import configuration
from hub.configuration import ROOT

#: What migrations, and what follows them (row policies, permissions, codes), are made of.
SOURCES = ("*.py", "*.sql", "*.json", "*.csv")


def are_settled(owner: str) -> bool:
    """Whether the database was last migrated by this code, and nobody has migrated it by hand since.

    `owner` is the address of the owner's login. The mark is a comment on the database itself, so that it goes with it.
    """
    with psycopg.connect(owner) as connection:
        found = connection.execute(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()").fetchone()
        return found is not None and found[0] == _mark(connection)


def note_settled(owner: str) -> None:
    """Put the mark on the database, after a migration that went well."""
    with psycopg.connect(owner) as connection:
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(
            sql.Identifier(connection.info.dbname), sql.Literal(_mark(connection))))


def _mark(connection: "psycopg.Connection[Any]") -> str:
    """Changes with the code, with the migrations that the database has had, and with the key that it checks seals by."""
    if connection.execute("select to_regclass('django_migrations')").fetchone() == (None,):
        return "without tables"
    had = connection.execute("select count(*), max(id) from django_migrations").fetchone()
    key = hashlib.sha256(configuration.read().sealing_key()).hexdigest()[:8]
    return f"settled by {_fingerprint()} after {had} with {key}"


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(_sources()):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:24]


def _sources() -> Iterator[Path]:
    yield ROOT / "requirements.txt"
    for room in ("agencies", "hub", "intel"):
        for pattern in SOURCES:
            yield from (path for path in (ROOT / room).rglob(pattern) if "assets" not in path.parts)
