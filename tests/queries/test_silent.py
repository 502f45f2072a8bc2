"""Absent and silent cannot be told apart: not by time, nor by what is written, nor by what is answered.

An agency that asks learns no more of what another keeps silent about than of what nobody has. Tried with pairs of questions, one
for a name that customs has and tells nobody of, one for a name that nobody has; and the trial is tried itself, on three leaks
that are planted.
"""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from psycopg import sql
from scipy.stats import ks_2samp

from agencies import audit
from agencies.access import as_service, looking_as, now_looking
from agencies.work import kinds, queue, running
from intel.alerts.services import ListedSubject, import_watchlist
from intel.queries import answering, api, index, opening, telling
from intel.queries.batches import opening as opening_batches
from intel.queries.batches.services import ask_file
from intel.queries.entries import Why
from intel.queries.kinds import ANSWER
from intel.queries.levels import Level
from intel.queries.models import Answer, Query, Sounding
from intel.screening import live
from intel.screening import services as screening
from intel.subjects.entries import SubjectEntry
from tests.engines import POSTGRES
from tests.queries.asking import asked
from tests.screening import making

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PAIRS = 200
#: Two names a pair, alike in length and sound; customs has those of SILENT.
FIRST = ("Illampu", "Tunarix", "Sajamaz", "Condora", "Huaynaz", "Mururat", "Ancohum", "Parinac", "Licanca", "Uturunc")
SILENT = [f"{one} Quisbert Loayza" for one in FIRST]
ABSENT = [f"{one[::-1].title()} Terrazas Camata" for one in FIRST]
#: What differs between any two questions, and what the asker said.
MAY_DIFFER = {"id", "reference", "asked_at", "answered_at", "names"}
#: Below this two samples are said to differ.
P = 0.01


@pytest.fixture(autouse=True)
def no_index_of_another_test(monkeypatch):
    monkeypatch.setattr("intel.queries.budget.A_DAY", 100_000)
    index.forget()
    live.forget()
    yield
    index.forget()
    live.forget()


@pytest.fixture
def secretive(transactional_db, world):
    """Customs has every name of SILENT, in alerts in force that it tells nobody of."""
    entries = [ListedSubject(SubjectEntry(kind="PERSON", label=name, source="list", source_ref=name), "Test") for name in SILENT]
    with looking_as(world.bruno):
        import_watchlist(by=world.bruno, listed=entries, source="list", own_agency_only=True)
    return world


@dataclass
class Measured:
    """What an asker measures of one sort of question: how long asking takes, and after how long the answer opens, in seconds."""

    asking: list[float] = field(default_factory=list)
    opening: list[float] = field(default_factory=list)
    told: set[str] = field(default_factory=set)


class Worker:
    """The worker of queries, in a thread of its own; `paused` while it is held up."""

    def __init__(self) -> None:
        self.over, self.paused = threading.Event(), threading.Event()

    def run(self) -> None:
        try:
            while not self.over.is_set():
                if self.paused.is_set() or not running.run_due(kinds.QUERIES):
                    time.sleep(0.005)
        finally:
            connection.close()


@contextmanager
def at_work(*others: Callable[[threading.Event], None]) -> Iterator[Worker]:
    worker = Worker()
    with ThreadPoolExecutor(4) as threads:
        running_now = [threads.submit(worker.run), *(threads.submit(other, worker.over) for other in others)]
        try:
            yield worker
        finally:
            worker.over.set()
            for each in running_now:
                each.result()


