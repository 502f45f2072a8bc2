"""The indexes as a process has them: opened, brought up to date before each batch, and now and then built anew."""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from agencies.access import as_service
from intel import matching
from intel.matching import DamagedIndex, Profile
from intel.screening.kept import apart
from intel.screening.kept.notes import EVERYTHING, Covered, Notes, database, newest
from intel.screening.kept.shelf import STALE_AFTER_S, Shelf, Taken
from intel.screening.metrics import IN_MEMORY

log = logging.getLogger(__name__)

#: What was taken out, or replaced, leaves the files so long after, since they are built anew then; in any case once a day.
CHANGED_FOR_S, BUILT_FOR_S = 3600, 86_400
#: An agency's journal of more bytes is built into its base at once: what the journal holds, each process has by itself.
LONG_JOURNAL = 2 << 20
#: A process whose disk refused goes on by itself, and tries again after this.
TRIES_AGAIN_S = 300.0
#: How often a process looks whether they are to be built anew.
LOOKS_S = 10.0

Rows = Callable[[Collection[int] | None], QuerySet[Any, Any]]

_kept: dict[str, KeptIndexes] = {}


def kept_as(name: str) -> KeptIndexes:
    """The indexes of that name. Raises LookupError."""
    if name not in _kept:
        raise LookupError(f"There are no indexes {name!r}; there are {', '.join(sorted(_kept))}.")
    return _kept[name]


def building() -> dict[str, int]:
    """The indexes that are being built on this host, and how far that is, in percent."""
    if not settings.INDEX_DIR:
        return {}
    under_way = {name: Shelf(name).progress() for name in _kept}
    return {name: progress.percent for name, progress in under_way.items() if progress is not None}


@dataclass
class _State:
    indexes: dict[int, matching.Index]  # by owning agency
    covered: Covered
    asked_at: float
    shelf: Shelf | None  # None: in the memory of this process alone
    tries_at: float = float("inf")


