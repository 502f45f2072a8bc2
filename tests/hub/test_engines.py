"""The embedded servers: private, short of paths, and up again whatever was left behind."""

import os
import signal
import socket
from collections.abc import Iterator

import psycopg
import pytest

from hub.engines import AlreadyHeld, EmbeddedPostgres, EmbeddedValkey, EngineError, StateFolder, process
from hub.engines.folder import LONGEST_SOCKET_FOLDER

pytestmark = pytest.mark.slow


@pytest.fixture
def postgres(state: StateFolder) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(state, durable=False)
    yield server
    server.stop()


@pytest.fixture
def valkey(state: StateFolder) -> Iterator[EmbeddedValkey]:
    broker = EmbeddedValkey(state)
    yield broker
    broker.stop()


def kill(engine: EmbeddedPostgres | EmbeddedValkey) -> None:
    pid = engine.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert process.wait_until(lambda: not engine.is_running(), within=10)


def test_postgres_asks_for_the_password_and_listens_on_no_port(postgres: EmbeddedPostgres) -> None:
    postgres.start()
    with psycopg.connect(postgres.administrator()) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)
        assert connection.execute("show data_checksums").fetchone() == ("on",)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(postgres.address("postgres", "guessed", "postgres"))
    assert postgres.data.stat().st_mode & 0o777 == 0o700
    assert postgres.data.stat().st_uid != 0
    assert (postgres.state.path / "postgres.password").stat().st_mode & 0o777 == 0o600


def test_postgres_is_up_again_after_a_kill_with_a_statement_running(postgres: EmbeddedPostgres) -> None:
    postgres.durable = True
    postgres.start()
    with psycopg.connect(postgres.administrator(), autocommit=True) as kept:
        kept.execute("create table kept (a int)")
        kept.execute("insert into kept values (1)")
        busy = psycopg.connect(postgres.administrator(), autocommit=True)
        busy.pgconn.send_query(b"select pg_sleep(2)")  # its backend outlives the server and holds the memory
        kill(postgres)
    postgres.start()
    with psycopg.connect(postgres.administrator()) as connection:
        assert connection.execute("select a from kept").fetchall() == [(1,)]
    busy.close()


def test_a_server_that_an_earlier_hub_left_running_is_replaced(postgres: EmbeddedPostgres) -> None:
    left = EmbeddedPostgres(postgres.state, durable=False)
    left.start()
    postgres.start()
    assert left.process is not None and left.process.poll() is not None
    assert postgres.is_running() and postgres.is_answering()


def test_data_of_another_version_are_refused_with_what_to_do(postgres: EmbeddedPostgres) -> None:
    postgres.start()
    postgres.stop()
    (postgres.data / "PG_VERSION").write_text("14\n")
    with pytest.raises(EngineError, match="made by PostgreSQL 14.*dump"):
        postgres.start()


def test_a_long_path_gets_a_short_socket_folder(state: StateFolder) -> None:
    long = StateFolder(state.path / ("a" * 60) / ("b" * 60)).made()
    (state.path / ("a" * 60)).chmod(0o711)
    broker = EmbeddedValkey(long)
    try:
        broker.start()
        assert len(str(long.sockets)) <= LONGEST_SOCKET_FOLDER and broker.is_answering()
    finally:
        broker.stop()
        for left in long.sockets.iterdir():
            left.unlink()
        long.sockets.rmdir()


def test_the_broker_comes_back_with_its_messages_after_a_kill(valkey: EmbeddedValkey) -> None:
    valkey.start()
    assert _say(valkey, "RPUSH hub 1") == b":1\r\n"
    kill(valkey)
    valkey.start()
    assert _say(valkey, "LLEN hub") == b":1\r\n"


def test_the_broker_comes_back_empty_when_its_files_are_unreadable(valkey: EmbeddedValkey) -> None:
    valkey.start()
    kill(valkey)
    for file in valkey.data.rglob("*.manifest"):
        file.write_text("no manifest")
    valkey.start()
    assert _say(valkey, "LLEN hub") == b":0\r\n"


def test_the_broker_tells_nothing_without_the_password(valkey: EmbeddedValkey) -> None:
    valkey.start()
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(valkey.socket))
        line.sendall(b"LLEN hub\r\n")
        assert line.recv(100).startswith(b"-NOAUTH")


def test_a_folder_is_held_once(state: StateFolder) -> None:
    held = state.hold("up.lock", saying="process 7")
    with pytest.raises(AlreadyHeld, match="process 7"):
        state.hold("up.lock", saying="process 8")
    held.close()
    state.hold("up.lock", saying="process 8").close()


def _say(broker: EmbeddedValkey, what: str) -> bytes:
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(broker.socket))
        line.sendall(f"AUTH {broker.state.password('valkey')}\r\n".encode())
        assert line.recv(100) == b"+OK\r\n"
        line.sendall(f"{what}\r\n".encode())
        return line.recv(100)
