"""What screening processes cost at 100,000 alerts: `make bench-workers`, which writes docs/screening-cost.md. Run by pytest.

`HUB_BENCH_DATABASE` names a filled one on the tests' server.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from psycopg.conninfo import make_conninfo

from agencies.access import as_service
from hub.configuration import ROOT
from hub.filling.amounts import Amounts
from hub.filling.running import fill
from intel.screening import profiles
from intel.trade.models import Trader
from tests.bench.pages import _administer, _lead_to
from tests.database import template
from tests.engines import STATE
from tests.world import as_operator

PAGE = ROOT / "docs" / "screening-cost.md"
STARTS = 3


@dataclass(frozen=True, slots=True)
class Narrow(Amounts):
    """As many alerts as a hub of a million has, with a tenth of its traders."""

    @property
    def traders(self) -> int:
        return 100_000

    @property
    def paragraphs(self) -> int:
        return 300_000

    @property
    def matches(self) -> int:
        return 20_000

    @property
    def events(self) -> int:
        return 10_000


@pytest.mark.django_db(transaction=True)
def test_cost() -> None:
    """Measures, and writes the page."""
    with _filled() as name:
        with as_service("bench"):
            alerts, traders = profiles.alerts_in_force().count(), Trader.objects.count()
        connections.close_all()
        index = Path(STATE.path) / "index"
        shutil.rmtree(index, ignore_errors=True)
        built = _probe(name, "start")
        starts = [_probe(name, "start") for _number in range(STARTS)]
        disk = sum(path.stat().st_size for path in index.rglob("*") if path.is_file()) / 2**20
        forked = [_probe(name, "forked") for _number in range(STARTS)]
        measured = {"built": built, "starts": starts, "forked": forked, "memory": _probe(name, "memory"),
                    "alerts": _probe(name, "alerts")}
    PAGE.write_text(_page(alerts, traders, disk, measured))
    print(PAGE.read_text())


def _probe(name: str, what: str) -> Any:
    address = make_conninfo(settings.CONFIGURATION.login("service"), dbname=name)
    environment = {**os.environ, "HUB_DATABASE_SERVICE_URL": address, "HUB_DATABASE_ROLE": "service",
                   "DJANGO_SETTINGS_MODULE": "hub.settings", "PYTHONPATH": str(ROOT)}
    ran = subprocess.run([sys.executable, "-m", "tests.bench.workers_probe", what], cwd=ROOT, env=environment, check=True,
                         stdout=subprocess.PIPE, text=True)
    return json.loads(ran.stdout.splitlines()[-1])


@contextmanager
def _filled() -> Iterator[str]:
    given, before = os.environ.get("HUB_BENCH_DATABASE", ""), settings.DATABASES["default"]["NAME"]
    name = given or f"test_{os.getpid()}_workers"
    if not given:
        _administer(f"create database {name} template {template()} owner hub_owner")
    try:
        _lead_to(name)
        if not given:
            from django.core.management import call_command

            with as_operator():
                call_command("example_world")
                fill(Narrow(1_000_000), seed=1825, tell=lambda words, rows: None)
        yield name
    finally:
        _lead_to(before)
        if not given:
            _administer(f"drop database {name} with (force)")


def _page(alerts: int, traders: int, disk: float, measured: dict[str, Any]) -> str:
    of = {key: median(one[key] for one in measured["starts"]) for key in measured["starts"][0]}
    processes, one = measured["memory"], sorted(measured["alerts"]["one"])
    (many, longest), (whole, part) = measured["alerts"]["many"], measured["alerts"]["round"]
    built, forked = measured["built"]["ready"] - measured["built"]["setup"], median(measured["forked"])
    rows = [
        ("a process is killed: until the first match", "3 s", f"{forked:.1f} s", "75 to 100 s"),
        ("a worker starts: until the first match", "3 s", f"{of['first match']:.1f} s", "75 to 100 s"),
        ("of this, processor time", "", f"{of['processor']:.1f} s", ""),
        ("of this, opening the indexes", "", f"{of['ready'] - of['setup']:.2f} s", "81 s (32 s of processor time)"),
        ("the first building, from nothing", "", f"{built:.0f} s", "each time"),
        ("memory of a process, RSS", "300 MB", f"{max(p['rss'] for p in processes):.0f} MB", "790 to 1,260 MB"),
        ("of this, PSS (what is shared divided)", "", f"{max(p['pss'] for p in processes):.0f} MB", "688 MB"),
        ("of this, USS (its own)", "", f"{max(p['uss'] for p in processes):.0f} MB", "676 MB"),
        ("indexes on disk", "", f"{disk:.0f} MB", "none"),
        (f"a new alert, {traders:,} traders, median of {len(one)}", "2 s", f"{median(one):.2f} s", "0.3 to 1.7 s"),
        ("the slowest of them", "2 s", f"{one[-1]:.2f} s", ""),
        ("26 new alerts at once, until all is noted", "", f"{many:.2f} s", "all in one transaction"),
        ("of this, the longest transaction", "", f"{longest:.2f} s", "12 minutes at 1,000,000"),
        ("their round over all traders", "", f"{whole:.1f} s", ""),
        ("of this, the longest transaction", "", f"{part:.2f} s", ""),
    ]
    table = "\n".join(f"| {what} | {goal} | {now} | {before} |" for what, goal, now, before in rows)
    return f"""# What screening processes cost

Written by `make bench-workers`; do not edit.

- {alerts:,} alerts in force of three agencies, {traders:,} traders, invented (`hub/filling`).
- {platform.machine()}, {os.cpu_count()} processors that others used meanwhile (load {os.getloadavg()[0]:.1f}), so
  times are upper bounds; starts are medians of {STARTS}.
- *Before*: each process made its indexes of the database, in its own memory. Measured once on the same machine, in part at
  1,027,011 traders.
- A worker that starts begins with nothing: Python, Django, compiled kernels. A process of it that was killed is forked anew, and
  has these.

| | goal | now | before |
| --- | ---: | ---: | ---: |
{table}

## What the search overlooks

What an alert meets is matched with all alerts in force by the search of their index, and compared with it in any case; so what
candidates overlook is found in the round, and what holds stays. A trader that comes after the alert relies on that search, which
reads four times as many postings as the engine does by itself (`EFFORT`): of 4,852 misspelt names that the engine takes for the
same as one of 50,018 subjects, measured once, it overlooked 49 (1.0 %) instead of 97 (2.0 %), most of them initials beside a
common surname. With up to some hundred alerts it overlooks none: `tests/screening/test_either_side.py`.
"""
