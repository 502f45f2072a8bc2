"""What queries cost the worker: `make bench-queries`, which writes docs/query-cost.md. Run by pytest for its database."""

import os
import platform
import resource
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median, quantiles
from subprocess import PIPE
from time import perf_counter, sleep
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from agencies.access import as_service, looking_as
from agencies.work import kinds, running
from hub.example import names
from hub.example.variants import lost_letter, typing_slip
from intel.queries import index
from intel.queries.batches.services import ask_file
from intel.queries.entries import Why, profile_of
from intel.queries.models import Answer, Batch, Query
from intel.queries.services import ask
from tests import volume
from tests.beside import process
from tests.engines import POSTGRES
from tests.queries.asking import disclosed, entry

PAGE = Path(__file__).parents[2] / "docs" / "query-cost.md"
SUBJECTS = int(os.environ.get("HUB_BENCH_SUBJECTS", "300000"))
ONE_BY_ONE = 100
ROWS = int(os.environ.get("HUB_BENCH_ROWS", "10000"))
LABELS = 500
_WAITED: list[float] = []

#: What each copy is called instead, by its number.
_CALLED = "(select b.name from bench_name b where b.n = k)"
_NUMBERED = "(select b.number from bench_name b where b.n = k)"
_OF = {table.name: table for table in volume.TABLES}
COPIED = (
    replace(_OF["subjects_subject"], counted=(), more={
        "label": _CALLED, "kind": "case when k % 2 = 0 then 'PERSON' else 'ORGANISATION' end"}),
    replace(_OF["subjects_subjectname"], counted=(), more={"name": _CALLED}),
    replace(_OF["subjects_subjectidentifier"], counted=(), more={"value": _NUMBERED, "normalised": _NUMBERED}),
    replace(_OF["alerts_alert"], part=3),
)


@pytest.mark.django_db(transaction=True)
def test_cost(small_world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Measures the index, queries one by one and a file, and writes the page."""
    monkeypatch.setattr("intel.queries.budget.A_DAY", 10 * ONE_BY_ONE)
    monkeypatch.setattr("intel.queries.opening.time.sleep", _waits)
    world, rng = small_world.put(), Random(2026)
    volume.first_of_each(world)
    called = _named(rng)
    volume.copy(world, SUBJECTS, labels=LABELS, tables=COPIED)
    disclosed(world.ana, "HIT_CONTACT_OWNER", risk_area="ANY")
    index.forget()
    before, began = _memory(), perf_counter()
    with as_service("bench"):
        index.met([profile_of(Query(kind="PERSON", names=["Nadie Conocido"]))])
    built, held = perf_counter() - began, _memory() - before
    single = [_asked_alone(world, _sought(rng, called)) for _number in range(ONE_BY_ONE)]
    met = _opened_with_hits()
    batch = _asked_in_a_file(world, [_sought(rng, called) for _number in range(ROWS)])
    PAGE.write_text(_page(built, held, single, met, batch), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


def _named(rng: Random) -> list[tuple[str, str]]:
    """Names and kinds of the copies, kept where the copying finds them."""
    called = [(names.person(rng), "PERSON") if k % 2 == 0 else (names.company(rng), "ORGANISATION")
              for k in range(1, SUBJECTS + 1)]
    with psycopg.connect(POSTGRES.administrator(str(settings.DATABASES["default"]["NAME"]))) as administrator:
        for table in ("subjects_subjectname", "subjects_subjectidentifier"):  # one of each is copied
            administrator.execute(f"delete from {table} a using {table} b where a.subject_id = b.subject_id and a.id > b.id")
        administrator.execute("create table bench_name (n int primary key, name text, number text)")
        with administrator.cursor().copy("copy bench_name from stdin") as kept:
            for k, (name, _kind) in enumerate(called, 1):
                kept.write_row((k, name, str(10 ** 9 + 37 * k)))
    return called


def _sought(rng: Random, called: list[tuple[str, str]]) -> tuple[str, str]:
    """Half of what is asked for is there, with a slip; the other half is of the same words, and mostly not."""
    if rng.random() < 0.5:
        name, kind = rng.choice(called)
        return rng.choice((typing_slip, lost_letter))(name, rng), kind
    return (names.person(rng), "PERSON") if rng.random() < 0.5 else (names.company(rng), "ORGANISATION")


def _asked_alone(world: Any, sought: tuple[str, str]) -> float:
    """Seconds of the worker for one query, without those in which it waits for the second to end in which it was asked."""
    name, kind = sought
    with looking_as(world.carla):
        ask(by=world.carla, entry=entry(names=(name,), kind=kind))
    began, waited_before = perf_counter(), sum(_WAITED)
    running.run_due(kinds.QUERIES)
    return perf_counter() - began - (sum(_WAITED) - waited_before)


def _waits(seconds: float) -> None:
    began = perf_counter()
    sleep(seconds)
    _WAITED.append(perf_counter() - began)


def _asked_in_a_file(world: Any, sought: list[tuple[str, str]]) -> tuple[float, float]:
    """Seconds of the importer that reads a file, and of those who answer files until all of its rows are answered and opened."""
    content = "kind,names\n" + "\n".join(f'{kind},"{name}"' for name, kind in sought)
    with looking_as(world.carla):
        ask_file(by=world.carla, why=Why("CRIMINAL_INVESTIGATION", "Ley 1970", "LP-1/2026"), file_name="bench.csv",
                 content=content.encode())
    began = perf_counter()
    running.run_due(kinds.IMPORTS)
    read = perf_counter() - began
    workers = [process("-m", "tests.bench.file_answerer", stdin=PIPE, stdout=PIPE)
               for _number in range(settings.CONFIGURATION.answering_processes)]
    assert all(one.stdout and one.stdout.readline() == "ready\n" for one in workers)
    began = perf_counter()
    for one in workers:
        one.stdin.write("go\n")
        one.stdin.flush()
    ended = [one.wait() for one in workers]
    answered = perf_counter() - began
    assert not any(ended)
    with as_service("bench"):
        assert Query.objects.filter(batch=Batch.objects.get(), answers__isnull=True).count() == 0
    return read, answered


def _opened_with_hits() -> int:
    with as_service("bench"):
        assert Answer.objects.count() == ONE_BY_ONE
        return Answer.objects.exclude(answer="NO_HIT").count()


def _memory() -> float:
    """The most that this process has held so far, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2 ** 20


def _page(built: float, held: float, single: list[float], met: int, batch: tuple[float, float]) -> str:
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        [server] = cursor.fetchone()
    p95, (read, answered) = quantiles(single, n=20)[-1], batch
    return "\n".join([
        "# What queries cost", "", "Written by `make bench-queries`; do not edit.", "",
        f"- {SUBJECTS:,} approved subjects, {SUBJECTS // 3:,} alerts in force; PostgreSQL {server}, {platform.machine()}, "
        f"{os.cpu_count()} cores.",
        "- Half of the names asked for are there, with one slip of the pen; the others are made of the same words.", "",
        "| | measured | goal |", "| --- | ---: | ---: |",
        f"| one query, p95 of {len(single)} (claim, answer, opening, telling owners) | {1000 * p95:.0f} ms | < 100 ms |",
        f"| one query, median | {1000 * median(single):.0f} ms | |",
        f"| of these with a hit | {met} | |",
        f"| a file of {ROWS:,} rows, answered by two processes | {ROWS / answered * 60:,.0f} a minute | 10,000 a minute |",
        f"| the same file, read by the importer | {read:.1f} s | |",
        f"| index of the worker, built at its start | {built:.0f} s, {held:.1f} GB | |", ""])
