"""Telling the database who is looking, for one transaction at a time, under a seal.

Row policies read the setting `hub.viewer`, which is set here and nowhere else, always local to the transaction (a plain SET
would outlive it on a pooled connection). Beside it stands a seal, made with a key that the database can check and cannot
use: whoever gets to run SQL of their own can neither widen the viewer nor make another, nor play back an old seal in
another transaction. With nothing set, or with a seal that does not fit, nothing is visible. What this does not stop: code
that runs in the process, which has the key.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import connection, transaction

from agencies.access.viewer import DOOR, NOBODY, Viewer
from hub.kit.policies import APPLICATION, SERVICE

_present: ContextVar[Viewer | None] = ContextVar("hub_viewer", default=None)

#: How long a seal holds, in seconds, if the transaction lasts so long.
SEAL_LASTS = 3600

_HERE = "select pg_backend_pid(), extract(epoch from transaction_timestamp())::text"
_SET = """
    select current_setting('role'), set_config('role', %s, true), set_config('hub.viewer', %s, true),
           set_config('hub.seal', %s, true), set_config('lock_timeout', coalesce(%s, current_setting('lock_timeout')), true)
"""


def now_looking() -> Viewer:
    """Who is looking at this moment; NOBODY outside `looking_as`."""
    return _present.get() or NOBODY


@contextmanager
def looking_as(viewer: Viewer, *, lock_timeout: str | None = None) -> Iterator[Viewer]:
    """Run the block in one transaction in which the database shows what this viewer may see, and no more.

    May be nested: the inner viewer holds for the inner block only. An exception rolls the block back. A statement that waits
    longer than `lock_timeout` ("2s") for somebody else's lock fails; without it, it waits.
    """
    with _acting(APPLICATION, viewer, lock_timeout) as viewer:
        yield viewer


@contextmanager
def at_the_door() -> Iterator[None]:
    """Run the block as nobody who may read who is who: to find out who somebody is, and for nothing else.

    Sessions, tokens and people's rows are closed to everybody until their own viewer is known; see `agencies/policies.sql`.
    """
    if _present.get() is DOOR:
        yield
        return
    with _acting(APPLICATION, DOOR):
        yield


@contextmanager
def as_service(name: str) -> Iterator[Viewer]:
    """Run the block in one transaction as a service of the hub, with the rows that policies open to `hub_service`.

    Only processes that connect as the service (worker, beat, commands) can; the web server's login is refused by the
    database. Whatever it learns goes to people only as rows under policies.
    """
    with _acting(SERVICE, Viewer(label=f"service: {name}")) as viewer:
        yield viewer


def become(viewer: Viewer) -> None:
    """From here to the end of the present `looking_as` block the viewer is another: somebody has just signed in.

    Raises RuntimeError outside such a block.
    """
    if _present.get() is None or not connection.in_atomic_block:
        raise RuntimeError("become() is only for use inside looking_as()")
    _present.set(viewer)
    _tell(APPLICATION, viewer)


@contextmanager
def _acting(role: str, viewer: Viewer, lock_timeout: str | None = None) -> Iterator[Viewer]:
    before, outermost = _present.get(), not connection.in_atomic_block
    with transaction.atomic():
        role_before = _tell(role, viewer, lock_timeout)
        _present.set(viewer)
        try:
            yield viewer
        finally:
            _present.set(before)
        if not outermost and not connection.needs_rollback:  # else it ends with the transaction
            _tell(role_before, before or Viewer())


def _tell(role: str, viewer: Viewer, lock_timeout: str | None = None) -> str:
    """Set role and viewer for the transaction; the role that was in force before."""
    told = "" if role == SERVICE or (viewer.user_id is None and not viewer.acts) else _said(viewer)
    with connection.cursor() as cursor:
        seal = ""
        if told:
            cursor.execute(_HERE)
            seal = _sealed(told, *cursor.fetchone())
        cursor.execute(_SET, [role, told, seal, lock_timeout])
        return str(cursor.fetchone()[0])


def _said(viewer: Viewer) -> str:
    """What the database is told of a viewer: `{"user": 7, "agency": 1, "groups": [3], "cleared": […], "acts": […]}`.

    Of a deputy also in whose name they do what was delegated: `"for": {"releases.decide_release": 9}`.
    """
    told = {"user": viewer.user_id, "agency": viewer.agency_id, "groups": list(viewer.group_ids),
            "cleared": list(viewer.cleared), "acts": sorted(viewer.acts)}
    return json.dumps(told | ({"for": dict(viewer.deputy_for)} if viewer.deputy_for else {}))


def _sealed(told: str, backend: int, began: str) -> str:
    """The seal: key number, end in seconds since 1970, and HMAC-SHA-256 of connection, transaction, end and viewer."""
    key: bytes = settings.SEAL_KEY
    ends = int(time.time()) + SEAL_LASTS
    code = hmac.new(key, f"{backend} {began} {ends} {told}".encode(), hashlib.sha256).hexdigest()
    return f"{key_number(key)} {ends} {code}"


def key_number(key: bytes) -> str:
    """By what the database knows a key: the beginning of its SHA-256. Tells nothing of the key."""
    return hashlib.sha256(b"number of " + key).hexdigest()[:16]
