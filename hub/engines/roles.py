"""The database roles of the hub, made on the embedded server or on a given one.

    hub_owner        owns the database and its tables; migrates; row policies bind it too (FORCE)
    hub_application  answers people: reads and writes only what policies show to who is looking
    hub_service      screens: has policies of its own, and answers nobody
    hub_deputy       acts for people who are not there (imports, commands): may become the application or the service
    hub_labels       nobody's login: owns the functions that write labels and read who is who, with policies of its own

None is a superuser and none bypasses row policies. Membership can be SET but is not inherited: a policy
`TO hub_service` holds for a session that has become the service, not for every member of it.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from hub.engines.folder import StateFolder
from hub.engines.process import EngineError

OWNER, APPLICATION, SERVICE, DEPUTY = "hub_owner", "hub_application", "hub_service", "hub_deputy"
ROLES = {"owner": OWNER, "application": APPLICATION, "service": SERVICE, "deputy": DEPUTY}
#: Owns the functions that write labels; nobody signs in as it.
LABELS = "hub_labels"
#: member -> the roles it may become
BECOMES = {DEPUTY: (APPLICATION, SERVICE), OWNER: (APPLICATION, SERVICE, LABELS)}
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin", "btree_gist")
OLDEST_SERVER = 150000
KEPT = "database.json"


class MayNotMakeRoles(EngineError):
    """The login given may not make roles; the message holds the SQL for somebody who may."""


class RolesAreTaken(EngineError):
    """The roles are on the server, and this machine does not have their passwords."""


@dataclass(frozen=True)
class _Login:
    """What the server says about the login that settles the roles."""

    name: str
    superuser: bool
    makes_roles: bool
    version: int


def settle(
    administrator: str, state: StateFolder, *, database: str = "", embedded: bool = False, new_passwords: bool = False
) -> dict[str, str]:
    """Make or mend database, roles, memberships, extensions; the address of each role, also kept in `database.json`.

    `administrator` is an address whose login may make roles. `database` overrides the name in that address; it is made
    when absent. `embedded` prepares `template1` too, so that test databases have the extensions, and takes the
    passwords in the state folder for the truth. Safe to repeat. Raises MayNotMakeRoles, RolesAreTaken, EngineError.
    """
    parts: dict[str, Any] = conninfo_to_dict(administrator)
    database = database or str(parts.get("dbname") or "hub")
    with _connect(administrator, database) as connection:
        login = _login(connection)
        if login.version < OLDEST_SERVER:
            raise EngineError(f"The database server is version {login.version // 10000}; the hub needs 15 or newer.")
        passwords = _passwords(state)
        _make_roles(connection, login, passwords, database, take_over=embedded or new_passwords)
        _make_database(connection, database)
    for name in ("template1", database) if embedded else (database,):
        _prepare_database(make_conninfo(administrator, dbname=name), login)
    logins = {role: _address(parts, name, passwords[name], database) for role, name in ROLES.items()}
    keep(state, logins)
    return logins


def keep(state: StateFolder, logins: Mapping[str, str]) -> None:
    """Write the four addresses where every process of the hub looks for them."""
    state.write_private(KEPT, json.dumps(logins, indent=1))


def sql_to_make_roles(database: str) -> str:
    """What an administrator of the server runs by hand when the hub may not."""
    roles = "\n".join(
        f"CREATE ROLE {name} LOGIN NOINHERIT {'CREATEDB ' if name == OWNER else ''}PASSWORD '…';"
        for name in ROLES.values())
    grants = "\n".join(f"GRANT {', '.join(of)} TO {member};" for member, of in BECOMES.items())
    return (
        f"{roles}\nCREATE ROLE {LABELS} NOLOGIN NOINHERIT;\n{grants}\n"
        f"CREATE DATABASE {database} OWNER {OWNER};\nREVOKE ALL ON DATABASE {database} FROM PUBLIC;\n"
        f"GRANT CONNECT ON DATABASE {database} TO {APPLICATION}, {SERVICE}, {DEPUTY};\n\\connect {database}\n"
        f"ALTER SCHEMA public OWNER TO {OWNER};\n"
        f"GRANT USAGE ON SCHEMA public TO {APPLICATION}, {SERVICE};\n"
        f"GRANT USAGE, CREATE ON SCHEMA public TO {LABELS};\n"
        + "\n".join(f"CREATE EXTENSION {name};" for name in EXTENSIONS))


def _connect(administrator: str, database: str) -> "psycopg.Connection[Any]":
    """A connection to the database, or to `postgres` while the database does not exist."""
    try:
        return psycopg.connect(administrator, dbname=database, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as refused:
        if "does not exist" not in str(refused):
            raise EngineError(f"The database does not let us in: {refused}") from refused
    return psycopg.connect(administrator, dbname="postgres", autocommit=True, connect_timeout=10)


def _login(connection: "psycopg.Connection[Any]") -> _Login:
    found = connection.execute(
        "select current_user, rolsuper, rolcreaterole from pg_roles where rolname = current_user").fetchone()
    assert found is not None
    return _Login(*found, version=connection.info.server_version)


def _passwords(state: StateFolder) -> dict[str, str]:
    """One password for each role: those kept in `database.json`, else new ones."""
    kept = state.path / KEPT
    logins = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
    known = {str(parts.get("user")): str(parts.get("password") or "")
             for parts in (conninfo_to_dict(address) for address in logins.values())}
    return {name: known.get(name) or secrets.token_urlsafe(32) for name in ROLES.values()}


def _make_roles(
    connection: "psycopg.Connection[Any]", login: _Login, passwords: dict[str, str], database: str, *, take_over: bool
) -> None:
    found = connection.execute(
        "select rolname, rolsuper or rolbypassrls or rolinherit or not rolcanlogin"
        "     or (rolname = %s and not rolcreatedb) from pg_roles where rolname = any(%s)",
        [OWNER, list(passwords)]).fetchall()
    present: dict[str, bool] = dict(found)
    missing = [name for name in passwords if name not in present]
    if missing and not (login.superuser or login.makes_roles):
        raise MayNotMakeRoles(
            f"The login {login.name} may not make roles. Ask an administrator of the server to run\n\n"
            f"{sql_to_make_roles(database)}\n\nand set HUB_DATABASE_OWNER_URL, HUB_DATABASE_APPLICATION_URL, "
            "HUB_DATABASE_SERVICE_URL and HUB_DATABASE_DEPUTY_URL to those logins instead of DATABASE_URL.")
    for name, password in passwords.items():
        attributes: LiteralString = "LOGIN NOINHERIT CREATEDB" if name == OWNER else "LOGIN NOINHERIT"
        if name in missing:
            _execute(connection, "CREATE ROLE {} " + attributes + " PASSWORD {}", name, password=password)
            continue
        if present[name]:
            _execute(connection, "ALTER ROLE {} " + attributes + " NOSUPERUSER NOBYPASSRLS", name)
        if not _lets_in(connection, name, password):
            if not take_over:
                raise RolesAreTaken(
                    f"The role {name} is on this server with a password that is not in this state folder. Copy "
                    f"{KEPT} from the machine that made it, or run `manage.py up --new-passwords` to change the "
                    "passwords of the four roles, which locks out every other machine that uses them.")
            _execute(connection, "ALTER ROLE {} PASSWORD {}", name, password=password)
    _make_labels_role(connection)
    _make_memberships(connection, login)


def _make_labels_role(connection: "psycopg.Connection[Any]") -> None:
    if connection.execute("select 1 from pg_roles where rolname = %s", [LABELS]).fetchone() is None:
        _execute(connection, "CREATE ROLE {} NOLOGIN NOINHERIT", LABELS)
    else:
        _execute(connection, "ALTER ROLE {} NOLOGIN NOINHERIT NOBYPASSRLS", LABELS)


def _make_memberships(connection: "psycopg.Connection[Any]", login: _Login) -> None:
    """Before version 16 the member's NOINHERIT says that membership is not inherited, since then each grant does."""
    how: LiteralString = " WITH INHERIT FALSE, SET TRUE" if login.version >= 160000 else ""
    _execute(connection, "REVOKE {} FROM {}", APPLICATION, SERVICE)  # which it could become in earlier releases
    for member, becomes in BECOMES.items():
        for role in becomes:
            _execute(connection, "GRANT {} TO {}" + how, role, member)
    if not login.superuser:
        for role in ROLES.values():
            _execute(connection, "GRANT {} TO {}", role, login.name)


