"""Starts PostgreSQL and Valkey for the tests, before Django reads its settings; stops what no other session uses.

Loaded by `-p tests.engines` in pyproject.toml. The servers keep their data in `.hub/test` and give them up on a power
cut, which makes tests quicker. Sessions that run side by side share the servers; each has databases of its own.
`HUB_TEST_POSTGRES=postgresql://…` runs the tests on another server, of an older release for example.
"""

import os
import re
from dataclasses import dataclass
from typing import IO, Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from hub.configuration import DATABASE_ROLES, ROOT
from hub.engines import EmbeddedPostgres, EmbeddedValkey, StateFolder, roles
from hub.up.translations import compile_translations


@dataclass(frozen=True)
class GivenPostgres:
    """A server that is there already, as `HUB_TEST_POSTGRES`, the address of its superuser, says: of another release, say."""

    address: str
    state: StateFolder

    def administrator(self, database: str = "postgres") -> str:
        """The superuser's address."""
        return make_conninfo(self.address, dbname=database)

    def start(self) -> None:
        """Nothing to do."""

    def stop(self) -> None:
        """Nothing to do."""


GIVEN = os.environ.get("HUB_TEST_POSTGRES", "")
STATE = StateFolder(ROOT / ".hub" / ("test-given" if GIVEN else "test"))
POSTGRES = GivenPostgres(GIVEN, STATE) if GIVEN else EmbeddedPostgres(STATE, durable=False, stays=True)
VALKEY = EmbeddedValkey(STATE, durable=False, stays=True)
SESSION = "HUB_TEST_SESSION"

_in_use: IO[str] | None = None


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: Any, parser: Any, args: list[str]) -> None:
    """Before pytest-django loads the settings: environment, and the servers unless this is a worker of xdist."""
    for name in ("DATABASE_URL", "BROKER_URL", *(f"HUB_DATABASE_{role.upper()}_URL" for role in DATABASE_ROLES)):
        os.environ.pop(name, None)
    os.environ |= {"HUB_STATE_DIR": str(STATE.path), "HUB_DATABASE_ROLE": "owner"}
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in the thread of the test
    if "PYTEST_XDIST_WORKER" not in os.environ:
        os.environ[SESSION] = f"{os.getpid()}"
        (STATE.made().path / "static").mkdir(exist_ok=True)
        compile_translations()
        _start()


def pytest_unconfigure(config: Any) -> None:
    """Stop the servers when this was the last session that used them."""
    global _in_use
    if _in_use is None:
        return
    from tests.hub import prepared

    prepared.forget()
    with STATE.hold("starting.lock", saying="", wait=True):
        _in_use.close()
        _in_use = None
        if not _others_use_them():
            VALKEY.stop()
            POSTGRES.stop()


def _start() -> None:
    global _in_use
    with STATE.hold("starting.lock", saying="", wait=True):
        alone = not _others_use_them()
        POSTGRES.start()
        VALKEY.start()
        STATE.write_private("broker.url", VALKEY.address())
        roles.settle(POSTGRES.administrator(), STATE, database="hub", embedded=True)
        if alone:
            _drop_left_overs()
        _in_use = STATE.hold("sessions.lock", saying="", shared=True)


def _others_use_them() -> bool:
    from hub.engines import AlreadyHeld

    try:
        STATE.hold("sessions.lock", saying="").close()
    except AlreadyHeld:
        return True
    return False


def _drop_left_overs() -> None:
    """Databases of sessions that were killed."""
    with psycopg.connect(POSTGRES.administrator(), autocommit=True) as connection:
        for (name,) in connection.execute("select datname from pg_database").fetchall():
            if re.fullmatch(r"test_\d+\w*", name):
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
