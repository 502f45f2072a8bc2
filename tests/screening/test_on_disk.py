"""Indexes on disk: shared by processes, kept by notes of changes, and never trusted where they could be wrong."""

import json
import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.access import as_service, looking_as
from agencies.work import queue
from agencies.work.models import Work
from intel.alerts.models import Alert
from intel.screening import live, services
from intel.screening.kept.shelf import Shelf
from intel.screening.models import AlertChange, Match, Round
from tests.screening import making
from tests.screening.forking import beside, killed_after
from tests.screening.test_live import keys, withdraw

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(small_world):
    return small_world.put()


@pytest.fixture(autouse=True)
def folder(tmp_path, settings) -> Iterator[Path]:
    settings.INDEX_DIR = tmp_path / "index"
    live.forget()
    yield settings.INDEX_DIR
    live.forget()


def reads_names(of=keys) -> tuple[set[int], int]:
    """The alerts that a process finds that has just started, and how often it had to read names for it."""
    live.forget()
    with CaptureQueriesContext(connection) as seen:
        found = of()
    return found, sum("subjects_subjectname" in query["sql"] and "COUNT(" not in query["sql"] for query in seen)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def one(folder: Path, name: str) -> Path:
    [found] = folder.rglob(name)
    return found


def test_a_process_that_starts_reads_nothing_anew_but_what_changed_since(world):
    first = making.alert(world.ana, "Comercial Illampu Limitada")
    assert reads_names() == ({first.pk}, 1)
    assert reads_names() == ({first.pk}, 0)
    later = making.alert(world.carla, "Punti Alambres Limitada")
    assert reads_names() == ({first.pk, later.pk}, 1)
    withdraw(world, first)
    reads_names()
    assert reads_names() == ({later.pk}, 0)


def test_only_the_account_of_the_hub_reads_the_files(world, folder):
    making.alert(world.ana, "Comercial Illampu Limitada")
    keys()
    making.alert(world.ana, "Punti Alambres Limitada")
    keys()
    assert {path.stat().st_mode & 0o777 for path in files(folder)} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in [folder, *folder.rglob("*")] if path.is_dir()} == {0o700}


@pytest.mark.parametrize(("name", "damage"), [
    ("journal-*.log", lambda raw: raw[:-5]), ("journal-*.log", None), ("base-*.bin", lambda raw: raw[:100]),
    ("base-*.bin", lambda raw: raw[:200] + b"\xff\xff\xff\xff" + raw[204:]), ("base-*.rows", lambda raw: b"[]\n"),
    ("base-*.rows", None), ("base-*.json", lambda raw: raw.replace(b'"engine": "', b'"engine": "0.9 ')),
    ("base-*.json", lambda raw: b"{"), ("CURRENT", lambda raw: b"\0\0"), ("CURRENT", None),
    ("taken.json", lambda raw: b'{"database": "x"}'), ("taken.json", None),
    ("taken.json", lambda raw: raw.replace(b'"database": "', b'"database": "8'))])
def test_what_is_torn_missing_or_of_another_engine_or_database_is_built_anew(world, folder, name, damage):
    first = making.alert(world.ana, "Comercial Illampu Limitada")
    keys()
    later = making.alert(world.ana, "Punti Alambres Limitada")
    keys()
    path = one(folder, name)
    if damage is None:
        path.unlink()
    else:
        raw = path.read_bytes()
        path.write_bytes(damage(raw))
        assert path.read_bytes() != raw
    assert reads_names() == ({first.pk, later.pk}, 1)
    assert reads_names() == ({first.pk, later.pk}, 0)


def test_a_process_whose_files_are_taken_away_makes_them_anew(world, folder):
    import shutil

    first = making.alert(world.ana, "Comercial Illampu Limitada")
    keys()
    shutil.rmtree(folder)
    later = making.alert(world.ana, "Punti Alambres Limitada")
    assert keys() == {first.pk, later.pk}


def test_a_database_put_back_from_a_backup_is_not_given_what_it_does_not_know(world):
    first = making.alert(world.ana, "Comercial Illampu Limitada")
    keys()
    later = making.alert(world.ana, "Punti Alambres Limitada")
    assert keys() == {first.pk, later.pk}
    with as_service("test"):  # as it was before the second alert
        AlertChange.objects.filter(alert_id=later.pk).delete()
    with looking_as(world.ana):
        Alert.objects.filter(pk=later.pk).update(state="WITHDRAWN")
    assert reads_names()[0] == {first.pk}


