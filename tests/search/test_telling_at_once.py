"""Rounds of saved searches while others write, while another round is made, and when a worker is killed: told, and once."""

import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connection, connections

from agencies.access import as_service, looking_as
from agencies.work import kinds, queue, running
from agencies.work.models import Work
from intel.search.finding import is_stirred
from intel.search.models import SavedSearch
from intel.search.telling import TELL
from tests.beside import process, waits
from tests.engines import POSTGRES
from tests.reports import writing
from tests.screening import making
from tests.search.test_interference import hide
from tests.search.test_telling import NEW, a_round, told, watch, world  # noqa: F401
from tests.world import as_operator

pytestmark = pytest.mark.slow


@contextmanager
def locked(statement: str) -> Iterator[None]:
    """As long as the block lasts, somebody has this locked."""
    with psycopg.connect(POSTGRES.administrator(), dbname=connection.settings_dict["NAME"]) as other:
        other.execute(statement)
        yield
        other.rollback()


def worker() -> "subprocess.Popen[str]":
    """A process that does what is due, and may act for people."""
    return process("manage.py", "work", "--run", role="deputy")


def test_what_ends_later_than_what_came_after_it_is_told_too(world: Any) -> None:  # noqa: F811
    """The order in which transactions end is not that in which they began, nor that of any clock that they read."""
    feed, written, may_end = making.feed(world.ana), threading.Event(), threading.Event()
    making.trader(world.ana, feed, "Otro")  # what is the first of its sort waits for another first
    watch(world, "hugo")

    def slow() -> None:
        try:
            with looking_as(world.ana):
                making.trader(world.ana, feed, "Fardos lentos")
                written.set()
                assert may_end.wait(60)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as threads:
        ended = threads.submit(slow)
        assert written.wait(60)
        making.trader(world.ana, feed, "Fardos nuevos")
        a_round()
        assert told(world.hugo) == [NEW]
        may_end.set()
        ended.result()
    a_round()
    assert told(world.hugo) == ["“Fardos”: 2 things are new or changed: Fardos lentos; Fardos nuevos."]
    a_round()
    assert len(told(world.hugo)) == 1


def test_two_workers_at_once_tell_once(world: Any) -> None:  # noqa: F811
    watch(world, "carla")
    writing.disseminated(world, title="Fardos nuevos", audience=("PB",))
    with as_service("test"):
        queue.enqueue(TELL, [world.carla.user_id])
    with locked("lock table search_news in exclusive mode"):
        first = worker()
        waits("search_news", within_s=60)
        with as_service("test"):  # beat comes again, and another worker
            queue.enqueue(TELL, [world.carla.user_id])
        second = worker()
        waits("search_saved", within_s=60)
    assert (first.wait(60), second.wait(60)) == (0, 0)
    running.run_due(kinds.NOTICES)
    assert told(world.carla) == [NEW]
    with as_service("test"):
        assert not Work.objects.filter(kind=TELL).exists()


def test_who_is_killed_in_the_middle_has_told_nothing_and_the_next_tells_once(world: Any) -> None:  # noqa: F811
    watch(world, "carla")
    writing.disseminated(world, title="Fardos nuevos", audience=("PB",))
    with as_service("test"):
        queue.enqueue(TELL, [world.carla.user_id])
    with locked("lock table notices_announcement in exclusive mode"):  # found and noted, and not announced yet
        dying = worker()
        waits("notices_announcement", within_s=60)
        dying.send_signal(signal.SIGKILL)
        dying.wait()
    assert told(world.carla) == []
    end = time.monotonic() + 30
    while told(world.carla) != [NEW]:
        assert time.monotonic() < end
        running.run_due(kinds.NOTICES)
    a_round()
    assert told(world.carla) == [NEW]


def test_a_round_in_which_nothing_is_new_reads_an_index_however_much_is_hidden(world: Any) -> None:  # noqa: F811
    for n in range(20):
        writing.disseminated(world, title=f"Acopio {n}", audience=("PB",))
    watch(world, "carla")
    hide(world, 10_000, "fardos")
    with as_operator(), connection.cursor() as cursor:
        cursor.execute("analyze search_entry")
    assert entries_read(world) == 0
    with as_operator(), connection.cursor() as cursor:
        cursor.execute("drop index search_entry_changed")
    assert entries_read(world) >= 20, "the test sees it"


def entries_read(world: Any) -> int:  # noqa: F811
    """How many entries the database looks at for who is told, when none was written since."""
    count = "select sum(seq_tup_read + idx_tup_fetch) from pg_stat_xact_user_tables where relname = 'search_entry'"
    with looking_as(world.carla), connection.cursor() as cursor:
        [heard] = SavedSearch.objects.values_list("heard", flat=True)
        cursor.execute(count)
        [before] = cursor.fetchone()
        assert not is_stirred(heard, by=world.carla)
        cursor.execute(count)
        return int(cursor.fetchone()[0] - before)
