"""Four database roles: what each may become, and whose row policies hold for it."""

import json
import os
from collections.abc import Iterator

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from hub.engines import StateFolder, roles
from tests.engines import POSTGRES

DATABASE = f"test_{os.getpid()}_roles"


@pytest.fixture(scope="module")
def logins() -> Iterator[dict[str, str]]:
    """The logins of a database with one table, which a policy opens to the service."""
    made = roles.settle(POSTGRES.administrator(), POSTGRES.state, database=DATABASE, embedded=True)
    with psycopg.connect(made["owner"]) as owner:
        owner.execute("create table kept (a int); alter table kept enable row level security; "
                      "alter table kept force row level security; grant select on kept to hub_application, hub_service; "
                      "create policy opened on kept to hub_service using (true); "
                      "create policy filled on kept for insert to hub_owner with check (true); "
                      "insert into kept values (1); "
                      "create function told() returns int language sql as 'select 1'")
    yield made
    roles.settle(POSTGRES.administrator(), POSTGRES.state, database="hub", embedded=True)
    with psycopg.connect(POSTGRES.administrator(), autocommit=True) as connection:
        connection.execute(f"drop database {DATABASE} with (force)")  # type: ignore[arg-type]


@pytest.mark.parametrize(("login", "becomes", "rows"), [
    ("owner", None, 0), ("application", None, 0), ("service", None, 1),
    ("owner", "hub_application", 0), ("owner", "hub_service", 1), ("deputy", "hub_application", 0), ("deputy", "hub_service", 1)])
def test_a_policy_holds_for_its_role_and_not_for_members(
    logins: dict[str, str], login: str, becomes: str | None, rows: int
) -> None:
    with psycopg.connect(logins[login]) as connection:
        if becomes:
            connection.execute("select set_config('role', %s, true)", [becomes])
        assert connection.execute("select count(*) from kept").fetchone() == (rows,)


@pytest.mark.parametrize(("login", "becomes"), [
    ("application", "hub_service"), ("application", "hub_owner"), ("service", "hub_owner"),
    ("service", "hub_application"), ("service", "hub_deputy"), ("application", "hub_deputy"), ("deputy", "hub_owner"),
    ("deputy", "hub_labels"), ("owner", "postgres")])
def test_nobody_becomes_more_than_it_is(logins: dict[str, str], login: str, becomes: str) -> None:
    with psycopg.connect(logins[login]) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("select set_config('role', %s, true)", [becomes])


@pytest.mark.parametrize("login", ["owner", "application", "service", "deputy"])
def test_no_role_is_above_row_policies(logins: dict[str, str], login: str) -> None:
    with psycopg.connect(logins[login]) as connection:
        found = connection.execute(
            "select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user").fetchone()
    assert found == (False, False, False)


@pytest.mark.parametrize("statement", ["create table mine (a int)", "delete from kept", "truncate kept",
                                       "create schema mine", "create temporary table mine (a int)"])
def test_the_application_makes_and_removes_nothing(logins: dict[str, str], statement: str) -> None:
    with psycopg.connect(logins["application"]) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)  # type: ignore[arg-type]


def test_functions_of_the_owner_are_for_the_roles_only(logins: dict[str, str]) -> None:
    with psycopg.connect(make_conninfo(POSTGRES.administrator(), dbname=DATABASE)) as connection:
        asked = "select has_function_privilege('hub_application', 'told()', 'execute'), " \
                "has_function_privilege('pg_monitor', 'told()', 'execute')"
        assert connection.execute(asked).fetchone() == (True, False)


def test_extensions_are_there_for_test_databases_too(logins: dict[str, str]) -> None:
    for database in (DATABASE, "template1"):
        with psycopg.connect(make_conninfo(POSTGRES.administrator(), dbname=database)) as connection:
            found = {row[0] for row in connection.execute("select extname from pg_extension")}
        assert set(roles.EXTENSIONS) <= found


def test_passwords_are_kept_and_settling_again_changes_nothing(logins: dict[str, str]) -> None:
    kept = POSTGRES.state.path / roles.KEPT
    assert kept.stat().st_mode & 0o777 == 0o600
    again = roles.settle(POSTGRES.administrator(), POSTGRES.state, database=DATABASE, embedded=True)
    assert again == logins == json.loads(kept.read_text())


def test_roles_made_from_another_machine_are_not_taken_over_unasked(logins: dict[str, str], state: StateFolder) -> None:
    with pytest.raises(roles.RolesAreTaken, match=r"database\.json.*--new-passwords"):
        roles.settle(POSTGRES.administrator(), state, database=DATABASE)
    assert not (state.path / roles.KEPT).exists()
    with psycopg.connect(logins["application"]) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_a_login_that_may_not_make_roles_is_told_what_to_run() -> None:
    told = roles.sql_to_make_roles("hub")
    for line in ("CREATE ROLE hub_owner LOGIN NOINHERIT CREATEDB", "GRANT hub_application, hub_service TO hub_deputy;",
                 "CREATE DATABASE hub OWNER hub_owner;", "REVOKE ALL ON DATABASE hub FROM PUBLIC;",
                 "CREATE EXTENSION btree_gist;"):
        assert line in told