@contextmanager
def full_disk() -> Iterator[None]:
    """No file may grow beyond some bytes; the operating system says so to who writes on."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_told_and_the_process_goes_on_by_itself_until_there_is_room(world, caplog, monkeypatch):
    monkeypatch.setattr("intel.screening.kept.indexes.TRIES_AGAIN_S", 0.0)
    first = making.alert(world.ana, "Comercial Illampu Limitada")
    with full_disk():
        assert keys() == {first.pk}  # built in memory
        assert "The disk refused the indexes of alerts" in caplog.text
        live.forget()
    keys()  # built on disk
    later = making.alert(world.ana, "Punti Alambres Limitada")
    with full_disk():
        assert keys() == {first.pk, later.pk}  # goes on in memory
        withdraw(world, first)
        assert keys() == {later.pk}
    assert keys() == {later.pk}
    assert reads_names() == ({later.pk}, 0)


def test_what_was_taken_out_leaves_the_files_within_the_hour_that_follows(world, folder):
    kept = making.alert(world.ana, "Comercial Illampu Limitada")
    gone = making.alert(world.ana, "Punti Alambres Limitada")
    keys()
    withdraw(world, gone)
    keys()
    assert any(b"Punti" in path.read_bytes() for path in files(folder))
    path = one(folder, "taken.json")
    path.write_text(json.dumps({**json.loads(path.read_text()), "changed_at": time.time() - 3601}))
    live.prepare()
    assert not any(b"Punti" in path.read_bytes() for path in files(folder))
    assert keys() == reads_names()[0] == {kept.pk}


def test_processes_that_start_at_one_instant_build_once(world, folder):
    alerts = {making.alert(world.ana, f"Comercial Illampu {number}").pk for number in range(5)}
    to, answers = os.pipe(), os.pipe()

    def start() -> None:
        os.read(to[0], 1)
        os.write(answers[1], json.dumps(sorted(keys())).encode() + b"\n")

    with beside(start), beside(start), beside(start):
        os.write(to[1], b"...")
        said = b""
        while said.count(b"\n") < 3:
            said += os.read(answers[0], 10_000)
    assert {tuple(json.loads(line)) for line in said.splitlines()} == {tuple(sorted(alerts))}
    assert one(folder, "CURRENT").read_text() == "1"


def test_an_operator_sees_how_far_a_building_is(world):
    from django.test import Client

    making.alert(world.ana, "Comercial Illampu Limitada")
    keys()
    shelf = Shelf("alerts")
    assert "index of alerts" not in Client().get("/healthz").json()
    with shelf.building():
        shelf.tell(400, 1000)
        assert Client().get("/healthz").json()["index of alerts"] == "40 %"
    assert "index of alerts" not in Client().get("/healthz").json()


def test_nothing_is_lost_when_who_builds_and_who_takes_in_is_killed(world):
    """Six times: one process builds anew without end, another issues and takes in; both are killed with -9."""
    from intel.screening.kept import kept_as
    from intel.screening.kept.apart import build_here

    def build() -> None:
        while True:
            build_here(kept_as("alerts"), Shelf("alerts").made(), anew=True)

    def take_in() -> None:
        live.forget()
        while True:
            making.alert(world.ana, f"Comercial Illampu {time.time_ns()}")
            keys()

    making.alert(world.ana, "Comercial Illampu Limitada")
    keys()
    for moment in (0.6, 1.0, 1.6, 0.8, 1.2, 1.8):
        with beside(build):
            killed_after(moment, take_in)
        with looking_as(world.ana):
            in_force = set(Alert.objects.values_list("pk", flat=True).filter(state="ACTIVE"))
        assert reads_names()[0] == in_force
    assert len(in_force) > 3


def test_a_worker_killed_in_the_middle_of_a_batch_or_a_round_loses_and_doubles_nothing(world):
    """Workers are killed with -9 again and again while alerts, then traders are matched; in the end each pair is there once."""
    feed = making.feed(world.ana)
    names = [f"Comercial {word} Limitada" for word in ("Illampu", "Sajama", "Tunari", "Potrerillos", "Chuquiago", "Guapay")]
    traders = [making.trader(world.ana, feed, name).pk for name in names]
    alerts = [making.alert(world.ana, name).pk for name in names for _twice in range(3)]
    for moment in (0.2, 0.4, 0.6, 0.3, 0.5, 0.7, 0.9):
        killed_after(moment, services.screen_pending)
        with looking_as(world.ana):
            queue.enqueue("screening.trader", traders)
    with as_service("test"):  # what a killed worker was at is free after a minute
        Work.objects.update(held_until=None)
        Round.objects.update(busy_until=timezone.now())
    while services.screen_pending():
        pass
    with as_service("test"):
        assert not Work.objects.filter(kind__startswith="screening.").exists() and not Round.objects.exists()
        pairs = list(Match.objects.filter(holds=True).values_list("alert_id", "trader_id"))
    expected = {(alert, traders[at // 3]) for at, alert in enumerate(alerts)}
    assert len(pairs) == len(set(pairs)) and expected <= set(pairs)
