"""A web server that is only busy says so and is left alone; a process of it that hangs is replaced."""

import os
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import psycopg
import pytest

from hub import configuration
from hub.engines import EmbeddedPostgres, EmbeddedValkey, StateFolder
from hub.up import preparation, processes, watching
from hub.up.launch import _free_port
from hub.up.supervisor import Supervisor
from hub.up.watching import Hearts, Silence
from tests.hub import prepared

pytestmark = pytest.mark.slow


class Server:
    """Engines and the web server of a hub of its own, with two processes of two turns each."""

    def __init__(self, state: StateFolder) -> None:
        self.state, self.told = state, []  # type: ignore[var-annotated]
        self.supervisor = Supervisor(say=self.told.append)
        self.port = _free_port("127.0.0.1", 18700)
        self.settings = configuration.read({"HUB_STATE_DIR": str(state.path), "HUB_WEB_THREADS": "2"})
        self.web = processes.web(self.settings, state, "127.0.0.1", self.port)
        self.web.environment = {**self.web.environment, "HUB_WEB_THREADS": "2"}
        self.hearts = Hearts(state)

    def start(self) -> None:
        """As `up` does, without workers."""
        for folder in ("metrics", "hearts"):
            (self.state.path / folder).mkdir()
        preparation.start_database(self.settings, self.state, self.supervisor, new_passwords=False)
        self.supervisor.start("Broker", broker := EmbeddedValkey(self.state))
        self.state.write_private("broker.url", broker.address())
        preparation.migrate(self.state, self.settings.login("owner"))
        self.supervisor.start("Web server", self.web)
        self.until(lambda: len(self.processes()) == 2 and self.answers("/healthz") == 200)

    def answers(self, path: str, *, session: str = "", within: float = 60) -> int:
        """The status of an answer; 0 when none came in time."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}")
        if session:
            request.add_header("Cookie", f"sessionid={session}")
        try:
            with urllib.request.urlopen(request, timeout=within) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def processes(self) -> set[int]:
        """Those whose hearts have begun to beat."""
        return {int(file.name) for file in self.hearts.folder.iterdir()}

    def until(self, true: Callable[[], bool], *, within: float = 60) -> None:
        """Wait."""
        end = time.monotonic() + within
        while not true():
            assert time.monotonic() < end, self.state.log_tail("web", 30)
            time.sleep(0.1)

    @contextmanager
    def nobody_recognised(self) -> Iterator[None]:
        """Within the block each request that shows a session waits for the table of sessions."""
        with closing(psycopg.connect(EmbeddedPostgres(self.state).administrator("hub"))) as holding:
            holding.execute("lock table django_session in access exclusive mode")
            yield


@pytest.fixture
def server(state: StateFolder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server that is watched with less patience than people have."""
    for name in ("HUB_STATE_DIR", "HUB_DATABASE_ROLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(watching, "STILL_AFTER", 5.0)
    monkeypatch.setattr(watching, "DEAD_AFTER", 10.0)
    prepared.put(state)
    made = Server(state)
    try:
        made.start()
        yield made
    finally:
        made.supervisor.stop_all()


def test_it_says_how_it_is_with_all_hands_full_and_only_what_hangs_is_replaced(server: Server) -> None:
    first, silence = server.processes(), Silence(server.web.worked)
    with server.nobody_recognised(), ThreadPoolExecutor(40) as people:
        pages = [people.submit(server.answers, "/", session=f"person{number}") for number in range(40)]
        end = time.monotonic() + 15  # longer than any patience
        while time.monotonic() < end:
            for path in ("/healthz", "/readyz"):
                began = time.monotonic()
                assert server.answers(path, within=5) == 200
                assert time.monotonic() - began < 1
            silence.heard()
            assert server.hearts.look() == [] and not silence.is_death()
            time.sleep(0.2)
        assert sum(not page.done() for page in pages) > 4  # more than there are turns
    assert {page.result() for page in pages} <= {200, 409, 503}
    assert server.processes() == first
    server.until(lambda: server.answers("/account/sign-in/") == 200)

    hanging = min(first)
    os.kill(hanging, signal.SIGSTOP)
    assert server.hearts.look() == []  # not at once
    dead: list[int] = []
    server.until(lambda: bool(dead.extend(server.hearts.look()) or dead))
    assert dead == [hanging]
    server.hearts.end(hanging)
    server.until(lambda: len(server.processes()) == 2 and server.hearts.look() == [])
    assert hanging not in server.processes()
    assert [server.answers("/account/sign-in/", within=10) for _ in range(10)] == [200] * 10
