"""The indexes of alerts in force that a worker process keeps, one for each agency, brought up to date before each batch."""

import threading
import time
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from intel.matching import Index
from intel.screening import profiles

#: Notes of changes are kept for a day; an index that has not asked for half a day is built anew.
STALE_AFTER_S = 12 * 3600

_CHANGES = """
    select (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint,
           array(select distinct alert_id from screening_alertchange where transaction >= %s)
"""


@dataclass
class _Live:
    indexes: dict[int, Index]  # by owning agency
    seen: int  # transactions below this number were over when the index was last brought up to date
    asked_at: float


_live: _Live | None = None
_lock = threading.Lock()


def indexes() -> list[Index]:
    """The indexes of the alerts in force, as of now: what is committed when this is called is in them.

    One for each agency: which subjects are nearest to a name, and the best that are kept, are counted among an agency's
    own, so that no alert of another agency changes what is found. Costs one short query when nothing changed. Must run
    as the service.
    """
    global _live
    with _lock:
        if _live is None or time.monotonic() - _live.asked_at > STALE_AFTER_S:
            _live = _built()
        else:
            _bring_up_to_date(_live)
        return list(_live.indexes.values())


def note_changes(alerts: Collection[int]) -> None:
    """Tell every worker's indexes, in the present transaction, that these alerts or their subjects changed."""
    if alerts:
        with connection.cursor() as cursor:
            cursor.execute("insert into screening_alertchange (alert_id) select unnest(%s::bigint[])", [list(alerts)])


def forget() -> None:
    """Drop the indexes of this process; the next call builds them from the database."""
    global _live
    with _lock:
        _live = None


def _ask(since: int) -> tuple[int, list[int]]:
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES, [since])
        horizon, changed = cursor.fetchone()
    return horizon, changed


def _built() -> _Live:
    horizon, _changed = _ask(since=2**62)
    in_force = profiles.by_agency(profiles.alerts_in_force())
    return _Live({agency: Index.build(put) for agency, put in in_force.items()}, horizon, time.monotonic())


def _bring_up_to_date(live: _Live) -> None:
    horizon, changed = _ask(since=live.seen)
    if changed:
        in_force = profiles.by_agency(profiles.alerts_in_force().filter(pk__in=changed))
        for agency in live.indexes.keys() | in_force.keys():
            index = live.indexes.setdefault(agency, Index.build(()))
            put = in_force.get(agency, [])
            index.withdraw(set(changed) - {profile.key for profile in put})
            index.put(put)
    live.seen, live.asked_at = horizon, time.monotonic()
