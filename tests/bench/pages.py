"""What every page costs at volume: `make bench-pages`, which writes docs/scale.md. Run by pytest for its database.

`SIZE=100000` measures at that size alone, `HUB_BENCH_ONLY=/alerts/` addresses with that in them: the page shows what was
measured last of each, at each size. `HUB_BENCH_DATABASE` names a filled one on the tests' server.
"""

import io
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from statistics import median, quantiles
from time import perf_counter
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from agencies.access import Viewer, looking_as
from agencies.access.signing import recognised
from tests.bench import scale_page
from tests.bench.asked_pages import SEARCH, Asked, asked_of, asked_of_all
from tests.bench.written_out import WrittenOut
from tests.database import template
from tests.engines import POSTGRES
from tests.world import World, as_operator

SIZES = tuple(int(size) for size in os.environ.get("SIZE", "100000,1000000").split(","))
ONLY = os.environ.get("HUB_BENCH_ONLY", "")
RUNS, ENOUGH_S = int(os.environ.get("HUB_BENCH_RUNS", "12")), 4.0
PEOPLE = ("ana", "carla")


@dataclass
class Measured:
    """What one page cost one viewer: milliseconds run by run, statements, and the slowest of these with what it read.

    `buffers` are shared buffers, read or found: with row policies, of that the reading of labels, and with the policies'
    conditions written out.
    """

    asked: Asked
    status: int
    ms: list[float] = field(default_factory=list)
    statements: int = 0
    slowest_ms: float = 0.0
    slowest: str = ""
    buffers: tuple[int, int, int] = (0, 0, 0)
    plan: list[str] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return median(self.ms)

    @property
    def p95(self) -> float:
        return quantiles(self.ms, n=20)[-1] if len(self.ms) > 4 else max(self.ms)

    @property
    def factor(self) -> float:
        """How many times the buffers it takes with policies, what is read to know the labels left out."""
        whole, labels, without = self.buffers
        return (whole - labels) / max(without, 1)


@pytest.mark.django_db(transaction=True)
def test_cost() -> None:
    """Measures every page at each size, for an officer and for a partner, and writes the page of figures."""
    for size in SIZES:
        measured: list[dict[str, Any]] = []
        with _filled(size) as (name, took):
            print(f"{size:,}: filled in {took:.0f} s")
            for who in PEOPLE:
                viewer = recognised(username=who).confirmed()
                for one in _all(viewer, name):
                    measured.append({"who": who, "p50": one.p50, "p95": one.p95, "factor": one.factor, **asdict(one)})
                    print(f"{size:>9,} {who:6} {one.p50:7.0f} {one.p95:7.0f} ms {one.statements:3} q"
                          f" {one.slowest_ms:7.0f} ms {one.buffers} {one.asked.path}", flush=True)
        scale_page.keep(size, measured, anew=not ONLY)
    scale_page.write()


@contextmanager
def _filled(size: int) -> Iterator[tuple[str, float]]:
    """The example world and a filled hub, in a database of its own, to which Django's connections lead meanwhile."""
    given, before = os.environ.get("HUB_BENCH_DATABASE", ""), settings.DATABASES["default"]["NAME"]
    name, began = given or f"test_{os.getpid()}_volume", perf_counter()
    if not given:
        _administer(f"create database {name} template {template()} owner hub_owner")
    try:
        _lead_to(name)
        if not given:
            with as_operator():
                call_command("example_world", stdout=io.StringIO())
                call_command("fill", size=size)
        yield name, perf_counter() - began
    finally:
        _lead_to(before)
        if not given:
            _administer(f"drop database {name} with (force)")


def _lead_to(name: str) -> None:
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = name


def _administer(statement: str) -> None:
    with psycopg.connect(POSTGRES.administrator(), autocommit=True) as administrator:
        administrator.execute(statement)  # type: ignore[call-overload]


def _all(viewer: Viewer, database: str) -> Iterator[Measured]:
    """What the viewer may open, of all that is asked."""
    browser, program = World().client(viewer), World().api(viewer)
    beside = WrittenOut(database, viewer)
    for asked in [*asked_of_all(), *asked_of(viewer)]:
        if ONLY in asked.path:
            one = _measured(asked, program if asked.path.startswith("/api/") else browser)
            if one.status == 200:
                _explain(one, viewer, beside)
                yield one
    beside.close()


def _measured(asked: Asked, client: Any) -> Measured:
    one, began, watch = Measured(asked, 0), perf_counter(), Watch()
    while len(one.ms) < RUNS + 1 and (len(one.ms) < 2 or perf_counter() - began < ENOUGH_S):
        watch, at = Watch(), perf_counter()
        with connection.execute_wrapper(watch):
            answer = client.get(asked.path)
        one.ms.append((perf_counter() - at) * 1000)
        one.status = answer.status_code
        if one.status != 200:
            return one
    del one.ms[0]  # the first one warms up
    one.statements, (one.slowest_ms, statement, params) = watch.count, watch.slowest
    with connection.cursor() as cursor:
        one.slowest = cursor.cursor.mogrify(statement, params) if params else statement
    return one


class Watch:
    """Counts statements, and notes the slowest with its parameters in it."""

    def __init__(self) -> None:
        self.count = 0
        self.slowest: tuple[float, str, Any] = (0.0, "", None)

    def __call__(self, execute: Callable[..., Any], statement: str, params: Any, many: bool, context: Any) -> Any:
        at = perf_counter()
        try:
            return execute(statement, params, many, context)
        finally:
            ms = (perf_counter() - at) * 1000
            self.count += 1
            if ms > self.slowest[0] and statement.lstrip("( ").upper().startswith("SELECT") and ' FROM "' in statement:
                self.slowest = ms, statement, params


def _explain(one: Measured, viewer: Viewer, beside: WrittenOut) -> None:
    if not one.slowest or one.asked.sort == SEARCH:
        return
    with looking_as(viewer), connection.cursor() as cursor:
        cursor.execute(f"explain (analyze, buffers, timing off, format json) {one.slowest}")
        [[found]] = cursor.fetchall()
        whole = found if isinstance(found, list) else json.loads(found)
        cursor.execute(f"explain (analyze, buffers, costs off, timing off, summary off) {one.slowest}")
        one.plan = [line[:180] for (line,) in cursor.fetchall()]
    plan = whole[0]["Plan"]
    labels = sum(_read(node) for node in _nodes(plan) if node.get("Subplan Name", "").startswith("InitPlan")
                 and node["Node Type"] == "Result")
    one.buffers = _read(plan), labels, _read(beside.explain(one.slowest)["Plan"])


def _read(node: dict[str, Any]) -> int:
    return int(node["Shared Hit Blocks"]) + int(node["Shared Read Blocks"])


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for inner in node.get("Plans", ()):
        yield from _nodes(inner)
