"""A hub of its own, as `manage.py up` runs it, for tests that kill its processes."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg

from hub import configuration
from hub.configuration import ROOT
from hub.engines import EmbeddedPostgres, EmbeddedValkey, StateFolder
from hub.up import preparation, processes
from hub.up.supervisor import Supervisor

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
    def caught_in_the_act(self, table: str = "screening_match", who: str = "hub_service", within: float = 90) -> Iterator[None]:
        """Hold a role up where it writes this table; the block runs while a process of it has begun and not kept."""
        with closing(psycopg.connect(self.postgres.administrator("hub"))) as holding:
            holding.execute(f"lock table {table} in exclusive mode")
            self.until(lambda: self.ask("select count(*) from pg_stat_activity where wait_event_type = 'Lock' "
                                        f"and usename = '{who}' and query ~ '{table}'") > 0, within=within)
            yield

    def pid(self, engine: EmbeddedPostgres | EmbeddedValkey) -> int:
        """The process id of an engine."""
        pid = engine.pid()
        assert pid is not None
        return pid
