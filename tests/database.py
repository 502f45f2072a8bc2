"""A migrated database for each test process, copied from a template that is made once for each state of the code."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql
from psycopg.conninfo import make_conninfo

from hub.configuration import ROOT
from tests.engines import POSTGRES, SESSION, STATE

TEMPLATES = "migrated_"
#: So many earlier ones are kept: whoever goes back and forth between two states of the code finds both.
KEPT = 3
#: Files that migrations and what follows them (policies, permissions, codes) are made of.
MIGRATED_BY = ("migrations/*.py", "apps.py", "policies.sql", "codes.json", "loading.py", "acts.py", "roles.py",
               "policies.py", "functions.sql", "settling.py", "labels/*.py", "keeping/*.py")


class TestDatabase:
    """The database of this process. Everything in it can be thrown away between two tests."""

    __test__ = False

    def __init__(self) -> None:
        self.name = f"test_{os.environ[SESSION]}{os.environ.get('PYTEST_XDIST_WORKER', '')}"
        self._template = template()

    def make(self) -> None:
        """Copy the template and let Django's connections lead to the copy."""
        self._run("CREATE DATABASE {} TEMPLATE {} OWNER hub_owner", self.name, self._template)
        settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = self.name

    def make_anew(self) -> None:
        """Throw away what a test has committed."""
        self.drop()
        self.make()

    def drop(self) -> None:
        """Remove the database, whoever is still connected."""
        connections.close_all()
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(POSTGRES.administrator(), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]


def template() -> str:
    """The name of a database migrated by the code as it is now; made when there is none yet.

    From the newest one whose migrations are all there still, word for word, as an installation is brought up to date; from
    nothing where there is none, which takes a minute of the processor.
    """
    name = f"{TEMPLATES}{_fingerprint()}"
    with STATE.hold("template.lock", saying="", wait=True):
        with psycopg.connect(POSTGRES.administrator(), autocommit=True) as connection:
            present = [row[0] for row in connection.execute(
                "select datname from pg_database where starts_with(datname, %s) order by oid desc", [TEMPLATES])]
            if name in present:
                return name
            for old in present[KEPT:]:
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(old)))
            connection.execute("DROP DATABASE IF EXISTS making WITH (FORCE)")  # of a run that was killed
            migrations = set(map(_digest, _files("migrations/*.py")))
            earlier = next((old for old in present[:KEPT] if _had(connection, old) <= migrations), "template1")
            connection.execute(sql.SQL("CREATE DATABASE making TEMPLATE {} OWNER hub_owner").format(sql.Identifier(earlier)))
            try:
                _migrate("making")
                connection.execute(sql.SQL("COMMENT ON DATABASE making IS {}").format(sql.Literal(" ".join(sorted(migrations)))))
                connection.execute(sql.SQL("ALTER DATABASE making RENAME TO {}").format(sql.Identifier(name)))
            finally:
                connection.execute("DROP DATABASE IF EXISTS making WITH (FORCE)")
    return name


def _had(connection: "psycopg.Connection[Any]", template: str) -> set[str]:
    """Digests of the migrations that a template has had; "unknown" where it does not say."""
    found = connection.execute(
        "select shobj_description(oid, 'pg_database') from pg_database where datname = %s", [template]).fetchone()
    return set((found and found[0] or "unknown").split())


def _digest(path: Path) -> str:
    return hashlib.sha256(f"{path.relative_to(ROOT)} ".encode() + path.read_bytes()).hexdigest()[:16]


def _migrate(database: str) -> None:
    address = make_conninfo(settings.CONFIGURATION.login("owner"), dbname=database)
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "migrate", "--no-input", "--verbosity", "0"], cwd=ROOT, check=False,
        env={**os.environ, "HUB_DATABASE_OWNER_URL": address}, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"migrate failed:\n{done.stdout}{done.stderr}")


def _fingerprint() -> str:
    """Changes with the name and the content of every file that migrations, row policies or what follows them may read."""
    return hashlib.sha256(" ".join(map(_digest, sorted(_files(*MIGRATED_BY)))).encode()).hexdigest()[:16]


def _files(*patterns: str) -> set[Path]:
    return {path for room in ("agencies", "hub", "intel") for pattern in patterns for path in (ROOT / room).rglob(pattern)
            if "node_modules" not in path.parts}