def measured(world: Any, pairs: int = PAIRS, *, one_by_one: bool = False, meanwhile: Callable[[int], None] = lambda pair: None,
             ) -> tuple[Measured, Measured]:
    """Absent and silent, asked for in turn by a program of the police, the first of a pair now the one and now the other."""
    program, found = world.api(world.carla), (Measured(), Measured())
    queries: list[tuple[Measured, int]] = []
    for pair in range(pairs):
        sorts = [(found[0], ABSENT), (found[1], SILENT)]
        for into, names in sorts if pair % 2 else reversed(sorts):
            given = {"purpose": "CRIMINAL_INVESTIGATION", "legal_basis": "Ley 1970", "case_reference": "LP-1", "kind": "PERSON",
                     "names": [names[pair % len(names)]]}
            began = time.perf_counter()
            made = program.post("/api/v1/queries/", given, format="json")
            into.asking.append(time.perf_counter() - began)
            into.told.add(like(made))
            queries.append((into, made.json()["id"]))
            if one_by_one:
                wait_until_open([made.json()["id"]])
        meanwhile(pair)
    opened = wait_until_open([pk for _into, pk in queries])
    for into, pk in queries:
        into.opening.append(opened[pk])
    wait_until_readable([pk for _into, pk in queries[-4:]])
    for into, pk in queries[-4:]:
        into.told.add(like(program.get(f"/api/v1/queries/{pk}/")))
    return found


def like(response: Any) -> str:
    """A response without what differs between any two: number, reference, times."""
    body = {name: value for name, value in response.json().items() if name not in MAY_DIFFER}
    headers = {name: value for name, value in response.headers.items() if name != "X-Request-ID"}
    return f"{response.status_code} {body} {sorted(headers.items())}"


def wait_until_open(ids: list[int], within: float = 60) -> dict[int, float]:
    """After how many seconds each answer opens, by query."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        with as_service("tests"):
            rows = Answer.objects.filter(query__in=ids, visible_from__isnull=False).values_list(
                "query", "visible_from", "query__asked_at")
            found = {pk: (opens - at).total_seconds() for pk, opens, at in rows}
        if len(found) == len(ids):
            return found
        time.sleep(0.005)
    raise AssertionError(f"{len(ids) - len(found)} answers did not open within {within} s")


def wait_until_readable(ids: list[int]) -> None:
    """Until the asker can read the answers."""
    with as_service("tests"):
        last = max(Answer.objects.filter(query__in=ids).values_list("visible_from", flat=True))
    time.sleep(max(0.0, (last - timezone.now()).total_seconds()) + 0.05)


def tells_apart(absent: Measured, silent: Measured) -> bool:
    """Whether somebody who measures tells them apart, or reads another answer."""
    return (absent.told != silent.told or differ(absent.asking, silent.asking)
            or differ(absent.opening, silent.opening))


def differ(one: list[float], other: list[float]) -> bool:
    """Whether two samples are of different distributions: the two-sample Kolmogorov-Smirnov test."""
    return bool(ks_2samp(one, other, method="asymp").pvalue < P)


def are_alike(measure: Callable[[], tuple[Measured, Measured]]) -> bool:
    """One trial in a hundred finds a difference where there is none: what is found has to be found again."""
    return not (tells_apart(*measure()) and tells_apart(*measure()))


def is_found(measure: Callable[[], tuple[Measured, Measured]]) -> bool:
    """On a busy machine other work hides a leak of some milliseconds from one trial in some; who measures tries again."""
    return any(tells_apart(*measure()) for _trial in range(3))


def test_idle(secretive):
    with at_work():
        assert are_alike(lambda: measured(secretive))


def test_beside_a_batch_of_screening(secretive):
    feed = making.feed(secretive.ana)
    traders = [making.trader(secretive.ana, feed, name).pk for name in (*SILENT, *ABSENT)]

    def screens(over: threading.Event) -> None:
        try:
            while not over.is_set():
                with looking_as(secretive.ana):
                    queue.enqueue("screening.trader", traders)
                screening.screen_pending(batches=2)
        finally:
            connection.close()

    with at_work(screens):
        assert are_alike(lambda: measured(secretive))


def test_with_the_worker_stopped_for_three_seconds(secretive):
    with at_work() as worker:
        def stops(pair: int) -> None:
            if pair == PAIRS // 2:
                worker.paused.set()
                threading.Timer(3, worker.paused.clear).start()

        assert are_alike(lambda: measured(secretive, meanwhile=stops))


def test_every_answer_opens_at_a_whole_multiple(secretive):
    with at_work() as worker:
        def stops(pair: int) -> None:
            if pair == 1:
                worker.paused.set()
                threading.Timer(2, worker.paused.clear).start()

        absent, silent = measured(secretive, 5, meanwhile=stops)
    assert {round(each / 1.5, 6) % 1 for each in (*absent.opening, *silent.opening)} == {0.0}
    assert min(absent.opening) >= 1.5


def written_until_open(by: Any, name: str) -> dict[str, int]:
    """How many rows each table has more, from the question until its answer opens."""
    before = rows()
    query = asked(by, names=(name,))
    with as_service("tests"):
        answering.answer_queries([query.pk])
    with as_service("tests"):
        opening.open_answers([query.pk])
    return {table: count - before[table] for table, count in rows().items() if count != before[table]}


def rows() -> dict[str, int]:
    """How many rows each table has, as the server's administrator counts them, past all policies."""
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(POSTGRES.administrator(name)) as all_seeing:
        tables = all_seeing.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        return {table: all_seeing.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table))).fetchone()[0]
                for (table,) in tables}


