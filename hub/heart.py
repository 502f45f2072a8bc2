"""The heart of a web server's process: a thread that says every two seconds that the process is alive, and how full it is.

It beats by touching a file named by the process, in the folder that the launcher gave (HUB_HEARTS), which watches it
(`hub/up/watching.py`). It does not beat while the interpreter is held up, nor once every turn has been held by the same
requests for five minutes. A process that is only busy goes on beating.
"""

import atexit
import os
import threading
from contextlib import suppress
from pathlib import Path

from django.db import connection
from prometheus_client import Gauge

from hub.kit.turns import turns

EVERY = 2.0
#: Seconds after which turns that nobody gives back are given up: no statement takes as long, and nothing that a page does.
DEADLOCKED_AFTER = 300.0
FOLDER = "HUB_HEARTS"

CONNECTIONS = Gauge("hub_database_connections", "Database connections of the web server", ["state"], multiprocess_mode="livesum")


def beat_from_now() -> None:
    """Begin to beat, if somebody listens."""
    folder = os.environ.get(FOLDER)
    if folder:
        threading.Thread(target=_beat, args=(Path(folder) / str(os.getpid()),), name="heart", daemon=True).start()


def _beat(file: Path) -> None:
    atexit.register(file.unlink, missing_ok=True)
    pause = threading.Event()
    while file.parent.is_dir():
        if turns.all_held_for() < DEADLOCKED_AFTER:
            with suppress(OSError):  # no room for so much as an empty file
                file.touch()
        _measure()
        pause.wait(EVERY)


def _measure() -> None:
    pool = getattr(connection, "pool", None)
    if pool is not None:
        told = pool.get_stats()
        CONNECTIONS.labels("open").set(told.get("pool_size", 0))
        CONNECTIONS.labels("free").set(told.get("pool_available", 0))
        CONNECTIONS.labels("awaited").set(told.get("requests_waiting", 0))
