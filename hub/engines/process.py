"""One server process: started in a session of its own, so that Ctrl-C reaches only the one who started it."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

_PR_SET_PDEATHSIG = 1


class EngineError(Exception):
    """An embedded service does not start; the message says why and what to do."""


def start(
    command: Sequence[str | Path], *, log: IO[bytes], die_with_us: signal.Signals | None = None, **more: Any
) -> "subprocess.Popen[bytes]":
    """Start a command in its own session, output to the log.

    `die_with_us` is sent to it when this process is gone, even by kill -9 (Linux only; elsewhere it has no effect).
    """
    if die_with_us is not None and sys.platform == "linux":
        more["preexec_fn"] = _die_with_parent(die_with_us)
    command = [str(part) for part in command]
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **more)


def _die_with_parent(how: signal.Signals) -> Callable[[], None]:
    libc = ctypes.CDLL(None)
    parent = os.getpid()

    def arrange() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(how), 0, 0, 0)
        if os.getppid() != parent:  # it was gone before we could ask
            os._exit(1)

    return arrange


def is_alive(pid: int) -> bool:
    """Whether a process with this id runs; a zombie does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return not Path("/proc/self").exists()  # no /proc on this system: then it answered the signal


def wait_until(true: Callable[[], bool], *, within: float, every: float = 0.02) -> bool:
    """Ask until it is true, or for so many seconds; whether it came true."""
    end = time.monotonic() + within
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(every)
    return True


def end(pid: int, how: signal.Signals, *, within: float) -> None:
    """Ask a process to stop with one signal, kill it if it has not after so many seconds."""
    for sent in (how, signal.SIGKILL):
        try:
            os.kill(pid, sent)
        except ProcessLookupError:
            return
        if wait_until(lambda: not is_alive(pid), within=within):
            return


def end_group(leader: int) -> None:
    """Kill what is left of the group of processes that `start` made, after its leader has ended."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
