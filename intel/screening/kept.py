"""Indexes that a worker process keeps between batches, one for each agency, brought up to date before each."""

import gc
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db import connection

from intel.matching import Index, Profile

#: Notes of changes are kept for a day; an index that has not asked for half a day is built anew.
STALE_AFTER_S = 12 * 3600

_CHANGES = """
    select (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint,
           array(select distinct {column} from {table} where transaction >= %s)
"""


@dataclass
class _State:
    indexes: dict[int, Index]  # by owning agency
    seen: int  # transactions below this number were over when the indexes were last brought up to date
    asked_at: float


class KeptIndexes:
    """The indexes of some rows as of now: what is committed when they are asked for is in them.

    One for each agency: which subjects are nearest to a name, and the best that are kept, are counted among an agency's
    own, so that no row of another agency changes what is found. `changes` and `column` name the table of notes of changes
    and its column of ids; `load` gives the profiles, keyed by id, of these rows (None: of all) by agency. Asking costs one
    short query when nothing changed. For services.
    """

    def __init__(self, *, changes: str, column: str, load: Callable[[Collection[int] | None], dict[int, list[Profile]]]) -> None:
        self._changes, self._column, self._load = changes, column, load
        self._state: _State | None = None
        self._lock = threading.Lock()

    def by_agency(self) -> dict[int, Index]:
        """The indexes, by the id of the agency."""
        with self._lock:
            if self._state is None or time.monotonic() - self._state.asked_at > STALE_AFTER_S:
                self._state = self._built()
            else:
                self._bring_up_to_date(self._state)
            return dict(self._state.indexes)

    def note(self, ids: Collection[int]) -> None:
        """Tell the indexes of all processes, in the present transaction, that these rows changed."""
        if ids:
            with connection.cursor() as cursor:
                cursor.execute(f"insert into {self._changes} ({self._column}) select unnest(%s::bigint[])", [list(ids)])

    def forget(self) -> None:
        """Drop the indexes of this process; the next call builds them from the database."""
        with self._lock:
            self._state = None

    def _ask(self, since: int) -> tuple[int, list[int]]:
        with connection.cursor() as cursor:
            cursor.execute(_CHANGES.format(table=self._changes, column=self._column), [since])
            horizon, changed = cursor.fetchone()
        return horizon, changed

    def _built(self) -> _State:
        horizon, _changed = self._ask(since=2**62)
        gc.unfreeze()
        state = _State({agency: Index.build(put) for agency, put in self._load(None).items()}, horizon, time.monotonic())
        gc.collect()
        gc.freeze()  # or Python looks at its millions of objects again for every few thousand that a batch makes
        return state

    def _bring_up_to_date(self, state: _State) -> None:
        horizon, changed = self._ask(since=state.seen)
        if changed:
            now = self._load(changed)
            for agency in state.indexes.keys() | now.keys():
                index = state.indexes.setdefault(agency, Index.build(()))
                put = now.get(agency, [])
                index.withdraw(set(changed) - {profile.key for profile in put})
                index.put(put)
        state.seen, state.asked_at = horizon, time.monotonic()
