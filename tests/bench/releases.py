"""What releases cost at volume: `make bench-releases`, which writes docs/release-cost.md. Run by pytest for its database."""

import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

import pytest
from django.db import connection

from agencies.access import Viewer, looking_as
from intel.readings.models import Use
from intel.releases.models import Consent, Release, ReleaseRequest
from intel.releases.services import recall
from tests import volume
from tests.readings.making import asked as asked_why
from tests.readings.making import released, used
from tests.releases import making
from tests.volume import Table

PAGE = Path(__file__).parents[2] / "docs" / "release-cost.md"
RELEASES = int(os.environ.get("HUB_BENCH_RELEASES", "100000"))
REPORTS_EACH, OPEN, RUNS, GOAL_MS = 3, 30, int(os.environ.get("HUB_BENCH_RUNS", "40")), 200

_WAITS = "(k % 1000 = 0)"
_AGO = f"make_interval(mins => {RELEASES} - k)"
#: A release with its two reports, a request, a consent, its copies, readings, uses and a question; all of it so often again.
COPIED = (
    Table("reports_report", counted=("reference", "title")), Table("reports_paragraph", ("id", "report_id")),
    Table("reports_reportstep", ("id", "report_id")), Table("reports_citation", ("id", "paragraph_id", "cited_id")),
    Table("releases_releaserequest", counted=("reference",)),
    Table("releases_portion", ("id", "request_id", "source_id")), Table("releases_releaserequeststep", ("id", "request_id")),
    Table("releases_consent", ("id", "request_id"), ("reference",)),
    Table("releases_consentportion", ("id", "consent_id", "portion_id")), Table("releases_consentstep", ("id", "consent_id")),
    Table("releases_release", ("id", "request_id"), ("reference",), more={"released_at": f"r.released_at - {_AGO}"}),
    Table("releases_releasedportion", ("id", "release_id", "portion_id")), Table("releases_releasestep", ("id", "release_id")),
    Table("releases_copy", ("id", "release_id"), more={"code": "upper(lpad(to_hex(k), 8, '0'))"}),
    Table("releases_reading", ("id", "release_id")),
    Table("readings_use", ("id", "release_id", "consent_id"), ("reference",), more={"at": f"r.at - {_AGO}"}),
    Table("readings_question", ("id", "use_id", "release_id"), ("reference",), more={
        "state": f"case when {_WAITS} then 'ASKED' else 'ANSWERED' end", "answer": f"case when {_WAITS} then '' else 'x' end",
        "answered_by_id": f"case when not {_WAITS} then r.asked_by_id end",
        "answered_at": f"case when not {_WAITS} then r.at end"}),
    Table("readings_entry", ("id", "release_number"), ("reference",), more={"released_at": f"r.released_at - {_AGO}"}),
    Table("audit_event", ("id", "object_id"), more={"at": f"r.at - {_AGO}"}),
)


@dataclass(frozen=True)
class Measured:
    """Milliseconds, run by run: of the page, and of its statements; and the slowest statement of the last run."""

    page: tuple[float, ...]
    taken: tuple[float, ...]
    statement: str
    given: Any
    statement_ms: float
    statements: int

    @property
    def p50(self) -> float:
        return median(self.taken)

    @property
    def p95(self) -> float:
        return quantiles(self.taken, n=20)[-1]


@pytest.mark.django_db(transaction=True)
def test_cost(small_world: Any) -> None:
    """Measures each page at volume, and writes the page; fails where one is slower than it should be."""
    world = small_world.put()
    used(world, released(world))
    making.out(world.ana, making.writing.draft(world))  # a third report
    asked_why(world, world.bruno)
    volume.copy(world, RELEASES, labels=1, tables=COPIED)
    _open(world)
    measured = {(who, path): _measured(world, world.viewers[who], path) for who, path in _asked(world)}
    PAGE.write_text(_page(measured, world.viewers), encoding="utf-8")
    assert {key: round(one.p95) for key, one in measured.items() if one.p95 >= GOAL_MS} == {}


def _open(world: Any) -> None:
    """What waits: requests under review, consents asked, releases recalled and not signed for."""
    reference = making.report(world).reference
    for _number in range(OPEN):
        making.sent(world, making.drafted(world, reference))
    with looking_as(world.bruno):
        for release in Release.objects.order_by("-id")[:OPEN]:
            recall(by=world.bruno, release=release, reason="Error.", revision=release.revision)
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")


