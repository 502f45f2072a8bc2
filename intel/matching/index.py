"""The index of profiles: a base, a few small segments of what changed, and nothing rebuilt on the way."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from intel.matching import storage
from intel.matching.records import DamagedIndex, Key, Profile
from intel.matching.segment import Segment, build_segment

_GENERATION = 1 << 40


class Index:
    """Profiles to be found, by key. Make one with `build` or `open`.

    Kept in a folder, every process that opens the folder sees a change at its next `screen`. `version` grows with
    every change. Safe to use from several threads.
    """

    def __init__(self, segments: list[Segment], folder: Path | None = None, generation: int = 0) -> None:
        self._segments = segments
        self._folder = folder
        self._generation = generation
        self._changes = 0
        self._read_to = 0
        self._current_seen: tuple[int, int] = (0, 0)
        self._lock = threading.RLock()

    @classmethod
    def build(cls, profiles: Iterable[Profile], path: Path | None = None) -> Index:
        """Return an index of the profiles, in memory or, given a folder, on disk (replacing what is there)."""
        if path is None:
            return cls([_segment_of(profiles)])
        cls.adopt(path, cls.stage(path, profiles))
        return cls.open(path)

    @staticmethod
    def stage(path: Path, profiles: Iterable[Profile]) -> int:
        """Write a base of the profiles beside what is in force in the folder, and return its generation for `adopt`.

        One at a time in one folder. What is staged and never adopted is removed with the next change of generation.
        """
        folder = Path(path)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            generation = storage.generation_of(folder) + 1
        except (FileNotFoundError, DamagedIndex):
            generation = 1 + max((int(old.stem[5:]) for old in folder.glob("base-*") if old.stem[5:].isdecimal()), default=0)
        storage.write_base(folder, generation, _segment_of(profiles))
        return generation

    @staticmethod
    def adopt(path: Path, generation: int, *, after: tuple[int, int] | None = None) -> None:
        """Put a staged base in force, with what was changed after the `position`, if one is given; else it is all there is."""
        folder = Path(path)
        with storage.locked(folder):
            later = b""
            if after is not None and storage.generation_of(folder) == after[0]:
                later = (folder / f"journal-{after[0]}.log").read_bytes()[after[1] :]
            storage.switch(folder, generation, later)

    @classmethod
    def open(cls, path: Path) -> Index:
        """Return the index kept in a folder. Raises FileNotFoundError when there is none, DamagedIndex when it is not whole."""
        index = cls([], Path(path))
        index.refresh()
        return index

    @property
    def version(self) -> int:
        """A number that grows with every change."""
        return self._generation * _GENERATION + self._changes

    @property
    def position(self) -> tuple[int, int]:
        """How far the folder was read: its generation, and bytes of the journal."""
        return self._generation, self._read_to

    def detach(self) -> None:
        """Go on without the folder: what changes from here on is in this process alone."""
        with self._lock:
            self._folder = None

    def __len__(self) -> int:
        return sum(int(segment.alive.sum()) for segment in self._segments)

    def put(self, profiles: Iterable[Profile]) -> None:
        """Add profiles, or replace those of the same key; durable and visible to other processes on return."""
        fresh = list({profile.key: profile for profile in profiles}.values())
        if fresh:
            self._change({"put": [storage.profile_to_row(profile) for profile in fresh]}, fresh, [])

    def withdraw(self, keys: Iterable[Key]) -> None:
        """Take profiles out; a key that is not there is no error."""
        gone = list(keys)
        if gone:
            self._change({"withdraw": gone}, [], gone)

    def profile(self, key: Key) -> Profile | None:
        """Return the profile of a key, or None."""
        for segment in reversed(self._segments):
            subject = segment.subject_with(key)
            if subject is not None:
                return segment.profiles[subject]
        return None

    def profiles(self) -> Iterator[Profile]:
        """Yield all profiles."""
        for segment in list(self._segments):
            yield from _living(segment)

    def segments(self) -> list[Segment]:
        """Return the segments to search, by the newest state of the folder."""
        with self._lock:
            self.refresh()
            return list(self._segments)

    def refresh(self) -> None:
        """Take in what other processes have changed; two calls of `stat` when nothing has.

        Raises DamagedIndex, and FileNotFoundError when the folder is gone.
        """
        with self._lock:
            while self._folder is not None:
                seen = os.stat(self._folder / "CURRENT")
                if (seen.st_ino, seen.st_mtime_ns) != self._current_seen:
                    self._reopen(self._folder)
                try:
                    self._read_journal()
                except FileNotFoundError:
                    continue  # another generation since; `_reopen` tells when there is none
                return

    def _read_journal(self) -> None:
        journal = self._journal()
        if os.stat(journal).st_size > self._read_to:
            with journal.open("rb") as source:
                source.seek(self._read_to)
                records, read = storage.records_in(source.read())
            self._read_to += read
            if records:
                self._apply(*_net(records), changes=len(records))

    def compact(self) -> None:
        """Make one base of everything. Others go on reading and writing meanwhile; safe to interrupt at any moment."""
        with self._lock:
            self.refresh()
            generation, read_to, profiles = self._generation, self._read_to, list(self.profiles())
        base = build_segment(profiles)
        if self._folder is None:
            with self._lock:
                if self._read_to == read_to:
                    self._segments = [base]
            return
        with storage.locked(self._folder):
            if storage.generation_of(self._folder) != generation:
                return  # another process has compacted
            storage.write_base(self._folder, generation + 1, base)
            later = self._journal().read_bytes()[read_to:]
            storage.switch(self._folder, generation + 1, later)
        self.refresh()

    def _reopen(self, folder: Path) -> None:
        tried: tuple[int, int] | None = None
        while True:
            current = os.stat(folder / "CURRENT")
            seen = current.st_ino, current.st_mtime_ns
            generation = storage.generation_of(folder)
            try:
                base = storage.read_base(folder, generation)
                os.stat(folder / f"journal-{generation}.log")
            except FileNotFoundError as missing:
                if seen == tried:
                    raise DamagedIndex(f"The index in {folder} is not whole: {missing.filename} is missing.") from missing
                tried = seen  # changed, perhaps, between reading CURRENT and opening its files
                continue
            break
        self._current_seen = seen
        self._generation, self._segments, self._read_to, self._changes = generation, [base], 0, 0

    def _journal(self) -> Path:
        assert self._folder is not None
        return self._folder / f"journal-{self._generation}.log"

    def _change(self, record: dict[str, object], fresh: list[Profile], gone: list[Key]) -> None:
        with self._lock:
            if self._folder is None:
                self._read_to += 1
                self._apply(fresh, gone)
                return
            with storage.locked(self._folder):
                self.refresh()
                storage.append(self._journal(), record, self._read_to)
            self.refresh()

    def _apply(self, fresh: list[Profile], gone: Iterable[Key], *, changes: int = 1) -> None:
        for key in (*gone, *(profile.key for profile in fresh)):
            for segment in self._segments:
                subject = segment.subject_with(key)
                if subject is not None:
                    segment.alive[subject] = False
        if fresh:
            self._segments = [*self._segments, build_segment(fresh)]
        self._merge()
        self._changes += changes

    def _merge(self) -> None:
        """Merge small segments from the newest on, as long as the one before is not twice as large.

        So there are never more than a dozen, and a profile is moved a dozen times at most. In memory, the base is
        merged too when the others have outgrown a quarter of it; on disk that is for `compact`.
        """
        segments = list(self._segments)
        if len(segments) < 2:
            return
        last = segments.pop()
        profiles: list[Profile] | None = None
        size = len(last.profiles)
        while len(segments) > 1 and len(segments[-1].profiles) <= 2 * size:
            before = segments.pop()
            profiles = [*_living(before), *(_living(last) if profiles is None else profiles)]
            size = len(profiles)
        base = segments[0]
        if self._folder is None and sum(len(one.profiles) for one in segments[1:]) + size > max(1000, len(base.profiles) // 4):
            profiles = [profile for one in segments for profile in _living(one)] + (profiles or _living(last))
            self._segments = [build_segment(profiles)]
        else:
            self._segments = [*segments, last if profiles is None else build_segment(profiles)]


def _segment_of(profiles: Iterable[Profile]) -> Segment:
    return build_segment(list({profile.key: profile for profile in profiles}.values()))


def _net(records: list[dict[str, list[Any]]]) -> tuple[list[Profile], list[Key]]:
    """What is there and what is gone after all of these records, so that a long journal is read as one change."""
    last: dict[Key, list[Any] | None] = {}
    for record in records:
        last |= dict.fromkeys(record.get("withdraw", ()))
        last |= {row[0]: row for row in record.get("put", ())}
    there = [storage.profile_from_row(row) for row in last.values() if row is not None]
    return there, [key for key, row in last.items() if row is None]


def _living(segment: Segment) -> list[Profile]:
    return [segment.profiles[subject] for subject in segment.alive.nonzero()[0].tolist()]
