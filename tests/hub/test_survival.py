"""No match is lost and none is made twice, whatever dies: worker, broker with its files, database."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg
import pytest

from hub import configuration
from hub.configuration import ROOT
from hub.engines import EmbeddedPostgres, EmbeddedValkey, StateFolder
from hub.up import preparation, processes
from hub.up.supervisor import Supervisor
from tests.hub.filing import NAMES

WORKS, PART = 400, 100

TO_MATCH = "select count(*) from work_work where kind like 'screening.%'"


class Hub:
    """Engines, worker and beat of a hub of its own, supervised as `manage.py up` does; the test kills them."""

    def __init__(self, state: StateFolder) -> None:
        self.state = state
        self.told: list[str] = []
        self.supervisor = Supervisor(say=self.told.append)
        self.postgres = EmbeddedPostgres(state)
        self.broker = EmbeddedValkey(state)
        self.worker = processes.worker(state)

    def start(self) -> None:
        """As `up` does, without the web server."""
        settings = configuration.read({"HUB_STATE_DIR": str(self.state.path)})
        (self.state.path / "metrics").mkdir()
        preparation.start_database(settings, self.state, self.supervisor, new_passwords=False)
        preparation.start_broker(settings, self.state, self.supervisor)
        preparation.migrate(self.state, settings.login("owner"))
        self.supervisor.start("Worker", self.worker)
        self.supervisor.start("Beat", processes.beat(self.state))

    def file(self, *what: object) -> "subprocess.Popen[bytes]":
        """Officers file alerts or traders, beside whatever else happens."""
        command = [sys.executable, "-m", "tests.hub.filing", *map(str, what)]
        with self.state.log("filing") as log:
            return subprocess.Popen(
                command, cwd=ROOT, env=processes.environment(self.state, "owner"), stdout=log, stderr=log)

    def finish(self, filing: "subprocess.Popen[bytes]") -> int:
        """Wait until officers have filed; 0 when all was kept."""
        self.until(lambda: filing.poll() is not None)
        return filing.returncode

    def until(self, true: Callable[[], bool], *, within: float = 90) -> None:
        """Wait, and keep the supervisor looking."""
        end = time.monotonic() + within
        while not true():
            assert time.monotonic() < end, f"waited {within} s; {self.told}; {self.state.log_tail('worker', 30)}"
            self.supervisor.look()
            time.sleep(0.1)

    def ask(self, question: str) -> Any:
        """One value from the database, past all policies."""
        with psycopg.connect(self.postgres.administrator("hub")) as connection:
            return connection.execute(question).fetchone()[0]  # type: ignore[arg-type,index]

    @contextmanager
    def caught_in_the_act(self) -> Iterator[None]:
        """Hold the worker up where it writes matches; the block runs while it has work claimed and not kept."""
        with closing(psycopg.connect(self.postgres.administrator("hub"))) as holding:
            holding.execute("lock table screening_match in exclusive mode")
            self.until(lambda: self.ask(
                "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and usename = 'hub_service'") > 0)
            assert self.ask(TO_MATCH) > 0
            yield

    def pid(self, engine: EmbeddedPostgres | EmbeddedValkey) -> int:
        """The process id of an engine."""
        pid = engine.pid()
        assert pid is not None
        return pid


@pytest.fixture
def hub(state: StateFolder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub with 20 alerts in force and nothing left to match."""
    for name in ("HUB_STATE_DIR", "HUB_DATABASE_ROLE"):
        monkeypatch.delenv(name, raising=False)
    made = Hub(state)
    try:
        made.start()
        assert made.file("alerts", len(NAMES)).wait() == 0
        made.until(lambda: made.ask(TO_MATCH) == 0)
        yield made
    finally:
        made.supervisor.stop_all()


@pytest.mark.slow
def test_every_work_is_matched_once_whatever_is_killed(hub: Hub) -> None:
    filing = hub.file("traders", 0, PART)
    with hub.caught_in_the_act():
        assert hub.worker.process is not None
        os.killpg(hub.worker.process.pid, signal.SIGKILL)
    hub.finish(filing)

    filing = hub.file("traders", PART, 2 * PART)
    os.kill(hub.pid(hub.broker), signal.SIGKILL)
    shutil.rmtree(hub.broker.data)
    hub.finish(filing)

    filing = hub.file("traders", 2 * PART, 3 * PART)
    with hub.caught_in_the_act():
        os.kill(hub.pid(hub.postgres), signal.SIGKILL)
    while hub.finish(filing):  # the officer's program lost its database too, and files again
        filing = hub.file("traders", 2 * PART, 3 * PART)

    filing = hub.file("traders", 3 * PART, WORKS)
    assert hub.finish(filing) == 0
    hub.until(lambda: hub.ask(TO_MATCH) == 0)

    assert hub.ask("select count(*) from trade_trader") == WORKS
    assert hub.ask("select count(distinct trader_id) from screening_match where holds") == WORKS
    assert hub.ask("select count(*) from screening_match") == WORKS
    written_again = "select count(*) from screening_match where updated_at > found_at + interval '2 seconds'"
    assert hub.ask(written_again) == 0
    for name in ("Worker", "Broker", "PostgreSQL"):
        assert f"{name} runs again" in hub.told