def _asked(world: Any) -> list[tuple[str, str]]:
    """Whose page, and which: dense for all of them, who read every release, consent or use."""
    with looking_as(world.bruno):
        request = ReleaseRequest.objects.filter(state="UNDER_REVIEW").order_by("-id")[0].pk
        release = Release.objects.filter(state="RELEASED").order_by("-id")[0]
        use = Use.objects.order_by("-id")[0].pk
    with looking_as(world.celia):
        asked = Consent.objects.filter(state="ASKED").order_by("-id")[0].pk
        given = Consent.objects.filter(state="GIVEN").order_by("-id")[0].pk
    return [
        ("bruno", "/inbox/"), ("celia", "/inbox/"), ("diego", "/inbox/"),
        ("bruno", f"/releases/requests/{request}/"), ("celia", f"/releases/consents/{asked}/"),
        ("celia", f"/releases/consents/{given}/"), ("bruno", f"/releases/{release.pk}/"), ("diego", f"/releases/{release.pk}/"),
        ("bruno", "/releases/"), ("diego", "/releases/"), ("diego", f"/releases/?q={release.reference}"),
        ("diego", "/releases/?state=RECALLED"), ("bruno", "/releases/?agency=SIN"), ("bruno", "/releases/requests/"),
        ("celia", "/releases/consents/"), ("celia", "/releases/consents/?state=ASKED"),
        ("bruno", "/reading-room/"), ("celia", "/reading-room/"), ("celia", "/reading-room/?agency=SIN&act=EXPORTED"),
        ("bruno", "/reading-room/?person=diego"), ("bruno", f"/reading-room/?release={release.reference}"),
        ("bruno", "/reading-room/?person=nobody"), ("bruno", "/reading-room/?since=2020-01-01&until=2030-01-01"),
        ("bruno", f"/reading-room/{use}/"), ("bruno", "/reading-room/questions/"),
        ("diego", "/reading-room/questions/?state=ASKED"),
        ("bruno", "/releases/register/"), ("bruno", "/releases/register/?agency=SIN"),
        ("bruno", f"/releases/register/?number={release.reference}"), ("bruno", "/releases/register/?state=RECALLED")]


def _measured(world: Any, viewer: Viewer, path: str) -> Measured:
    client = world.client(viewer)
    page, taken, watch = [], [], _Watch()
    for _number in range(RUNS + 2):
        watch, began = _Watch(), perf_counter()
        with connection.execute_wrapper(watch):
            answer = client.get(path)
        page.append((perf_counter() - began) * 1000)
        taken.append(watch.ms)
        assert answer.status_code == 200, (path, answer.status_code)
    ms, sql, given = watch.slowest
    return Measured(tuple(page[2:]), tuple(taken[2:]), sql, given, ms, watch.count)


class _Watch:
    """Notes the slowest statement, with its parameters in it."""

    def __init__(self) -> None:
        self.slowest: tuple[float, str, Any] = (0.0, "", None)
        self.count, self.ms = 0, 0.0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        began = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.count += 1
            ms = (perf_counter() - began) * 1000
            self.ms += ms
            said = sql if isinstance(sql, str) else sql.as_string(None)
            if ms > self.slowest[0] and said.lstrip("( ").upper().startswith("SELECT"):
                self.slowest = ms, said, params


def _page(measured: dict[tuple[str, str], Measured], viewers: dict[str, Viewer]) -> str:
    with looking_as(viewers["bruno"]), connection.cursor() as cursor:
        cursor.execute("show server_version")
        [server] = cursor.fetchone()
    reports = REPORTS_EACH * RELEASES
    lines = ["# What releases cost", "", "Written by `make bench-releases`; do not edit.", "",
             f"- {RELEASES:,} releases, each with request, consent, copy, reading and eight rows of the reading room; {reports:,}"
             f" reports; {OPEN} requests and consents that wait, {OPEN} recalls; PostgreSQL {server}, {platform.machine()},"
             f" {os.cpu_count()} cores.",
             f"- Milliseconds of all statements of a page, and of the page with its making, of {RUNS} runs after two to warm up;"
             f" goal: p95 of the statements under {GOAL_MS}.",
             "- `bruno` decides for the holder, `celia` for the originator, `diego` reads for the recipient: each all of it.",
             "", "| who | page | p50 | p95 | with the page | statements | slowest |",
             "| --- | --- | ---: | ---: | ---: | ---: | ---: |"]
    lines += [f"| {who} | `{_without_numbers(path)}` | {one.p50:.0f} | {one.p95:.0f} | {median(one.page):.0f} |"
              f" {one.statements} | {one.statement_ms:.1f} |" for (who, path), one in measured.items()]
    (who, path), slowest = max(measured.items(), key=lambda item: item[1].statement_ms)
    lines += ["", f"## The slowest statement: {who}, `{_without_numbers(path)}`", "", "```", *_plan(viewers[who], slowest), "```"]
    return "\n".join(lines) + "\n"


def _plan(viewer: Viewer, one: Measured) -> list[str]:
    with looking_as(viewer), connection.cursor() as cursor:
        cursor.execute(f"explain (analyze, costs off, timing off, summary off) {one.statement}", one.given)
        return [line[:200] for (line,) in cursor.fetchall()][:40]


def _without_numbers(path: str) -> str:
    return "/".join("{id}" if part.isdecimal() else part for part in path.split("/"))
