"""Keeping processes running: what dies starts again, what dies often waits longer, all stop in reverse order."""

import pytest

from hub.engines import EngineError
from hub.up import supervisor as supervising
from hub.up.supervisor import Supervisor


class Clock:
    """Time that the test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


class Fake:
    """A service that starts, unless told to fail, and dies when the test says so."""

    def __init__(self, name: str, log: list[str]) -> None:
        self.name, self.log, self.running, self.fails = name, log, False, False

    def start(self) -> None:
        self.log.append(f"start {self.name}")
        if self.fails:
            raise EngineError("no memory")
        self.running = True

    def stop(self) -> None:
        self.log.append(f"stop {self.name}")
        self.running = False

    def is_running(self) -> bool:
        return self.running


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(supervising, "time", made)
    return made


def test_what_dies_starts_again_at_once_and_says_so(clock: Clock) -> None:
    log: list[str] = []
    said: list[str] = []
    watched, web = Supervisor(said.append), Fake("web", log)
    watched.start("Web server", web)
    web.running = False
    watched.look()
    assert web.running and log == ["start web", "start web"]
    assert said == ["Web server has ended; starting it again", "Web server runs again"]


def test_what_dies_again_and_again_waits_longer_each_time(clock: Clock) -> None:
    said: list[str] = []
    watched, web = Supervisor(said.append), Fake("web", [])
    watched.start("Web server", web)
    waits = []
    for _death in range(8):
        web.running = False
        died_at = clock.now
        while not web.running:
            watched.look()
            clock.now += 0.5
        waits.append(clock.now - 0.5 - died_at)
    assert waits == [0, 1, 2, 4, 8, 16, 30, 30]
    clock.now += 3600
    web.running = False
    watched.look()
    assert web.running


def test_one_that_does_not_come_up_is_tried_again_and_does_not_stop_the_others(clock: Clock) -> None:
    said: list[str] = []
    watched, database, web = Supervisor(said.append), Fake("database", []), Fake("web", [])
    watched.start("PostgreSQL", database)
    watched.start("Web server", web)
    database.running, database.fails, web.running = False, True, False
    watched.look()
    assert web.running and not database.running and "PostgreSQL: no memory" in said
    database.fails = False
    for _look in range(10):
        clock.now += 1
        watched.look()
    assert database.running


def test_all_stop_in_the_reverse_order(clock: Clock) -> None:
    log: list[str] = []
    watched = Supervisor(print)
    for name in ("database", "broker", "web"):
        watched.start(name, Fake(name, log))
    watched.stop_all()
    assert log[3:] == ["stop web", "stop broker", "stop database"]
