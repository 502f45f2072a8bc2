"""Keeps the processes of the hub running: starts them in order, restarts what dies, stops them in the reverse order."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from hub.engines import EngineError

LOOK_EVERY = 0.25
STEADY_AFTER = 60.0  # a process that ran this long starts with a clean record
LONGEST_PAUSE = 30.0
ASK_EVERY = 10.0


class Service(Protocol):
    """What can be supervised: an embedded server or a process of the hub."""

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def is_running(self) -> bool: ...


@dataclass
class _Watched:
    name: str
    service: Service
    deaths: int = 0
    started_at: float = 0.0
    start_again_at: float | None = None


@dataclass
class Supervisor:
    """Services in the order in which they start. `say` tells a person what happened."""

    say: Callable[[str], None]
    _watched: list[_Watched] = field(default_factory=list)

    def start(self, name: str, service: Service) -> None:
        """Start a service and watch it from now on. Raises EngineError when it does not come up."""
        watched = _Watched(name, service, started_at=time.monotonic())
        self._watched.append(watched)
        service.start()

    def look(self) -> None:
        """Look at each service once, in order; restart what has died, after a pause that grows with each death."""
        for watched in self._watched:
            if watched.start_again_at is None and not watched.service.is_running():
                self._plan_restart(watched)
            if watched.start_again_at is not None and time.monotonic() >= watched.start_again_at:
                self._restart(watched)

    def stop_all(self) -> None:
        """Stop everything, last started first. One that fails to stop does not keep the others from it."""
        failures = []
        while self._watched:
            watched = self._watched.pop()
            try:
                watched.service.stop()
            except OSError as failure:
                failures.append(f"{watched.name}: {failure}")
        for failure in failures:
            self.say(f"did not stop cleanly: {failure}")

    def _plan_restart(self, watched: _Watched) -> None:
        now = time.monotonic()
        watched.deaths = 1 if now - watched.started_at > STEADY_AFTER else watched.deaths + 1
        pause = 0.0 if watched.deaths == 1 else min(LONGEST_PAUSE, 2.0 ** (watched.deaths - 2))
        watched.start_again_at = now + pause
        self.say(f"{watched.name} has ended; starting it again" + (f" in {pause:.0f} s" if pause else ""))

    def _restart(self, watched: _Watched) -> None:
        watched.start_again_at = None
        watched.started_at = time.monotonic()
        try:
            watched.service.start()
        except (EngineError, OSError) as failure:
            self.say(f"{watched.name}: {failure}")  # it does not run, so the next look plans another try
            return
        self.say(f"{watched.name} runs again")
