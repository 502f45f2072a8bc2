"""Something done beside the test, on a connection or in a process of its own: seen to wait for a lock of ours, and cut."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
from django.conf import settings
from django.db import OperationalError, connection, connections
from psycopg.conninfo import make_conninfo

from hub.configuration import ROOT
from hub.kit.errors import HubError
from tests.engines import POSTGRES


def beside(do: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    """Do it in a thread with a connection of its own; what came of it, an error too."""
    found: list[object] = []

    def run() -> None:
        try:
            found.append(do())
        except (HubError, OperationalError) as error:
            found.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, found


def process(*command: str, role: str = "service", **how: Any) -> "subprocess.Popen[str]":
    """A Python process of a role in the database of this test, such as `process("manage.py", "work", "--run")`."""
    login = make_conninfo(settings.CONFIGURATION.login(role), dbname=connection.settings_dict["NAME"])
    return subprocess.Popen([sys.executable, *command], cwd=ROOT, text=True, **how, env={
        **os.environ, "HUB_DATABASE_ROLE": role, f"HUB_DATABASE_{role.upper()}_URL": login})


def waits(table: str, *, within_s: float = 10) -> int:
    """The process that waits for a lock of ours in the database of this test; found within so many seconds."""
    with psycopg.connect(POSTGRES.administrator(), autocommit=True) as administrator:
        for _turn in range(int(within_s / 0.025)):
            found = administrator.execute("select pid from pg_stat_activity where wait_event_type = 'Lock' and query like %s"
                                          " and datname = %s", [f"%{table}%", connection.settings_dict["NAME"]]).fetchone()
            if found:
                return int(found[0])
            time.sleep(0.025)
    raise AssertionError(f"nobody waits for {table}")


def ended(process: int) -> None:
    """Cut the connection of a process."""
    with psycopg.connect(POSTGRES.administrator(), autocommit=True) as administrator:
        administrator.execute("select pg_terminate_backend(%s)", [process])
