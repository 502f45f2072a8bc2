"""`manage.py up` as a person meets it: from nothing to a page, through deaths, to nothing running."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hub.configuration import ROOT
from hub.engines import StateFolder

pytestmark = pytest.mark.slow

LONGEST = 180.0
SET_BY_TESTS = ("HUB_DATABASE_ROLE", "HUB_STATE_DIR", "DJANGO_SETTINGS_MODULE")


class Up:
    """One running `manage.py up` without example world."""

    def __init__(self, state: StateFolder) -> None:
        self.state = state
        self.said = state.path / "said"
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                self.command(), cwd=ROOT, env=self.environment(), stdout=said, stderr=said, start_new_session=True)

    def command(self) -> list[str]:
        return [sys.executable, "manage.py", "up", "--no-example", "--port", "18640"]

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in SET_BY_TESTS}
        return {**kept, "HUB_STATE_DIR": str(self.state.path)}

    def text(self) -> str:
        return self.said.read_text()

    def until(self, true: Callable[[], bool]) -> None:
        end = time.monotonic() + LONGEST
        while not true():
            assert time.monotonic() < end, self.text()
            assert self.process.poll() is None, self.text()
            time.sleep(0.2)

    def page(self) -> str:
        """What the sign-in page answers: its status, or why there is none."""
        found = re.search(r"served at (http://localhost:\d+/)", self.text())
        if not found:
            return "not yet"
        try:
            with urllib.request.urlopen(f"{found[1]}account/sign-in/", timeout=20) as answer:
                return str(answer.status)
        except (urllib.error.URLError, OSError) as failure:
            return str(failure)

    def children(self) -> dict[int, str]:
        """The process ids of what it has started, with their command lines."""
        found = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(stat.read_text().rpartition(")")[2].split()[1])
                if parent == self.process.pid:
                    found[int(stat.parent.name)] = (stat.parent / "cmdline").read_text().replace("\0", " ")
            except OSError:
                continue  # it has ended meanwhile
        return found

    def kill(self, what: str) -> None:
        [pid] = [pid for pid, command in self.children().items() if what in command]
        os.kill(pid, signal.SIGKILL)


@pytest.fixture
def up(state: StateFolder) -> Iterator[Up]:
    running = Up(state)
    yield running
    if running.process.poll() is None:
        running.process.terminate()
        running.process.wait(60)


def test_it_serves_survives_and_stops(up: Up) -> None:
    up.until(lambda: up.page() == "200")
    up.until(lambda: len(up.children()) == 10)  # PostgreSQL, Valkey, web server, six workers, beat

    again = subprocess.run(up.command(), cwd=ROOT, env=up.environment(), capture_output=True, text=True, check=False)
    assert again.returncode == 1 and f"runs already: process {up.process.pid}" in again.stderr

    for what, name in (("postgres", "PostgreSQL"), ("valkey", "Broker"), ("granian", "Web server"), (" beat", "Beat")):
        up.kill(what)
        up.until(lambda name=name: f"{name} runs again" in up.text())  # type: ignore[misc]
        up.until(lambda: up.page() == "200")

    started = up.children()
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(60) == 0, up.text()
    assert [command for pid, command in started.items() if Path(f"/proc/{pid}").exists()] == []
    assert "everything has stopped" in up.text()


def test_of_two_that_start_at_one_instant_one_runs_and_the_other_says_so(up: Up) -> None:
    said = up.state.path.parent / "said-by-the-other"
    with said.open("wb") as out:
        other = subprocess.Popen(up.command(), cwd=ROOT, env=up.environment(), stdout=out, stderr=out, start_new_session=True)
    both = {up.process: up.said, other: said}
    end = time.monotonic() + LONGEST
    while not (over := [one for one in both if one.poll() is not None]):
        assert time.monotonic() < end
        time.sleep(0.1)
    [loser] = over
    [winner] = [one for one in both if one is not loser]
    assert loser.returncode == 1 and "This hub runs already" in both[loser].read_text()
    while "Database: " not in both[winner].read_text():
        assert time.monotonic() < end and winner.poll() is None, both[winner].read_text()
        time.sleep(0.1)
    other.terminate()
    other.wait(60)


def test_what_it_started_dies_with_it(up: Up) -> None:
    up.until(lambda: len(up.children()) >= 2)
    started = list(up.children())
    up.process.kill()
    up.process.wait()
    end = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in started):
        assert time.monotonic() < end
        time.sleep(0.2)
