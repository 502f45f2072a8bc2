"""The state folder (`.hub/`): its layout, the account that servers run as, secrets, locks, and short socket folders.

    .hub/ 0711            database.json, broker.url, secret-key, *.password (0600), log/, static/, index/
    .hub/engines/ 0711    data of the embedded servers, owned by the account they run as

PostgreSQL refuses to run as root, so root's servers run as `postgres` or `nobody`. When that account cannot enter the
state folder (a checkout below a closed home), the engines' data lie in /var/lib instead: opening somebody's home is not
ours to do.
"""

import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any

#: A unix socket address holds 107 bytes; the longest name we put into a socket folder is `.s.PGSQL.5432.lock`.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")


class AlreadyHeld(Exception):
    """Another process holds the lock; the message is what it wrote there."""


@dataclass(frozen=True)
class Account:
    """The user that servers run as, when that is not the present one."""

    uid: int
    gid: int

    def popen(self) -> dict[str, Any]:
        """Arguments for `subprocess` that drop to this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can(self, flag: str, path: Path) -> bool:
        """Whether this account passes `test FLAG PATH`, for instance `-x` on a binary below a closed folder."""
        done = subprocess.run(["test", flag, str(path)], cwd="/", check=False, **self.popen())
        return done.returncode == 0


@dataclass(frozen=True)
class StateFolder:
    """Run-time data of one hub."""

    path: Path

    def made(self) -> "StateFolder":
        """The same folder, which now exists: others may pass through it but not list it."""
        self.path.mkdir(mode=0o711, parents=True, exist_ok=True)
        if self.path.stat().st_uid == os.geteuid():
            self.path.chmod(0o711)
        return self

    @cached_property
    def account(self) -> Account | None:
        """Whom servers drop to: for root the owner of the data, else a known account; None for an ordinary user."""
        if os.geteuid() != 0:
            return None
        for data in (self._default_engines / "postgres", self._engines_elsewhere / "postgres"):
            if data.is_dir() and data.stat().st_uid != 0:
                return Account(data.stat().st_uid, data.stat().st_gid)
        for name in ("postgres", "nobody"):
            try:
                known = pwd.getpwnam(name)
            except KeyError:
                continue
            return Account(known.pw_uid, known.pw_gid)
        raise LookupError("PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody.")

    @cached_property
    def engines(self) -> Path:
        """The folder of the servers' data, one that their account can enter. Made when absent."""
        place = self._default_engines
        if self.account is not None:
            self.made()
            if not self.account.can("-x", self.path):
                place = self._engines_elsewhere
        for folder in (place.parent, place):
            if not folder.is_dir():
                folder.mkdir(parents=True)
                folder.chmod(0o711)
        return place

    @property
    def _default_engines(self) -> Path:
        return self.path / "engines"

    @property
    def _engines_elsewhere(self) -> Path:
        return Path("/var/lib/intelligence-hub") / self._mark

    @property
    def _mark(self) -> str:
        return hashlib.sha256(str(self.path.resolve()).encode()).hexdigest()[:12]

    def folder_for_engine(self, name: str) -> Path:
        """A folder (0700) that belongs to the servers' account. Made when absent."""
        folder = self.engines / name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.give(folder)
        return folder

    def give(self, path: Path) -> None:
        """Make the servers' account the owner of a path."""
        if self.account is not None:
            os.chown(path, self.account.uid, self.account.gid)

    @cached_property
    def sockets(self) -> Path:
        """The folder of the servers' sockets: in the state folder, or a short one when that path is too long.

        Raises PermissionError when somebody else made the short one first.
        """
        folder = self.engines / "run"
        if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
            folder = Path(tempfile.gettempdir()) / f"hub-{self._mark}"
        if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
            folder = Path("/tmp") / f"hub-{self._mark}"
        folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        found = folder.lstat()
        ours = {os.geteuid()} | ({self.account.uid} if self.account else set())
        if folder.is_symlink() or found.st_uid not in ours:
            raise PermissionError(f"{folder} belongs to another user: remove it, or shorten HUB_STATE_DIR.")
        folder.chmod(0o711)
        self.give(folder)
        return folder

    def write_private(self, name: str, text: str, *, for_engine: bool = False) -> Path:
        """Write a file with mode 0600, whole or not at all; `for_engine` gives it to the servers' account."""
        path = (self.engines if for_engine else self.made().path) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        beside.unlink(missing_ok=True)
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as made:
            made.write(text)
        if for_engine:
            self.give(beside)
        beside.replace(path)
        return path

    def password(self, name: str) -> str:
        """The password kept under this name; made at random the first time."""
        kept = self.path / f"{name}.password"
        if not kept.is_file():
            self.write_private(kept.name, secrets.token_urlsafe(32))
        return kept.read_text(encoding="utf-8")

    def log(self, name: str, *, anew: bool = False) -> IO[bytes]:
        """The log file of a process, to append to, or begun anew. One older file is kept when it has passed 20 MB."""
        path = self.made().path / "log" / f"{name}.log"
        path.parent.mkdir(mode=0o700, exist_ok=True)
        if path.is_file() and path.stat().st_size > 20_000_000:
            path.replace(path.with_suffix(".log.1"))
        return path.open("wb" if anew else "ab")

    def log_tail(self, name: str, lines: int = 8) -> str:
        """The last lines of a log, for an error message."""
        path = self.path / "log" / f"{name}.log"
        if not path.is_file():
            return ""
        return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

    def hold(self, name: str, *, saying: str, shared: bool = False, wait: bool = False) -> IO[str]:
        """Hold a lock file until the file returned is closed or the process ends, however it ends.

        Raises AlreadyHeld with what the holder wrote.
        """
        file = (self.made().path / name).open("a+", encoding="utf-8")
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            file.seek(0)
            told = file.read().strip()
            file.close()
            raise AlreadyHeld(told) from None
        if not shared:
            file.seek(0)
            file.truncate()
            file.write(saying)
            file.flush()
        return file

    def runnable(self, program: Path, *, below: Path, needs: Collection[str], copy: str) -> Path:
        """A program as the servers' account can run it: itself, or in a copy when it lies below a closed folder.

        `below` is the folder it was installed into, `needs` the folders there that make it up (program and libraries),
        `copy` the name for their copy beside the engines' data.
        """
        if self.account is None or self.account.can("-x", program):
            return program
        place = self.engines / copy
        if not place.is_dir():
            beside = self.engines / f".{copy}.{os.getpid()}"
            for name in needs:
                if (below / name).is_dir():
                    shutil.copytree(below / name, beside / name, symlinks=True)
            for path in (beside, *beside.rglob("*")):
                if not path.is_symlink():
                    path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
            beside.rename(place)
        return place / program.relative_to(below)
