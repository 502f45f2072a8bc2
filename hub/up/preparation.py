"""Everything before the first page: database and broker, tables, translations, static files; then the example world."""

import hashlib
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from hub.configuration import DATABASE_ROLES, ROOT, Configuration
from hub.engines import EmbeddedPostgres, EmbeddedValkey, EngineError, StateFolder, roles
from hub.engines.process import start
from hub.up import tables
from hub.up.processes import environment, manage
from hub.up.supervisor import LOOK_EVERY, Supervisor

DATABASE = "hub"
#: Stands in the state folder while the example world is written.
_BEGUN = "example-begun"


def start_database(settings: Configuration, state: StateFolder, supervisor: Supervisor, *, new_passwords: bool) -> str:
    """Have a database with the roles of the hub; a sentence on which. Starts the embedded server unless one is given.

    Raises EngineError when it cannot be had.
    """
    if all(getattr(settings, f"database_{role}_url") for role in DATABASE_ROLES):
        return "database with the logins given"
    if settings.database_url:
        logins = roles.settle(settings.database_url, state, new_passwords=new_passwords)
        with psycopg.connect(logins["owner"]) as connection:
            return f"PostgreSQL {connection.info.server_version // 10000} on {connection.info.host}"
    server = EmbeddedPostgres(state)
    supervisor.start("PostgreSQL", server)
    roles.settle(server.administrator(), state, database=DATABASE, embedded=True)
    return "embedded PostgreSQL"


def start_broker(settings: Configuration, state: StateFolder, supervisor: Supervisor) -> str:
    """Have a broker; a sentence on which. Starts the embedded one unless one is given."""
    if settings.broker_url:
        return "broker given"
    broker = EmbeddedValkey(state)
    supervisor.start("Broker", broker)
    state.write_private("broker.url", broker.address())
    return "embedded broker"


def migrate(state: StateFolder, owner: str) -> None:
    """Bring the tables up to date, as their owner. Raises EngineError with the end of what it said."""
    run_quietly(state, "migrate", "owner", "migrate", "--no-input")
    tables.note_settled(owner)


def warm_engine(state: StateFolder) -> "subprocess.Popen[bytes]":
    """Begin to compile the matching engine's kernels, half a minute of one core, before a worker needs them."""
    with state.log("engine", anew=True) as log:
        return start(["nice", sys.executable, "-m", "intel.matching", "warm"], log=log, die_with_us=signal.SIGTERM, cwd=ROOT)


def static_files_changed(state: StateFolder) -> bool:
    """Whether what the pages load is other than at the last `collect_static_files`."""
    kept = state.path / "static.fingerprint"
    return not kept.is_file() or kept.read_text() != _static_fingerprint()


def collect_static_files(state: StateFolder) -> None:
    """Put what the pages load where the web server finds it, compressed and named by content."""
    fingerprint = _static_fingerprint()
    run_quietly(state, "collectstatic", "application", "collectstatic", "--no-input", "--clear", "--verbosity", "0")
    state.write_private("static.fingerprint", fingerprint)


def is_empty(settings: Configuration, state: StateFolder) -> bool:
    """Whether the hub has no agency yet."""
    with psycopg.connect(_seeing_all(settings, state)) as connection:
        return connection.execute("select not exists (select from agencies_agency)").fetchone() == (True,)


def wants_example(settings: Configuration, state: StateFolder) -> bool:
    """Whether to load the example world: into an empty embedded database, or where HUB_EXAMPLE_WORLD asks for it."""
    embedded = not settings.database_url and not settings.database_owner_url
    return (embedded or settings.example_world) and is_empty(settings, state)


def has_example(state: StateFolder) -> bool:
    """Whether the people of the example world can sign in here."""
    return (state.path / "example-password").is_file()


@contextmanager
def example_being_written(state: StateFolder) -> Iterator[None]:
    """While the example world is written, and ever after when it was not to its end."""
    begun = state.write_private(_BEGUN, "")
    yield
    begun.unlink()


def example_is_half(state: StateFolder) -> bool:
    """Whether the example world was begun here and not ended."""
    return (state.path / _BEGUN).is_file()


def run_quietly(state: StateFolder, log: str, role: str, *arguments: str) -> None:
    """Run a management command, output to a log. Raises EngineError with the end of it when it fails."""
    with state.log(log, anew=True) as file:
        process = start(
            manage(*arguments), log=file, die_with_us=signal.SIGTERM, cwd=ROOT, env=environment(state, role))
    if wait(process, lambda: None):
        raise EngineError(f"manage.py {arguments[0]} failed:\n{state.log_tail(log, lines=25)}")


def run_openly(state: StateFolder, role: str, *arguments: str, meanwhile: Callable[[], None]) -> bool:
    """Run a management command that writes to our terminal; whether it succeeded. Calls `meanwhile` while it runs."""
    sys.stdout.flush()
    process = subprocess.Popen(
        manage(*arguments), cwd=ROOT, env=environment(state, role), stdin=subprocess.DEVNULL, start_new_session=True)
    return wait(process, meanwhile) == 0


def wait(process: "subprocess.Popen[bytes]", meanwhile: Callable[[], None]) -> int:
    """The exit code of a process, calling `meanwhile` while it runs; it is ended when we are interrupted."""
    try:
        while True:
            try:
                return process.wait(LOOK_EVERY)
            except subprocess.TimeoutExpired:
                meanwhile()
    except BaseException:
        process.terminate()
        process.wait()
        raise


def _seeing_all(settings: Configuration, state: StateFolder) -> str:
    """The login that sees the most: row policies hide nothing from the embedded server's administrator."""
    if settings.database_url or settings.database_owner_url:
        return settings.login("owner")
    return EmbeddedPostgres(state).administrator(DATABASE)


def _static_fingerprint() -> str:
    """Changes with our own files, the front-end packages, and the program that collects them."""
    parts = [f"{path.relative_to(ROOT)} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in _static_sources()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _static_sources() -> Iterable[Path]:
    assets = ROOT / "hub" / "assets"
    own = sorted(path for path in (assets / "own").rglob("*") if path.is_file())
    others = (assets / "package-lock.json", ROOT / "requirements.txt", ROOT / "hub" / "static_files.py")
    return [*own, *(path for path in others if path.is_file())]
