"""From the command line to a running hub, and back to nothing running."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

import psycopg

from hub import configuration
from hub.engines import AlreadyHeld, EngineError, StateFolder
from hub.up import preparation, processes, tables
from hub.up.arguments import parser
from hub.up.processes import HubProcess
from hub.up.steps import Steps
from hub.up.supervisor import ASK_EVERY, LOOK_EVERY, Supervisor
from hub.up.translations import compile_translations
from hub.up.watching import Hearts, Silence

PORTS_TO_TRY = 50
FIRST_PAGE_WITHIN = 180.0


def main(arguments: Sequence[str]) -> int:
    """Run the hub until it is told to stop; the exit code. `arguments` are those after `up`."""
    asked = parser().parse_args(arguments)
    settings = configuration.read()
    state = StateFolder(settings.state_dir).made()
    steps = Steps(state)
    try:
        lock = state.hold("up.lock", saying="")
    except AlreadyHeld as held:
        print(f"This hub runs already: {held}. Stop it there, or give another HUB_STATE_DIR.", file=sys.stderr)
        return 1
    supervisor = Supervisor(say=lambda text: steps.say(text, style="yellow"))
    try:
        with _stopped_by_signals():
            port = _free_port(asked.host, asked.port)
            lock.write(f"process {os.getpid()} at http://{_visible(asked.host)}:{port}/")
            lock.flush()
            if port != asked.port:
                steps.say(f"port {asked.port} is taken; using {port}")
            engine = _prepare(settings, state, steps, supervisor, new_passwords=asked.new_passwords)
            web = _serve(settings, state, steps, supervisor, asked.host, port)
            example = not asked.no_example and preparation.wants_example(settings, state)
            if preparation.example_is_half(state):
                steps.say(f"The example world was broken off while it was written. For a whole one, stop the hub, remove"
                          f" {state.path} and start again.", style="yellow")
            if example:
                _load_example(state, steps, supervisor)
            _screen(settings, state, steps, supervisor, engine, watch=example)
            _welcome(state, steps, supervisor, f"http://{_visible(asked.host)}:{port}/")
            _keep_running(supervisor, state, web, port)
    except KeyboardInterrupt:
        steps.say("stopping")
        return 0
    except (EngineError, psycopg.Error, OSError, LookupError) as failure:
        steps.say(f"The hub cannot start: {failure}", style="red")
        return 1
    finally:
        _stop(supervisor, steps)
        lock.close()
    return 0


def _prepare(
    settings: configuration.Configuration, state: StateFolder, steps: Steps, supervisor: Supervisor,
    *, new_passwords: bool
) -> "subprocess.Popen[bytes] | None":
    """Have everything that the web server needs; the process that compiles the engine beside, after a change of code."""
    steps.say(f"run-time data in {state.path}")
    shutil.rmtree(state.path / "metrics", ignore_errors=True)
    (state.path / "metrics").mkdir()
    shutil.rmtree(state.path / "hearts", ignore_errors=True)
    (state.path / "hearts").mkdir()
    with steps.step("Database", usually=3):
        database = preparation.start_database(settings, state, supervisor, new_passwords=new_passwords)
    with steps.step("Broker", usually=1):
        broker = preparation.start_broker(settings, state, supervisor)
    steps.say(f"{database}, {broker}")
    owner, engine = settings.login("owner"), None
    if not tables.are_settled(owner):
        engine = preparation.warm_engine(state)
        with steps.step("Tables", usually=12):
            preparation.migrate(state, owner)
    if compiled := compile_translations():
        steps.say(f"translations compiled: {', '.join(path.parts[-3] for path in compiled)}")
    if preparation.static_files_changed(state):
        with steps.step("Static files", usually=4):
            preparation.collect_static_files(state)
    return engine


def _serve(
    settings: configuration.Configuration, state: StateFolder, steps: Steps, supervisor: Supervisor, host: str, port: int
) -> HubProcess:
    web = processes.web(settings, state, host, port)
    with steps.step("First page", usually=4):
        supervisor.start("Web server", web)
        end = time.monotonic() + FIRST_PAGE_WITHIN
        while not _answers(port):
            supervisor.look()
            if time.monotonic() > end:
                raise EngineError(f"the web server does not answer; the end of its log:\n{state.log_tail('web', 25)}")
            time.sleep(LOOK_EVERY)
    steps.say(f"pages are served at http://{_visible(host)}:{port}/")
    return web


def _load_example(state: StateFolder, steps: Steps, supervisor: Supervisor) -> None:
    with steps.step("Example world", usually=25, speaks_itself=True), preparation.example_being_written(state):
        if not preparation.run_openly(state, "owner", "example_world", meanwhile=supervisor.look):
            raise EngineError("the example world could not be loaded")


def _screen(
    settings: configuration.Configuration, state: StateFolder, steps: Steps, supervisor: Supervisor,
    engine: "subprocess.Popen[bytes] | None", *, watch: bool
) -> None:
    """Start worker and beat, once the engine is compiled: otherwise each process of the worker would compile it too."""
    if engine is not None and engine.poll() is None:
        with steps.step("Matching engine", usually=20):
            preparation.wait(engine, supervisor.look)
    supervisor.start("Worker", processes.worker(state))
    supervisor.start("Importer", processes.importer(state))
    supervisor.start("Exporter", processes.exporter(state))
    supervisor.start("Teller", processes.teller(state))
    supervisor.start("Answerer", processes.answerer(state))
    supervisor.start("File answerer", processes.file_answerer(state, settings.answering_processes))
    supervisor.start("Beat", processes.beat(state))
    if watch:
        with steps.step("Screening", usually=10, speaks_itself=True):
            preparation.run_openly(
                state, "service", "screen_pending", "--watch", "--timeout", "300", meanwhile=supervisor.look)


def _welcome(state: StateFolder, steps: Steps, supervisor: Supervisor, address: str) -> None:
    """Tell the address, who may sign in, the first hits, and what waits for whom."""
    for command in ("example_logins", "first_hits", "what_waits") if preparation.has_example(state) else ():
        preparation.run_openly(state, "application", command, meanwhile=supervisor.look)
    steps.console.print(f"\n[bold]The hub is at {address}[/bold]  Stop it with Ctrl-C.\n")


def _keep_running(supervisor: Supervisor, state: StateFolder, web: HubProcess, port: int) -> None:
    """Watch until a signal comes. What died is started again; of the web server also what is there but dead.

    A web server that is only busy is left alone: see `hub.up.watching`.
    """
    hearts, silence, ask_at = Hearts(state), Silence(web.worked), time.monotonic() + ASK_EVERY
    while True:
        supervisor.look()
        time.sleep(LOOK_EVERY)
        if time.monotonic() < ask_at:
            continue
        for pid in hearts.look():
            supervisor.say(f"Process {pid} of the web server hangs; starting another")
            hearts.end(pid)
        if _answers(port) or not web.is_running():
            silence.heard()
        elif silence.is_death():
            supervisor.say("Web server does not answer")
            web.stop()
            silence.heard()
        ask_at = time.monotonic() + ASK_EVERY


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """SIGINT, SIGTERM and SIGHUP end the block with KeyboardInterrupt; later ones do not disturb the stopping."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop(_number: int, _frame: FrameType | None) -> None:
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    for each in signals:
        signal.signal(each, stop)
    yield


def _stop(supervisor: Supervisor, steps: Steps) -> None:
    began = time.monotonic()
    supervisor.stop_all()
    steps.say(f"everything has stopped ({time.monotonic() - began:.1f} s)")


def _free_port(host: str, wanted: int) -> int:
    """The port asked for, or the next free one. Raises EngineError when the address is not this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(wanted, wanted + PORTS_TO_TRY):
        with socket.socket(family) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((host, port))
                return port
            except OSError as refused:
                failure = refused
    raise EngineError(f"No free port from {wanted} to {wanted + PORTS_TO_TRY - 1} on {host}: {failure}")


def _visible(host: str) -> str:
    return "localhost" if host in ("127.0.0.1", "0.0.0.0", "::", "::1") else host


def _answers(port: int) -> bool:
    """Whether the web server gives any answer, be it that the database is away."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
