"""Telling a web server that is busy from one that is dead: by silence, and by whether it works meanwhile."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress

import psutil

from hub.engines import StateFolder

#: Seconds of silence after which a process that does not work is taken for dead, and after which any is.
STILL_AFTER, DEAD_AFTER = 60.0, 300.0
#: Less processor time than this, in seconds, within the silence is no work.
WORK = 1.0


class Silence:
    """For how long something has not been heard of. `worked` is the processor time, in seconds, that it has used so far."""

    def __init__(self, worked: Callable[[], float]) -> None:
        self._worked = worked
        self._since = time.monotonic()
        self._worked_before = worked()

    def heard(self) -> None:
        """It gave a sign of life."""
        self._since, self._worked_before = time.monotonic(), self._worked()

    def is_death(self) -> bool:
        """Whether it is silent and still, or silent for so long that work does not excuse it."""
        silent = time.monotonic() - self._since
        if silent < STILL_AFTER:
            return False
        return silent >= DEAD_AFTER or self._worked() - self._worked_before < WORK


class Hearts:
    """The processes of the web server, by the files that their hearts touch (`hub/heart.py`)."""

    def __init__(self, state: StateFolder) -> None:
        self.folder = state.path / "hearts"
        self._known: dict[int, tuple[float, Silence]] = {}

    def look(self) -> list[int]:
        """The ids of those that are dead though the system runs them."""
        dead = []
        for file in self.folder.glob("[0-9]*"):
            pid = int(file.name)
            with suppress(OSError):
                beat = file.stat().st_mtime
                if not psutil.pid_exists(pid):
                    self.forget(pid)
                elif self._known.get(pid, (None,))[0] != beat:
                    self._known[pid] = (beat, Silence(lambda pid=pid: worked(pid)))  # type: ignore[misc]
                elif self._known[pid][1].is_death():
                    dead.append(pid)
        return dead

    def end(self, pid: int) -> None:
        """Kill one of them; the web server puts another in its place."""
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        self.forget(pid)

    def forget(self, pid: int) -> None:
        """It has ended."""
        self._known.pop(pid, None)
        (self.folder / str(pid)).unlink(missing_ok=True)


def worked(pid: int) -> float:
    """The processor time in seconds that a process and those that it started have used; 0 for one that is gone."""
    used = 0.0
    with suppress(psutil.Error):
        first = psutil.Process(pid)
        for process in (first, *first.children(recursive=True)):
            with suppress(psutil.Error):
                spent = process.cpu_times()
                used += spent.user + spent.system
    return used
