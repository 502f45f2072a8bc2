"""The processes of the hub: how each is started, and with which database role."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hub.configuration import MOST_WAITING, ROOT, SPARE_THREADS, Configuration
from hub.engines import StateFolder
from hub.engines.process import end_group, start
from hub.up.watching import worked

SCREENING_PROCESSES = 2


@dataclass
class HubProcess:
    """One process of the hub, with its log in the state folder."""

    name: str
    command: Sequence[str]
    state: StateFolder
    environment: Mapping[str, str]
    stops_within: float = 15.0
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    def start(self) -> None:
        """Start it; what a killed forerunner left of its group is ended first."""
        if self.process is not None:
            end_group(self.process.pid)
        with self.state.log(self.name) as log:
            self.process = start(
                self.command, log=log, die_with_us=signal.SIGTERM, cwd=ROOT, env=dict(self.environment))

    def is_running(self) -> bool:
        """Whether it is there."""
        return self.process is not None and self.process.poll() is None

    def worked(self) -> float:
        """The processor time in seconds that it and those that it started have used."""
        return worked(self.process.pid) if self.process is not None else 0.0

    def stop(self) -> None:
        """Ask it to stop, wait, kill what is left of it."""
        if self.process is None:
            return
        if self.is_running():
            self.process.terminate()
            try:
                self.process.wait(self.stops_within)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        end_group(self.process.pid)


def environment(state: StateFolder, role: str) -> dict[str, str]:
    """The environment of a process of the hub that connects to the database as `role`."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "hub.settings",
        "HUB_STATE_DIR": str(state.path),
        "HUB_DATABASE_ROLE": role,
        "PROMETHEUS_MULTIPROC_DIR": str(state.path / "metrics"),
        "PYTHONUNBUFFERED": "1",
        # Celery warns because its pickle messages are dangerous as root; ours are JSON.
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
    }


def web(settings: Configuration, state: StateFolder, host: str, port: int) -> HubProcess:
    """The web server: answers people, as the application. Most of its threads wait for their turn: see `hub/kit/turns.py`."""
    threads = settings.web_threads + MOST_WAITING + SPARE_THREADS
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(settings.web_processes), "--blocking-threads", str(threads), "--respawn-failed-workers", "--no-ws",
        "--workers-kill-timeout", "10", "--log-level", "warning", "hub.wsgi:application"]
    return HubProcess("web", command, state, environment(state, "application") | {"HUB_HEARTS": str(state.path / "hearts")})


def worker(state: StateFolder) -> HubProcess:
    """The Celery worker: screens, as the service."""
    return _worker(state, "worker", "interactive,bulk", SCREENING_PROCESSES, role="service")


def importer(state: StateFolder) -> HubProcess:
    """The Celery worker of imports alone: a file that takes long, or all memory, keeps no alert waiting. Acts for uploaders.

    Pages go before it: it takes the processor's time that nobody else asks for.
    """
    return _worker(state, "importer", "imports", 1, role="deputy", gives_way=True)


def exporter(state: StateFolder) -> HubProcess:
    """The Celery worker that writes lists as files alone: nobody waits for an import to have one. Acts for who asked."""
    return _worker(state, "exporter", "exports", 1, role="deputy", gives_way=True)


def teller(state: StateFolder) -> HubProcess:
    """The Celery worker of notices: writes them in the eyes of their addressees, and sends mail. Acts for people."""
    return _worker(state, "teller", "notices", 1, role="deputy")


def answerer(state: StateFolder) -> HubProcess:
    """The Celery worker of queries alone, with its index on disk: a person who asks waits for no batch of screening."""
    return _worker(state, "answerer", "queries", 1, role="service")


def file_answerer(state: StateFolder, count: int) -> HubProcess:
    """The Celery worker of questions from files and of those asked again at night: `count` processes that share the rows.

    They share an index on disk.
    """
    return _worker(state, "file-answerer", "query-files", count, role="service")


def beat(state: StateFolder) -> HubProcess:
    """Celery beat: sends the periodic tasks, and does them where the broker is away, imports too. There must be one only."""
    schedule = state.path / "beat-schedule"
    command = [*_celery("beat"), "--schedule", str(schedule), "--pidfile", ""]
    return HubProcess("beat", command, state, environment(state, "deputy"))


def manage(*arguments: str) -> list[str]:
    """The command line of a management command."""
    return [sys.executable, str(ROOT / "manage.py"), *arguments]


def _worker(state: StateFolder, name: str, queues: str, concurrency: int, *, role: str,
            gives_way: bool = False) -> HubProcess:
    command = [*(("nice",) if gives_way else ()), *_celery("worker"), "--queues", queues, "--concurrency", str(concurrency),
               "--hostname", f"{name}@%h", "--without-mingle", "--without-gossip"]
    return HubProcess(name, command, state, environment(state, role))


def _celery(kind: str) -> list[str]:
    return [sys.executable, "-m", "celery", "--app", "hub.celery", kind, "--loglevel", "warning"]