def test_the_same_rows_are_written(secretive):
    written_until_open(secretive.carla, ABSENT[1])  # the first of the year has a counter made for its reference
    absent, silent = (written_until_open(secretive.carla, names[0]) for names in (ABSENT, SILENT))
    assert absent == silent and absent["queries_answer"] == absent["audit_event"] == 1
    with as_service("tests"):
        assert not Sounding.objects.exists()


def opened_files(by: Any, names: list[str]) -> tuple[dict[str, int], float]:
    """How many rows each table has more until the answers of a file with these names open, and after how many seconds they do."""
    before = rows()
    with looking_as(by):
        batch = ask_file(by=by, why=Why("CRIMINAL_INVESTIGATION", "Ley 1970", names[0]), file_name="nombres.csv",
                         content="\n".join(["kind,names", *(f"PERSON,{name}" for name in names)]).encode())
    running.run_due(kinds.IMPORTS)
    with as_service("tests"):
        opening_batches.answer_rows(list(Query.objects.filter(batch=batch).values_list("pk", flat=True)))
    with as_service("tests"):
        opening_batches.open_batches([batch.pk])
    with as_service("tests"):
        [(opens, at)] = set(Answer.objects.filter(query__batch=batch).values_list("visible_from", "query__asked_at"))
    more = {table: count - before[table] for table, count in rows().items() if count != before[table]}
    return more, (opens - at).total_seconds()


def test_a_file_writes_the_same_rows_and_opens_at_a_whole_multiple(secretive):
    opened_files(secretive.carla, ABSENT[1:2])  # the first of the year has a counter made for its reference
    (absent, after), (silent, later) = (opened_files(secretive.carla, names[:1] * 100) for names in (ABSENT, SILENT))
    assert absent == silent and absent["queries_answer"] == 100
    assert after % 1.5 == later % 1.5 == 0
    with as_service("tests"):
        assert not Sounding.objects.exists()


# The trial itself: a leak that is planted has to be found.


def test_a_direct_answer_would_be_found(secretive, monkeypatch):
    ask = api.services.ask

    def at_once(**given: Any) -> Query:
        query = ask(**given)
        with as_service("tests"):
            answering.answer_queries([query.pk])
            telling.tell_owners([query.pk])
        return query

    monkeypatch.setattr(api.services, "ask", at_once)
    with at_work():
        assert is_found(lambda: measured(secretive))


def test_one_more_row_in_the_log_would_be_found(secretive, monkeypatch):
    learned = answering.learned

    def noted(*given: Any, **more: Any) -> Level:
        level = learned(*given, **more)
        if level is Level.SILENT:
            audit.record("query.met", by=now_looking())
        return level

    monkeypatch.setattr(answering, "learned", noted)
    absent, silent = (written_until_open(secretive.carla, names[0]) for names in (ABSENT, SILENT))
    assert absent != silent


def test_an_answer_that_streams_would_be_found(secretive, monkeypatch):
    def streams(ids: Any) -> None:
        telling.tell_owners(ids)
        for query in answering.unanswered(ids):
            Answer.objects.create(query=query, answer=Level.NO_HIT, visible_from=timezone.now())

    monkeypatch.setitem(kinds._kinds, ANSWER, replace(kinds.kind_of(ANSWER), do=streams, batch=1))
    with at_work():
        assert is_found(lambda: measured(secretive, one_by_one=True))
