"""A start waits for a migration only when there is something to migrate."""

import os
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from hub.configuration import read
from hub.up import tables
from tests.engines import POSTGRES


@pytest.fixture
def owner() -> Iterator[str]:
    """The owner's address of a database that has had one migration."""
    name = f"test_{os.getpid()}_tables"
    with psycopg.connect(POSTGRES.administrator(), autocommit=True) as connection:
        connection.execute(sql.SQL("create database {} owner hub_owner").format(sql.Identifier(name)))
        address = make_conninfo(read().login("owner"), dbname=name)
        yield address
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def test_tables_are_settled_once_migrated_by_this_code(owner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not tables.are_settled(owner)
    with psycopg.connect(owner) as connection:
        connection.execute("create table django_migrations (id bigserial)")
        connection.execute("insert into django_migrations default values")
    assert not tables.are_settled(owner)
    tables.note_settled(owner)
    assert tables.are_settled(owner)
    monkeypatch.setattr(tables, "SOURCES", ("models.py",))
    assert not tables.are_settled(owner)


def test_a_migration_by_hand_unsettles_them(owner: str) -> None:
    with psycopg.connect(owner) as connection:
        connection.execute("create table django_migrations (id bigserial)")
    tables.note_settled(owner)
    with psycopg.connect(owner) as connection:
        connection.execute("insert into django_migrations default values")
    assert not tables.are_settled(owner)
