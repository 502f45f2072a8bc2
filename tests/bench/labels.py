"""What labels cost: `make bench-labels`, which writes docs/labels-cost.md. Run by pytest for its database and its small world."""

import json
import os
import platform
import statistics
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from django.db import connection

from agencies.access import Viewer, looking_as
from agencies.roles import Role
from intel.alerts.models import AlertGrant
from intel.alerts.selectors import newest as newest_alerts
from intel.hits.selectors import waiting
from intel.reports.models import Report
from intel.search.kinds import ENTRIES
from intel.search.settling import settle_search
from intel.subjects.models import Subject, SubjectGrant
from intel.trade.models import Consignment
from tests import volume
from tests.world import as_operator, engaged

PAGE = Path(__file__).parents[2] / "docs" / "labels-cost.md"
COPIES = int(os.environ.get("HUB_BENCH_COPIES", "30000"))
LABELS = tuple(int(number) for number in os.environ.get("HUB_BENCH_LABELS", "500,5000,50000").split(","))
RUNS = 5

#: What is asked, as the pages ask it.
ASKED: dict[str, Callable[[], Any]] = {
    "newest 50 reports": lambda: list(Report.objects.order_by("-id")[:50]),
    "all reports, counted": lambda: Report.objects.count(),
    "newest 50 alerts with their subjects": lambda: list(newest_alerts()[:50]),
    "newest 50 subjects": lambda: list(Subject.objects.order_by("-id")[:50]),
    "best 25 hits that wait": lambda: list(waiting()[:25]),
    "newest 25 consignments": lambda: list(Consignment.objects.order_by("-date", "-id")[:25]),
    "search: a word of every report": lambda: found("tambo"),
    "search: a word and a number": lambda: found("tambo", "7777"),
    "search: a number, of every kind": lambda: found("7777"),
    "search: a word of nothing": lambda: found("carrizal"),
    "labels of reports": lambda: labels_of("reports.view_report"),
    "labels of pairs": lambda: labels_of("screening.view_match"),
}
#: What row policies ask of another table, measured with them and without: whose page, what is asked, which policy.
ASIDE: dict[str, tuple[str, Callable[[], Any], str, str]] = {
    "newest 50 subjects": ("front line", ASKED["newest 50 subjects"], "seen_with_an_alert", "subjects_subject"),
    "all subjects, counted": ("front line", lambda: Subject.objects.count(), "seen_with_an_alert", "subjects_subject"),
    "grants of 50 subjects": ("a quarter", lambda: of_fifty(SubjectGrant, Subject), "sees", "subjects_subjectgrant"),
    "grants of 50 alerts": ("a quarter", lambda: of_fifty(AlertGrant, newest_alerts().model), "sees", "alerts_alertgrant"),
}
#: The policies of grants without what they ask of the row.
WITHOUT = "group_id = any ((select hub_groups())::int[]) or granted_by_agency_id = (select hub_agency())"


@pytest.mark.django_db(transaction=True)
def test_cost(small_world: Any, request: Any) -> None:
    """Measures at each number of labels, in a database of its own, and writes the page."""
    from tests.database import TestDatabase

    measured, aside = {}, {}
    for number, labels in enumerate(LABELS):
        if number:
            TestDatabase().make_anew()
        world = small_world.put()
        volume.first_of_each(world)
        viewers = {"a quarter": world.bruno, "20 old rows": world.diego,
                   "front line": engaged(world.agencies["AN"], "fidel", Role.FRONT_LINE)}
        volume.copy(world, COPIES, labels=labels)
        with as_operator():
            settle_search()
        vacuum("search_entry")
        for who in ("a quarter", "20 old rows"):
            for what, ask in ASKED.items():
                measured[who, what, labels] = timed(viewers[who], ask)
        for what, (who, ask, policy, table) in ASIDE.items():
            within = timed(viewers[who], ask)
            with without(policy, table):
                aside[what, labels] = within, timed(viewers[who], ask)
        print(labels, json.dumps({" / ".join(map(str, key)): round(ms, 1) for key, ms in measured.items()}, indent=1))
    PAGE.write_text(page(measured, aside), encoding="utf-8")