def _make_database(connection: "psycopg.Connection[Any]", database: str) -> None:
    found = connection.execute(
        "select pg_get_userbyid(datdba) from pg_database where datname = %s", [database]).fetchone()
    if found is None:
        _execute(connection, "CREATE DATABASE {} OWNER {}", database, OWNER)
    elif found[0] != OWNER:
        _execute(connection, "ALTER DATABASE {} OWNER TO {}", database, OWNER)
    _execute(connection, "REVOKE ALL ON DATABASE {} FROM PUBLIC", database)
    _execute(connection, "GRANT CONNECT ON DATABASE {} TO {}, {}, {}", database, APPLICATION, SERVICE, DEPUTY)


def _prepare_database(address: str, login: _Login) -> None:
    """Extensions, the owner's right to make tables, and nothing for PUBLIC.

    Functions that the owner makes (row policies call them) may be run by the two roles and by nobody else.
    """
    with psycopg.connect(address, autocommit=True) as connection:
        if not login.superuser:  # this role owns the schema; before 16 our NOINHERIT owner does not inherit from it
            _execute(connection, "SET ROLE pg_database_owner")
        _execute(connection, "GRANT ALL ON SCHEMA public TO {}", OWNER)
        _execute(connection, "GRANT USAGE ON SCHEMA public TO {}, {}", APPLICATION, SERVICE)
        _execute(connection, "GRANT USAGE, CREATE ON SCHEMA public TO {}", LABELS)
        _execute(connection, "REVOKE ALL ON SCHEMA public FROM PUBLIC")
        if not login.superuser:
            _execute(connection, "SET ROLE {}", OWNER)
        for name in EXTENSIONS:
            _execute(connection, "CREATE EXTENSION IF NOT EXISTS {}", name)
        _execute(connection, "ALTER DEFAULT PRIVILEGES FOR ROLE {} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC", OWNER)
        _execute(connection, "ALTER DEFAULT PRIVILEGES FOR ROLE {} GRANT EXECUTE ON FUNCTIONS TO {}, {}",
                 OWNER, APPLICATION, SERVICE)


def _lets_in(connection: "psycopg.Connection[Any]", name: str, password: str) -> bool:
    """Whether the server takes this password for the role."""
    info = connection.info
    try:
        with psycopg.connect(host=info.host, port=info.port, dbname=info.dbname, user=name, password=password,
                             connect_timeout=10):
            return True
    except psycopg.OperationalError as refused:
        return "permission denied for database" in str(refused)  # password taken; CONNECT is granted a moment later


def _execute(connection: "psycopg.Connection[Any]", statement: LiteralString, *names: str, password: str = "") -> None:
    values: list[sql.Composable] = [sql.Identifier(name) for name in names]
    if password:
        values.append(sql.Literal(password))
    connection.execute(sql.SQL(statement).format(*values))


def _address(parts: Mapping[str, Any], user: str, password: str, database: str) -> str:
    """The administrator's address with another login; as a URL would, but in libpq's own words."""
    return make_conninfo(**{**parts, "user": user, "password": password, "dbname": database})