class KeptIndexes:
    """The indexes of some rows as of now: what is committed when they are asked for is in them. For services.

    One for each agency: which subjects are nearest to a name, and the best that are kept, are counted among an agency's
    own, so that no row of another agency changes what is found. `changes` and `column` name the table of notes of changes
    and its column of ids. `rows` gives rows of values (of these ids; None: all), the agency first, and ordered by it and by
    id; `profile` makes a profile of one. Asking costs one short query when nothing changed.

    They lie on disk (`shelf`), mapped into memory and shared by all processes of the host. Where there is no INDEX_DIR, or
    the disk refuses, each process has its own in memory.
    """

    def __init__(self, name: str, *, changes: str, column: str, rows: Rows, profile: Callable[[Any], Profile]) -> None:
        self.name, self.notes, self.rows, self._profile = name, Notes(changes, column), rows, profile
        self._state: _State | None = None
        self._lock = threading.RLock()
        self._looks_at = 0.0
        _kept[name] = self

    def by_agency(self) -> dict[int, matching.Index]:
        """The indexes, by the id of the agency."""
        with self._lock:
            state = self._state
            if state is None or time.monotonic() > min(state.asked_at + STALE_AFTER_S, state.tries_at):
                state = self._state = self._opened()
            try:
                self._bring_up_to_date(state)
            except (DamagedIndex, FileNotFoundError) as lost:
                log.warning("The indexes of %s are gone (%s); they are made anew.", self.name, lost)
                state = self._state = self._opened()
                self._bring_up_to_date(state)
            return dict(state.indexes)

    def prepare(self) -> None:
        """Open or build them before there is work that would wait; see that they are built anew when it is time.

        Outside of any transaction. Where they are in memory alone, nothing is done.
        """
        if not settings.INDEX_DIR or not self._lock.acquire(blocking=False):
            return
        try:
            if self._state is None:
                with as_service("screening"):
                    self.by_agency()
            if time.monotonic() >= self._looks_at:
                self._looks_at = time.monotonic() + LOOKS_S
                taken = self._state.shelf.taken() if self._state and self._state.shelf else None
                if taken and self._state and self._state.shelf and _is_due(taken, self._state.indexes.values()):
                    self._look_after(self._state.shelf)
        finally:
            self._lock.release()

    def note(self, ids: Collection[int]) -> None:
        """Tell the indexes of all processes, in the present transaction, that these rows changed."""
        if ids:
            self.notes.add(list(ids))

    def forget(self) -> None:
        """Drop the indexes of this process; the next call opens them, or builds them from the database."""
        with self._lock:
            self._state = None

    def load(self, ids: Collection[int] | None) -> Iterator[tuple[int, Profile]]:
        """The profiles of these rows, or of all, each with its agency."""
        for row in self.rows(ids).iterator(chunk_size=2_000):
            yield row[0], self._profile(row)

    def trusted(self, shelf: Shelf) -> tuple[Taken, dict[int, matching.Index]] | None:
        """What lies on disk, opened, if it is whole and of this database, and if its changes since can be told; else None."""
        taken = shelf.taken()
        if (taken is None or taken.database != database() or time.time() - shelf.asked_at() > STALE_AFTER_S
                or not self.notes.could_follow(taken.covered, taken.last)):
            return None
        indexes = {}
        for agency in shelf.agencies():
            at = taken.folders.get(f"agency-{agency}", (0, 0))
            try:
                indexes[agency] = matching.Index.open(shelf.of_agency(agency))
            except (DamagedIndex, FileNotFoundError) as lost:
                log.warning("%s", lost)
                if at == (0, 0):
                    continue  # begun, and never said to be there
                return None
            if indexes[agency].position < at:
                log.warning("The journal in %s ends too early.", shelf.of_agency(agency))
                return None
        return (taken, indexes) if taken.folders.keys() <= {f"agency-{agency}" for agency in indexes} else None

    def _opened(self) -> _State:
        if settings.INDEX_DIR:
            try:
                shelf = Shelf(self.name).made()
                found = self.trusted(shelf)
                if found is None:
                    apart.build(self, shelf)
                    found = self.trusted(shelf)
                if found is not None:
                    IN_MEMORY.labels(self.name).set(0)
                    taken, indexes = found
                    # Of a database that was put back to the last note, every transaction since is a later one.
                    horizon = min(taken.covered.horizon, taken.last[1] + 1) if taken.last else taken.covered.horizon
                    return _State(indexes, Covered(horizon, taken.covered.beyond), time.monotonic(), shelf)
                log.warning("What was just built in %s cannot be opened.", shelf.folder)
            except OSError as refused:
                self._tell(refused)
        return self._in_memory()

    def _in_memory(self) -> _State:
        covered = self.notes.since(EVERYTHING).covered
        by_agency: dict[int, list[Profile]] = {}
        for agency, profile in self.load(None):
            by_agency.setdefault(agency, []).append(profile)
        gc.unfreeze()
        tries_at = time.monotonic() + TRIES_AGAIN_S if settings.INDEX_DIR else float("inf")
        indexes = {agency: matching.Index.build(put) for agency, put in by_agency.items()}
        state = _State(indexes, covered, time.monotonic(), None, tries_at)
        gc.collect()
        gc.freeze()  # or Python looks at its millions of objects again for every few thousand that a batch makes
        return state

    def _bring_up_to_date(self, state: _State) -> None:
        asked = self.notes.since(state.covered)
        if state.shelf is not None:
            try:
                if asked.ids:
                    with state.shelf.locked():
                        self._take_in_on_disk(state, state.shelf)
                else:
                    state.covered = asked.covered
                state.shelf.touch()
            except (DamagedIndex, FileNotFoundError):
                raise
            except OSError as refused:
                self._tell(refused)
                for index in state.indexes.values():
                    index.detach()
                state.shelf, state.tries_at = None, time.monotonic() + TRIES_AGAIN_S
                asked = self.notes.since(state.covered)
        if state.shelf is None:
            self._take_in(state.indexes, asked.ids, lambda agency: matching.Index.build(()))
            state.covered = asked.covered
        state.asked_at = time.monotonic()

    def _take_in_on_disk(self, state: _State, shelf: Shelf) -> None:
        """Take in what no other process has taken in yet. While the shelf is locked."""
        taken = shelf.taken()
        if taken is None:
            raise DamagedIndex(f"{shelf.folder / 'taken.json'} is gone.")
        for agency in set(shelf.agencies()) - state.indexes.keys():
            if f"agency-{agency}" in taken.folders:
                state.indexes[agency] = matching.Index.open(shelf.of_agency(agency))
        asked = self.notes.since(state.covered | taken.covered)
        for index in state.indexes.values():
            index.refresh()
        changed = self._take_in(state.indexes, asked.ids, lambda agency: matching.Index.build((), shelf.of_agency(agency)))
        if asked.ids:
            shelf.write(replace(
                taken, covered=asked.covered, last=newest(taken.last, asked.last),
                changed_at=taken.changed_at or (time.time() if changed else None),
                folders={f"agency-{agency}": index.position for agency, index in state.indexes.items()}))
        state.covered = asked.covered

    def _take_in(self, indexes: dict[int, matching.Index], ids: Collection[int], new: Callable[[int], matching.Index]) -> bool:
        """Put and withdraw what is otherwise than in the indexes; whether there was anything."""
        if not ids:
            return False
        now: dict[int, dict[int, Profile]] = {}
        for agency, profile in self.load(ids):
            now.setdefault(agency, {})[int(profile.key)] = profile
        anything = False
        for agency in [*indexes, *(now.keys() - indexes.keys())]:
            index = indexes[agency] if agency in indexes else indexes.setdefault(agency, new(agency))
            there = now.get(agency, {})
            put = [profile for profile in there.values() if index.profile(profile.key) != profile]
            gone = [one for one in ids if one not in there and index.profile(one) is not None]
            index.withdraw(gone)
            index.put(put)
            anything = anything or bool(put or gone)
        return anything

    def _look_after(self, shelf: Shelf) -> None:
        try:
            apart.build(self, shelf, anew=True, wait=False)
        except OSError as refused:
            log.warning("The indexes of %s could not be built anew (%s); it is tried again.", self.name, refused)

    def _tell(self, refused: OSError) -> None:
        IN_MEMORY.labels(self.name).set(1)
        log.error("The disk refused the indexes of %s (%s): this process has them in memory, and tries again in %d minutes.",
                  self.name, refused, TRIES_AGAIN_S // 60)


def _is_due(taken: Taken, indexes: Iterable[matching.Index]) -> bool:
    now = time.time()
    return (now - taken.built_at > BUILT_FOR_S or taken.day != str(timezone.localdate())
            or (taken.changed_at is not None and now - taken.changed_at > CHANGED_FOR_S)
            or any(index.position[1] > LONG_JOURNAL for index in indexes))

