"""What every connection is told at its start, whoever made the login; and whom a connection of the pool leads to."""

import time
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper

from hub.configuration import Configuration
from hub.database import database, limits


def connected(configuration: Configuration) -> "psycopg.Connection[Any]":
    """A connection as a process of that role has it, whatever the server says of the role."""
    told = database(configuration)
    return psycopg.connect(dbname=told["NAME"], user=told["USER"], password=told["PASSWORD"], host=told["HOST"],
                           options=told["OPTIONS"]["options"])


@pytest.mark.parametrize(("role", "statement", "idle", "lock"), [
    ("application", "7s", "1min", "5s"), ("service", "8min", "30min", "0"), ("deputy", "8min", "30min", "0"),
    ("owner", "0", "0", "0")])
def test_each_role_has_its_own_limits(role: str, statement: str, idle: str, lock: str) -> None:
    given = replace(settings.CONFIGURATION, database_role=role, statement_seconds=7, worker_statement_seconds=480)
    with connected(given) as connection:
        shown = [connection.execute(f"show {name}").fetchone()[0] for name in (  # type: ignore[index,arg-type]
            "statement_timeout", "idle_in_transaction_session_timeout", "lock_timeout")]
    assert shown == [statement, idle, lock]


def test_a_statement_of_the_web_server_ends_even_when_the_login_was_made_by_somebody_else() -> None:
    login = settings.CONFIGURATION.login("application")
    given = replace(settings.CONFIGURATION, database_role="application", statement_seconds=1, database_application_url=login)
    began = time.monotonic()
    with connected(given) as connection, pytest.raises(psycopg.errors.QueryCanceled):
        connection.execute("select pg_sleep(30)")
    assert time.monotonic() - began < 10


def test_what_the_operator_wrote_into_the_address_holds() -> None:
    login = psycopg.conninfo.make_conninfo(settings.CONFIGURATION.login("application"), options="-c statement_timeout=3s")
    given = replace(settings.CONFIGURATION, database_role="application", database_application_url=login)
    with connected(given) as connection:
        assert connection.execute("show statement_timeout").fetchone() == ("3s",)
        assert connection.execute("show lock_timeout").fetchone() == ("5s",)


def test_the_pool_has_a_connection_for_each_thread_and_a_worker_has_none() -> None:
    def pool(role: str) -> Any:
        return database(replace(settings.CONFIGURATION, database_role=role, web_threads=9))["OPTIONS"].get("pool")

    assert pool("application")["max_size"] >= 9
    assert pool("service") is None and pool("owner") is None
    assert "statement_timeout" in limits(settings.CONFIGURATION)


@pytest.mark.django_db
def test_a_connection_of_the_pool_leads_the_next_one_to_nobody() -> None:
    """One connection, used by one person and then by the next: neither viewer nor seal is left on it."""
    options = database(replace(settings.CONFIGURATION, database_role="application"))["OPTIONS"]
    pooled = DatabaseWrapper({**connection.settings_dict, "OPTIONS": {**options, "pool": {"min_size": 1, "max_size": 1}}})
    seen = ("select pg_backend_pid(), coalesce(current_setting('hub.viewer', true), ''), "
            "coalesce(current_setting('hub.seal', true), '')")
    try:
        pooled.ensure_connection()
        pooled.set_autocommit(False)
        with pooled.cursor() as cursor:
            cursor.execute("select set_config('hub.viewer', 'ana', true), set_config('hub.seal', 'hers', true)")
            cursor.execute(seen)
            backend, *hers = cursor.fetchone()
        pooled.close()  # in the middle of her transaction, as a thread that ends badly leaves it
        with pooled.cursor() as cursor:
            cursor.execute(seen)
            assert cursor.fetchone() == (backend, "", "")
        assert hers == ["ana", "hers"]
    finally:
        pooled.close()
        pooled.close_pool()
