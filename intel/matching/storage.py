"""An index on disk: a memory-mapped base, and a journal of what changed since.

    CURRENT         the number of the generation in force, replaced by rename
    base-7.bin      its columns, one after the other, each at a multiple of 64 bytes
    base-7.json     where each column is, and what type it has; of which engine; length and CRC-32 of the other two
    base-7.rows     its profiles, one JSON line each
    journal-7.log   changes since: length, CRC-32 and JSON of each

A record that is cut short or damaged ends the journal for readers; the next writer cuts it off. So a crash at any
moment leaves the last complete state. A base that is not as it was written, or by another engine, is refused when it is
opened (DamagedIndex). Names stand in these files: only their owner reads them (0600).
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
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, overload

import numpy as np

from intel.matching.comparing import Columns
from intel.matching.records import DamagedIndex, Identifier, Profile
from intel.matching.segment import Segment
from intel.matching.tables import Array
from intel.matching.version import ENGINE_VERSION

_HEAD = struct.Struct("<II")
_APART = ("profiles", "columns", "alive")
FORMAT = 2


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
    with _private(folder / "lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def generation_of(folder: Path) -> int:
    """Return the generation in force. Raises FileNotFoundError when there is no index in the folder, DamagedIndex."""
    said = (folder / "CURRENT").read_text()
    if not said.isdecimal():
        raise DamagedIndex(f"{folder / 'CURRENT'} names no generation: {said[:40]!r}")
    return int(said)


@lru_cache(maxsize=1)
def engine() -> str:
    """Return what tells this engine from others: its version, and all that it computes columns by."""
    package = Path(__file__).parent
    said = blake2b(digest_size=12)
    for path in sorted([*package.glob("*.py"), *package.glob("lexicon/*.py"), *package.glob("shipped/*")]):
        said.update(path.name.encode() + path.read_bytes())
    return f"{ENGINE_VERSION} {said.hexdigest()}"


def write_base(folder: Path, generation: int, segment: Segment) -> None:
    """Write the base of a generation. It is not in force before `switch`. What cannot be written whole is removed."""
    lines = [json.dumps(profile_to_row(profile), separators=(",", ":")).encode() + b"\n" for profile in segment.profiles]
    start = np.zeros(len(lines) + 1, dtype=np.int64)
    np.cumsum([len(line) for line in lines], out=start[1:])
    arrays = {f"columns.{name}": array for name, array in segment.columns._asdict().items()}
    arrays |= {name: getattr(segment, name) for name in Segment.__slots__ if name not in _APART}
    arrays["rows.start"] = start
    where: dict[str, Any] = {"format": FORMAT, "engine": engine(), "arrays": {}}
    base = folder / f"base-{generation}"
    try:
        with _private(base.with_suffix(".bin")) as out:
            counted = _Counted(out)
            for name, array in arrays.items():
                counted.write(b"\0" * (-counted.size % 64))
                where["arrays"][name] = [counted.size, str(array.dtype), list(array.shape)]
                counted.write(np.ascontiguousarray(array).tobytes())
            counted.write(b"\0" * 64)
            where["bin"] = counted.settled()
        with _private(base.with_suffix(".rows")) as out:
            counted = _Counted(out)
            counted.write(b"".join(lines) or b"\n")
            where["rows"] = counted.settled()
        with _private(base.with_suffix(".json")) as out:
            _Counted(out).write(json.dumps(where).encode())
            _settled(out)
    except OSError:
        for suffix in (".bin", ".rows", ".json"):
            base.with_suffix(suffix).unlink(missing_ok=True)
        raise


def read_base(folder: Path, generation: int) -> Segment:
    """Map the base of a generation into memory; its pages are shared by all processes of the host.

    Both files are read through once, so that nothing torn gets into compiled code: 40 MB, what 100,000 subjects take, are
    some hundredths of a second. Raises FileNotFoundError, DamagedIndex.
    """
    base = folder / f"base-{generation}"
    try:
        where = json.loads(base.with_suffix(".json").read_text())
        if (where["format"], where["engine"]) != (FORMAT, engine()):
            raise DamagedIndex(f"The index in {folder} was made by another engine: build it anew.")
        mapped, rows = (_checked(base.with_suffix(f".{part}"), where[part]) for part in ("bin", "rows"))
        arrays = {
            name: np.frombuffer(mapped, dtype=dtype, count=int(np.prod(shape)), offset=offset).reshape(shape)
            for name, (offset, dtype, shape) in where["arrays"].items()
        }
        start = arrays.pop("rows.start")
        columns = Columns(*(arrays.pop(f"columns.{name}") for name in Columns._fields))
        profiles = StoredProfiles(rows, start)
        return Segment(profiles=profiles, columns=columns, alive=np.ones(len(profiles), dtype=np.bool_), **arrays)
    except DamagedIndex:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedIndex(f"The index in {folder} is damaged ({error}): build it anew.") from error


def switch(folder: Path, generation: int, journal: bytes = b"") -> None:
    """Put a generation in force, with a journal to begin with, and remove the others."""
    with _private(folder / f"journal-{generation}.log") as out:
        out.write(journal)
        _settled(out)
    fresh = folder / "CURRENT.new"
    with _private(fresh) as out:
        out.write(str(generation).encode())
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


def _checked(path: Path, said: list[int]) -> mmap.mmap:
    """Map a file that is as it was written. Raises DamagedIndex."""
    # Copy on write, never written: arrays over it have the type of ordinary ones, so no kernel is compiled twice.
    with path.open("rb") as source:
        if os.fstat(source.fileno()).st_size == said[0]:
            mapped = mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_COPY)
            if zlib.crc32(mapped) == said[1]:
                return mapped
    raise DamagedIndex(f"{path} is not as it was written.")


def _private(path: Path, mode: str = "wb") -> Any:
    return open(path, mode, opener=lambda name, flags: os.open(name, flags, 0o600))


class _Counted:
    """Writes to a file, and knows how much and with what CRC-32."""

    def __init__(self, out: Any) -> None:
        self._out, self.size, self._check = out, 0, 0

    def write(self, data: bytes) -> None:
        self._out.write(data)
        self.size, self._check = self.size + len(data), zlib.crc32(data, self._check)

    def settled(self) -> list[int]:
        _settled(self._out)
        return [self.size, self._check]


def _settled(out: Any) -> None:
    out.flush()
    os.fsync(out.fileno())
