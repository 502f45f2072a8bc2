"""Whether the hub can do its work, for the launcher, load balancers and monitoring. No rule, no rows, no names.

These pages need no turn (`hub/kit/turns.py`) and no connection of the pool, so that a hub with all hands full answers at once.
What was found out holds for a second, whoever asks how often.
"""

import shutil
import threading
import time
from collections.abc import Callable

import psycopg
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from kombu.exceptions import OperationalError

from hub.celery import app
from hub.kit.turns import turns
from hub.metrics import metrics
from intel.screening.kept import building

#: Less room than this, in bytes, where the state folder lies (with the embedded database and broker), is too little.
LEAST_ROOM = 256 << 20
#: How long what was found out is told again, in seconds, and how long the database may take to answer.
HOLDS, WITHIN = 1.0, 2


class Finding:
    """What one look found, looked for anew after a second; who comes while somebody looks is told what was found before."""

    def __init__(self, look: Callable[[], bool]) -> None:
        self._look, self._lock = look, threading.Lock()
        self._found: bool | None = None
        self._until = 0.0

    def __call__(self) -> bool:
        if self._found is not None and time.monotonic() < self._until:
            return self._found
        if self._lock.acquire(blocking=self._found is None):
            try:
                if self._found is None or time.monotonic() >= self._until:
                    self._found = self._look()
                    self._until = time.monotonic() + HOLDS
            finally:
                self._lock.release()
        return bool(self._found)

    def forget(self) -> None:
        """Look anew at the next question."""
        self._found = None


def _database_answers() -> bool:
    try:
        parameters = connection.get_connection_params() | {
            "connect_timeout": WITHIN, "options": f"-c statement_timeout={WITHIN}s"}
        with psycopg.connect(**parameters) as asked:
            asked.execute("select 1")
    except psycopg.Error:
        return False
    return True


def _broker_answers() -> bool:
    try:
        with app.connection_for_write(connect_timeout=2) as broker:
            broker.ensure_connection(max_retries=0, timeout=2, reraise_as_library_errors=True)
    except (OperationalError, OSError):
        return False
    return True


def _has_room() -> bool:
    return shutil.disk_usage(settings.CONFIGURATION.state_dir).free >= LEAST_ROOM


database, broker, room = Finding(_database_answers), Finding(_broker_answers), Finding(_has_room)


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, else 503. A broker that is away is told but is no failure: work waits in rows.

    So are indexes that are built on this host, without which nothing is matched: `{"index of alerts": "40 %"}`.
    """
    answers = database()
    told = {"database": "ok" if answers else "away", "broker": "ok" if broker() else "away",
            **{f"index of {name}": f"{percent} %" for name, percent in building().items()}}
    return JsonResponse(told, status=200 if answers else 503)


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the next request can be carried out, act or reading, else 503: for who chooses where to send it.

    `room` is the disk of the state folder: with less than 256 MB the database may soon keep nothing more. `load` is `full`
    when nobody can so much as wait any more.
    """
    answers, has_room, full = database(), room(), turns.is_full
    told = {"database": "ok" if answers else "away", "broker": "ok" if broker() else "away",
            "room": "ok" if has_room else "full", "load": "full" if full else "ok"}
    return JsonResponse(told, status=200 if answers and has_room and not full else 503)


urlpatterns = [path("healthz", healthz, name="healthz"), path("readyz", readyz, name="readyz"),
               path("metrics", metrics, name="metrics")]
