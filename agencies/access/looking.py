"""Telling the database who is looking, for one transaction at a time.

Row policies read the settings `hub.user`, `hub.agency`, `hub.groups`, `hub.cleared` and `hub.acts`, which are set here and
nowhere else, always local to the transaction (a plain SET would outlive it on a pooled connection). With nothing set,
nothing is visible. What row-level security does not stop: code that runs arbitrary SQL could set them too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

from agencies.access.viewer import NOBODY, Viewer
from hub.kit.policies import APPLICATION, SERVICE

_present: ContextVar[Viewer | None] = ContextVar("hub_viewer", default=None)

_SET = """
    select current_setting('role'), set_config('role', %s, true), set_config('hub.user', %s, true),
           set_config('hub.agency', %s, true), set_config('hub.groups', %s, true), set_config('hub.cleared', %s, true),
           set_config('hub.acts', %s, true)
"""


def now_looking() -> Viewer:
    """Who is looking at this moment; NOBODY outside `looking_as`."""
    return _present.get() or NOBODY


@contextmanager
def looking_as(viewer: Viewer) -> Iterator[Viewer]:
    """Run the block in one transaction in which the database shows what this viewer may see, and no more.

    May be nested: the inner viewer holds for the inner block only. An exception rolls the block back.
    """
    with _acting(APPLICATION, viewer) as viewer:
        yield viewer


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
def _acting(role: str, viewer: Viewer) -> Iterator[Viewer]:
    before = _present.get()
    with transaction.atomic():
        role_before = _tell(role, viewer)
        _present.set(viewer)
        try:
            yield viewer
        finally:
            _present.set(before)
        if not connection.needs_rollback:
            _tell(role_before, before or Viewer())


def _tell(role: str, viewer: Viewer) -> str:
    """Set role and viewer for the transaction; the role that was in force before."""
    values = [
        role,
        "" if viewer.user_id is None else str(viewer.user_id),
        "" if viewer.agency_id is None else str(viewer.agency_id),
        "{" + ",".join(map(str, viewer.group_ids)) + "}",
        "{" + ",".join(viewer.cleared) + "}",
        "{" + ",".join(sorted(viewer.acts)) + "}",
    ]
    with connection.cursor() as cursor:
        cursor.execute(_SET, values)
        return str(cursor.fetchone()[0])
