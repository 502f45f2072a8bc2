"""An index on disk: a memory-mapped base, and a journal of what changed since.

    CURRENT         the number of the generation in force, replaced by rename
    base-7.bin      its columns, one after the other, each at a multiple of 64 bytes
    base-7.json     where each column is, and what type it has
    base-7.rows     its profiles, one JSON line each
    journal-7.log   changes since: length, CRC-32 and JSON of each

A record that is cut short or damaged ends the journal for readers; the next writer cuts it off. So a crash at any
moment leaves the last complete state.
"""

from __future__ import annotations

import fcntl
import json
import mmap
import os
import struct
import zlib
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, overload

import numpy as np

from intel.matching.comparing import Columns
from intel.matching.records import Identifier, Profile
from intel.matching.segment import Segment
from intel.matching.tables import Array

_HEAD = struct.Struct("<II")
_APART = ("profiles", "columns", "alive")
FORMAT = 1


def profile_to_row(profile: Profile) -> list[Any]:
    """Return a profile as JSON-able list."""
    identifiers = [[one.kind, one.value, one.country] for one in profile.identifiers]
    return [profile.key, profile.names, profile.kind, identifiers, profile.countries, profile.birth_dates, profile.addresses]


def profile_from_row(row: list[Any]) -> Profile:
    """Return the profile that `profile_to_row` wrote."""
    key, names, kind, identifiers, countries, births, addresses = row
    return Profile(
        key, tuple(names), kind, tuple(Identifier(*one) for one in identifiers), tuple(countries), tuple(births), tuple(addresses)
    )


class StoredProfiles(Sequence[Profile]):
    """Profiles read from disk when asked for; the last few thousand are remembered."""

    def __init__(self, rows: mmap.mmap | bytes, start: Array) -> None:
        self._rows, self._start = rows, start
        self._known: OrderedDict[int, Profile] = OrderedDict()

    def __len__(self) -> int:
        return len(self._start) - 1

    @overload
    def __getitem__(self, at: int) -> Profile: ...
    @overload
    def __getitem__(self, at: slice) -> list[Profile]: ...
    def __getitem__(self, at: int | slice) -> Profile | list[Profile]:
        if isinstance(at, slice):
            return [self[row] for row in range(*at.indices(len(self)))]
        found = self._known.get(at)
        if found is None:
            found = profile_from_row(json.loads(self._rows[int(self._start[at]) : int(self._start[at + 1])]))
            self._known[at] = found
            if len(self._known) > 4096:
                self._known.popitem(last=False)
        return found


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of writers; it goes with the process that holds it."""
    with (folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def generation_of(folder: Path) -> int:
    """Return the generation in force. Raises FileNotFoundError when there is no index in the folder."""
    return int((folder / "CURRENT").read_text())


def write_base(folder: Path, generation: int, segment: Segment) -> None:
    """Write the base of a generation. It is not in force before `switch`."""
    lines = [json.dumps(profile_to_row(profile), separators=(",", ":")).encode() + b"\n" for profile in segment.profiles]
    start = np.zeros(len(lines) + 1, dtype=np.int64)
    np.cumsum([len(line) for line in lines], out=start[1:])
    arrays = {f"columns.{name}": array for name, array in segment.columns._asdict().items()}
    arrays |= {name: getattr(segment, name) for name in Segment.__slots__ if name not in _APART}
    arrays["rows.start"] = start
    where: dict[str, Any] = {"format": FORMAT, "arrays": {}}
    with (folder / f"base-{generation}.bin").open("wb") as out:
        for name, array in arrays.items():
            out.write(b"\0" * (-out.tell() % 64))
            where["arrays"][name] = [out.tell(), str(array.dtype), list(array.shape)]
            out.write(np.ascontiguousarray(array).tobytes())
        out.write(b"\0" * 64)
        _settled(out)
    with (folder / f"base-{generation}.rows").open("wb") as out:
        out.write(b"".join(lines) or b"\n")
        _settled(out)
    with (folder / f"base-{generation}.json").open("wb") as out:
        out.write(json.dumps(where).encode())
        _settled(out)


def read_base(folder: Path, generation: int) -> Segment:
    """Map the base of a generation into memory; its pages are shared by all processes of the host."""
    where = json.loads((folder / f"base-{generation}.json").read_text())
    if where["format"] != FORMAT:
        raise ValueError(f"The index in {folder} is of format {where['format']}, not {FORMAT}: build it anew.")
    mapped = _mapped(folder / f"base-{generation}.bin")
    arrays = {
        name: np.frombuffer(mapped, dtype=dtype, count=int(np.prod(shape)), offset=offset).reshape(shape)
        for name, (offset, dtype, shape) in where["arrays"].items()
    }
    start = arrays.pop("rows.start")
    columns = Columns(*(arrays.pop(f"columns.{name}") for name in Columns._fields))
    profiles = StoredProfiles(_mapped(folder / f"base-{generation}.rows"), start)
    return Segment(profiles=profiles, columns=columns, alive=np.ones(len(profiles), dtype=np.bool_), **arrays)


def switch(folder: Path, generation: int, journal: bytes = b"") -> None:
    """Put a generation in force, with a journal to begin with, and remove the others."""
    with (folder / f"journal-{generation}.log").open("wb") as out:
        out.write(journal)
        _settled(out)
    fresh = folder / "CURRENT.new"
    with fresh.open("w") as out:
        out.write(str(generation))
        _settled(out)
    fresh.rename(folder / "CURRENT")
    directory = os.open(folder, os.O_RDONLY)
    os.fsync(directory)
    os.close(directory)
    for old in (*folder.glob("base-*"), *folder.glob("journal-*")):
        if old.stem.rpartition("-")[2] != str(generation):
            old.unlink(missing_ok=True)


def records_in(raw: bytes) -> tuple[list[Any], int]:
    """Return the complete records at the start of journal bytes, and how many bytes they take."""
    at, found = 0, []
    while at + _HEAD.size <= len(raw):
        size, check = _HEAD.unpack_from(raw, at)
        body = raw[at + _HEAD.size : at + _HEAD.size + size]
        if len(body) < size or zlib.crc32(body) != check:
            break
        found.append(json.loads(body))
        at += _HEAD.size + size
    return found, at


def append(path: Path, record: Any, end: int) -> None:
    """Append a record behind byte `end` of a journal, cutting off what a crash may have left there; durable on return."""
    body = json.dumps(record, separators=(",", ":")).encode()
    with path.open("r+b") as out:
        out.truncate(end)
        out.seek(end)
        out.write(_HEAD.pack(len(body), zlib.crc32(body)) + body)
        _settled(out)


def _mapped(path: Path) -> mmap.mmap:
    # Copy on write, never written: arrays over it have the type of ordinary ones, so no kernel is compiled twice.
    with path.open("rb") as source:
        return mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_COPY)


def _settled(out: Any) -> None:
    out.flush()
    os.fsync(out.fileno())
