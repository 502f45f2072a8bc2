"""Where indexes lie on the disk of a host, and what is known of them.

    INDEX_DIR/4be0c1…/alerts/       0700; the first name stands for the database
        agency-3/                   the index of an agency: see intel/matching/storage.py
        taken.json                  which changes they have (`Taken`), written after these are safe on disk
        lock, building.lock         held while changes are taken in; while all is built
        progress.json               how far the building is
"""

import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings

from intel.screening.kept.notes import Covered, Note

#: How long a process waits for another that takes changes in: it does so in moments.
PATIENCE_S = 60.0
#: An index that nobody asked for so long is built anew: notes of changes are kept for a day.
STALE_AFTER_S = 12 * 3600
#: Indexes of a database that no process asked for in two days are removed.
FORGOTTEN_AFTER_S = 48 * 3600


@dataclass(frozen=True, slots=True)
class Taken:
    """What the indexes on disk have: of which database, which changes, the newest of their notes, how much of which folder.

    `built_at` and `changed_at` are seconds of the epoch: of the last building, and of the first change since.
    """

    database: str
    covered: Covered
    last: Note | None
    folders: dict[str, tuple[int, int]]
    day: str
    built_at: float
    changed_at: float | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a building is."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        return min(99, 100 * self.done // max(self.total, 1))


class Shelf:
    """The indexes of one name, of the database that this process is connected with. Raises OSError where the disk refuses."""

    def __init__(self, name: str) -> None:
        given = settings.DATABASES["default"]
        which = hashlib.blake2b(f"{given['HOST']}:{given['PORT']}/{given['NAME']}".encode(), digest_size=6).hexdigest()
        self.folder: Path = Path(settings.INDEX_DIR or "/nowhere") / which / name

    def made(self) -> "Shelf":
        """The same, which now exists, and which only this account may enter."""
        for folder in (self.folder.parent.parent, self.folder.parent, self.folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self

    def of_agency(self, agency: int) -> Path:
        """The folder of an agency's index."""
        return self.folder / f"agency-{agency}"

    def agencies(self) -> list[int]:
        """The agencies that have a folder."""
        return sorted(int(path.name[7:]) for path in self.folder.glob("agency-*") if path.name[7:].isdecimal())

    def taken(self) -> Taken | None:
        """What the indexes have; None when that is not known."""
        try:
            said = json.loads((self.folder / "taken.json").read_text())
            return Taken(**{**said, "covered": Covered(said["covered"]["horizon"], frozenset(said["covered"]["beyond"])),
                            "last": said["last"] and tuple(said["last"]),
                            "folders": {name: (at[0], at[1]) for name, at in said["folders"].items()}})
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def write(self, taken: Taken) -> None:
        """Say what the indexes have; while `locked`."""
        said = {**asdict(replace(taken, covered=Covered(0))),
                "covered": {"horizon": taken.covered.horizon, "beyond": sorted(taken.covered.beyond)}}
        self._put("taken.json", said)

    def asked_at(self) -> float:
        """When a process last brought the indexes up to date, in seconds of the epoch."""
        return (self.folder / "taken.json").stat().st_mtime

    def touch(self) -> None:
        """Note that they are up to date now."""
        with suppress(OSError):
            os.utime(self.folder / "taken.json")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock of those that take changes in. Raises TimeoutError, an OSError, after PATIENCE_S."""
        with self._open("lock") as lock:
            end = time.monotonic() + PATIENCE_S
            while not _held(lock):
                if time.monotonic() > end:
                    raise TimeoutError(f"Another process has held {self.folder / 'lock'} for {PATIENCE_S:.0f} s.")
                time.sleep(0.005)
            yield

    @contextmanager
    def building(self) -> Iterator[None]:
        """Hold the lock of who builds; another one is waited for. It goes with the process that holds it."""
        with self._open("building.lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            try:
                yield
            finally:
                with suppress(OSError):
                    (self.folder / "progress.json").unlink(missing_ok=True)

    def tell(self, done: int, total: int) -> None:
        """Say how far the building is."""
        with suppress(OSError):
            self._put("progress.json", {"done": done, "total": total})

    def progress(self) -> Progress | None:
        """How far a building is; None when nobody builds."""
        try:
            with (self.folder / "building.lock").open() as lock:
                if _held(lock, shared=True):
                    return None
            return Progress(**json.loads((self.folder / "progress.json").read_text()))
        except FileNotFoundError:
            return Progress(0, 0) if (self.folder / "building.lock").exists() else None
        except (OSError, ValueError, TypeError):
            return None

    def clear_others(self) -> None:
        """Remove what lies there of databases that nobody asks for any more: names stand in it."""
        for other in self.folder.parent.parent.iterdir():
            if other != self.folder.parent:
                newest = max((path.stat().st_mtime for path in other.glob("*/*")), default=other.stat().st_mtime)
                if time.time() - newest > FORGOTTEN_AFTER_S:
                    shutil.rmtree(other, ignore_errors=True)

    def _put(self, name: str, said: Any) -> None:
        """Replace a small file as a whole."""
        fresh = self.folder / f".{name}.{os.getpid()}"
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.write(json.dumps(said))
        fresh.replace(self.folder / name)

    def _open(self, name: str) -> Any:
        return open(self.folder / name, "a", opener=lambda path, flags: os.open(path, flags, 0o600))


def _held(lock: Any, *, shared: bool = False) -> bool:
    try:
        fcntl.flock(lock, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