def found(*words: str) -> int:
    """How many things of all kinds the search finds with these words, up to a thousand of each kind."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from search_found(%s, %s::jsonb, '[]', null, null, null, 1001)",
                       [list(ENTRIES), json.dumps([{"words": word} for word in words])])
        return int(cursor.fetchone()[0])


def vacuum(table: str) -> None:
    """As autovacuum would, by the owner."""
    with as_operator(), connection.cursor() as cursor:
        cursor.execute(f"vacuum analyze {table}")


def labels_of(act: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select cardinality(hub_labels(%s))", [act])
        return int(cursor.fetchone()[0])


def of_fifty(grants: Any, rows: Any) -> list[Any]:
    """The grants of the newest fifty rows, as a list of them shows its audiences."""
    return list(grants.objects.filter(content_object__in=list(rows.objects.order_by("-id").values_list("pk", flat=True)[:50])))


def timed(viewer: Viewer, ask: Callable[[], Any]) -> float:
    """The median of some runs, in milliseconds as PostgreSQL counts them: planning and execution of all its statements."""
    taken = []
    for _number in range(RUNS):
        with looking_as(viewer):
            watch = Watch()
            with connection.execute_wrapper(watch):
                ask()
            taken.append(watch.ms)
    return statistics.median(taken)


class Watch:
    """Adds up how long statements take until the last of their rows is here."""

    def __init__(self) -> None:
        self.ms = 0.0

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        began = perf_counter()
        try:
            return execute(*statement)
        finally:
            self.ms += (perf_counter() - began) * 1000


@contextmanager
def without(policy: str, table: str) -> Any:
    """The table with a policy that asks no other table."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_get_expr(polqual, polrelid) from pg_policy where polname = %s and polrelid = %s::regclass",
                       [policy, table])
        [kept] = cursor.fetchone()
    _use(policy, table, "true" if policy == "seen_with_an_alert" else WITHOUT)
    yield
    _use(policy, table, kept)


def _use(policy: str, table: str, condition: str) -> None:
    with as_operator(), connection.cursor() as cursor:
        cursor.execute(f"alter policy {policy} on {table} using ({condition})")


def page(measured: dict[tuple[str, str, int], float], aside: dict[tuple[str, int], tuple[float, float]]) -> str:
    """The figures as a page."""
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        [server] = cursor.fetchone()
    head = " | ".join(f"{labels:,} labels" for labels in LABELS)
    lines = [
        "# What labels cost", "",
        "Written by `make bench-labels`; do not edit.", "",
        f"- {COPIES:,} hits, alerts, subjects, traders and consignments, twice as many reports; PostgreSQL {server},"
        f" {platform.machine()}, {os.cpu_count()} cores.",
        f"- Milliseconds until the rows are here, the median of {RUNS} runs after one another, as the pages ask.",
        "- So many labels of each of four acts; one in four is read by the first viewer."]
    for who, words in (("a quarter", "A viewer who reads a quarter of everything"),
                       ("20 old rows", "A viewer who reads the 20 oldest rows of each kind")):
        lines += ["", f"## {words}", "", f"| asked | {head} |", "| --- |" + " ---: |" * len(LABELS)]
        lines += [f"| {what} | " + " | ".join(f"{measured[who, what, labels]:.1f}" for labels in LABELS) + " |" for what in ASKED]
    lines += ["", "## Policies that ask another table", "",
              "With them, and (in brackets) without: subjects that the front line sees with an alert alone, grants as far as the"
              " row is seen.", "", f"| asked | {head} |", "| --- |" + " ---: |" * len(LABELS)]
    lines += [f"| {what}, {ASIDE[what][0]} | " + " | ".join("{:.1f} ({:.1f})".format(*aside[what, labels]) for labels in LABELS)
              + " |" for what in ASIDE]
    return "\n".join(lines) + "\n"
