"""Something done beside the test, on a connection of its own: seen to wait for a lock of ours, and cut."""

import threading
import time
from collections.abc import Callable

import psycopg
from django.db import OperationalError, connections

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


def waits(table: str) -> int:
    """The process of the database that waits for a lock of ours; found within ten seconds."""
    with psycopg.connect(POSTGRES.administrator(), autocommit=True) as administrator:
        for _turn in range(400):
            found = administrator.execute("select pid from pg_stat_activity where wait_event_type = 'Lock' and query like %s",
                                          [f"%{table}%"]).fetchone()
            if found:
                return int(found[0])
            time.sleep(0.025)
    raise AssertionError(f"nobody waits for {table}")


def ended(process: int) -> None:
    """Cut the connection of a process."""
    with psycopg.connect(POSTGRES.administrator(), autocommit=True) as administrator:
        administrator.execute("select pg_terminate_backend(%s)", [process])
