"""People change who sees an alert while workers write its matches: nobody waits for ever, and nothing is lost."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection

from agencies.access import as_service, looking_as
from agencies.access.grants import reader_groups
from agencies.labels.settling import wrong_labels
from agencies.work import queue
from agencies.work.models import Work
from intel.alerts.models import Alert
from intel.alerts.services import ListedSubject, import_watchlist, issue, resume, suspend, withdraw
from intel.hits.models import Hit
from intel.screening import live, new_alerts, services, writing
from intel.screening.models import Match
from intel.subjects.entries import SubjectEntry
from tests.alerts.writing import submitted
from tests.engines import STATE
from tests.screening import making
from tests.world import as_operator

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

NAMES = [f"{first} {second} Importaciones S.R.L." for first in ("Illampu", "Tunari", "Sajama", "Condoriri", "Huayna")
         for second in ("Alambres", "Granos", "Textiles", "Maderas", "Vidrios", "Quesos", "Motores", "Azulejos")]


@pytest.fixture(autouse=True)
def _no_index_of_another_test():
    live.forget()
    yield
    live.forget()


@pytest.fixture
def beside() -> Iterator[Callable[..., Future]]:
    """Runs something at the same moment, on a connection of its own."""
    with ThreadPoolExecutor(10) as threads:
        yield lambda do, *given, **more: threads.submit(_and_hang_up, do, *given, **more)


def _and_hang_up(do, *given, **more):
    try:
        return do(*given, **more)
    finally:
        connection.close()


@contextmanager
def no_deadlock() -> Iterator[None]:
    before = deadlocks()
    yield
    assert deadlocks() == before, told_of_deadlocks()


def told_of_deadlocks() -> str:
    """The last that the server wrote of one: who waited for whom, and with which statements."""
    log = (STATE.path / "log" / "postgres.log").read_text(errors="replace")
    return log[log.rfind("deadlock detected"):][:4000]


def deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_stat_force_next_flush(), pg_stat_clear_snapshot()")
        cursor.execute("select deadlocks from pg_stat_database where datname = current_database()")
        return int(cursor.fetchone()[0])


def act(by, does, alert, **given) -> None:
    with looking_as(by):
        does(by=by, alert=alert, revision=alert.revision, **given)


def listed(world, count: int) -> list[Alert]:
    """Alerts of customs in force, each on a subject of its own with one of NAMES; police is their audience."""
    entries = [ListedSubject(SubjectEntry(kind="ORGANISATION", label=NAMES[number % len(NAMES)], source="list",
                                          source_ref=str(number)), "Test") for number in range(count)]
    police = reader_groups([world.agencies["PB"]], act="alerts.view_alert")
    with looking_as(world.bruno):
        import_watchlist(by=world.bruno, listed=entries, source="list", audience=police)
        return list(Alert.objects.order_by("pk"))


def test_two_hundred_come_into_force_while_workers_screen(transactional_db, world, beside):
    """A hundred and eighty again and twenty for the first time, while sixty are suspended and the same matches are rewritten."""
    feed = making.feed(world.ana, to=(world.agencies["PB"],))
    traders = [making.trader(world.ana, feed, name).pk for name in NAMES]
    alerts = listed(world, 240)
    resting, standing = alerts[:180], alerts[180:]
    for alert in resting:
        act(world.bruno, suspend, alert, reason="Test")
    waiting = [submitted(world, new_subject=SubjectEntry(kind="ORGANISATION", label=name)) for name in NAMES[:20]]
    over = threading.Event()

    def screening() -> None:
        while not over.is_set():
            with looking_as(world.ana):
                queue.enqueue("screening.trader", traders)
            services.screen_pending(batches=2)

    with no_deadlock():
        workers = [beside(screening) for _number in range(2)]
        with looking_as(world.bruno):
            suspended = list(Alert.objects.filter(state="SUSPENDED").order_by("?"))
        acts = [beside(act, world.bruno, issue, alert) for alert in waiting]
        acts += [beside(act, world.bruno, resume, alert, reason="Test") for alert in suspended]
        acts += [beside(act, world.bruno, suspend, alert, reason="Test") for alert in standing]
        for done in acts:
            done.result()
        over.set()
        for worker in workers:
            worker.result()
    services.screen_pending()
    with as_service("test"):
        assert not Work.objects.filter(kind__startswith="screening.").exists()
        held = Match.objects.filter(holds=True)
        assert set(held.values_list("alert", flat=True)) == {alert.pk for alert in resting + waiting}
        assert set(held.values_list("pk", flat=True)) <= set(Hit.objects.values_list("match", flat=True))
    with as_operator():
        assert {table: wrong for table, wrong in wrong_labels().items() if wrong} == {}


def test_a_worker_locks_the_alert_before_its_matches(transactional_db, world, beside, monkeypatch):
    """A trader is no match any more, another is a new one of the same alert, and between the two it is withdrawn."""
    feed = making.feed(world.ana)
    alert = making.alert(world.ana, "Punti Alambres Limitada")
    first = making.trader(world.ana, feed, "Punti Alambres Ltda")
    services.screen_pending()
    rename(world, first, "Granos del Beni S.A.")
    making.trader(world.ana, feed, "Punti Alambres Limitada")
    withdrawals, keep = [], writing.keep

    def slowly(*given, **more):
        withdrawals.append(beside(act, world.bruno, withdraw, alert, reason="Test"))
        time.sleep(0.3)
        return keep(*given, **more)

    monkeypatch.setattr(writing, "keep", slowly)
    with no_deadlock():
        services.screen_pending(batches=1)
        withdrawals[0].result()
    with as_service("test"):
        assert Match.objects.filter(alert=alert).count() == 2


def test_it_waits_for_a_lower_alert_without_holding_a_higher_one(transactional_db, world, beside):
    low, high = (making.alert(world.ana, name).pk for name in NAMES[:2])
    done = threading.Event()

    def hold() -> None:
        with as_service("test"):
            writing.hold_alerts([high, low])
            done.set()

    with as_service("test"):
        list(Alert.objects.select_for_update().filter(pk=low))
        holding = beside(hold)
        assert not done.wait(0.3)
        list(Alert.objects.select_for_update(nowait=True).filter(pk=high))  # raises when it is held
    holding.result()


@pytest.fixture
def meanwhile(beside, monkeypatch) -> Callable[..., None]:
    """Has something done and screened by another worker, once, between what a worker of ours compares and what it writes."""
    found = services._found

    def soon(side: str, do: Callable[..., object], *given: object) -> None:
        ahead = [(do, *given)]

        def and_meanwhile(indexes, of, parties, *more):
            pairs = found(indexes, of, parties, *more)
            if of == side and parties and ahead:
                beside(*ahead.pop()).result()
                beside(services.screen_pending).result()
            return pairs

        monkeypatch.setattr(services, "_found", and_meanwhile)

    return soon


def holding() -> list[tuple[int, str]]:
    with as_service("test"):
        return [(match.alert_id, match.evidence["party_name"]) for match in Match.objects.filter(holds=True)]


def test_what_another_worker_found_meanwhile_is_kept(transactional_db, world, meanwhile):
    """An alert is issued, and matched, after a batch of traders read the alerts."""
    feed = making.feed(world.ana)
    making.alert(world.ana, "Comercial Illampu Limitada")
    trader = making.trader(world.ana, feed, "Punti Alambres Limitada")
    services.screen_pending()
    meanwhile("trader", making.alert, world.ana, "Punti Alambres Limitada")
    again(world, trader)
    services.screen_pending(batches=1)
    assert [name for _alert, name in holding()] == ["Punti Alambres Limitada"]


def test_what_another_worker_found_on_newer_data_still_holds(transactional_db, world, meanwhile):
    """A trader is given another name, and its old one again after it was read under the other."""
    feed = making.feed(world.ana)
    alert = making.alert(world.ana, "Punti Alambres Limitada")
    trader = making.trader(world.ana, feed, "Punti Alambres Ltda")
    services.screen_pending()
    rename(world, trader, "Granos del Beni S.A.")
    meanwhile("trader", rename, world, trader, "Punti Alambres Ltda")
    services.screen_pending(batches=1)
    assert holding() == [(alert.pk, "Punti Alambres Ltda")]


def test_what_another_worker_found_on_newer_data_is_not_overwritten(transactional_db, world, meanwhile):
    """A trader's name is corrected, and matched anew, after the batch of an alert read it."""
    feed = making.feed(world.ana)
    alert = making.alert(world.ana, "Punti Alambres Limitada")
    trader = making.trader(world.ana, feed, "Punti Alambres Ltda")
    services.screen_pending()
    meanwhile("trader", rename, world, trader, "Punti Alambres Limitada")
    with looking_as(world.ana):
        queue.enqueue("screening.alert", [alert.pk])
    services.screen_pending(batches=1)
    assert holding() == [(alert.pk, "Punti Alambres Limitada")]


def test_a_list_is_written_in_short_transactions(transactional_db, world, beside, monkeypatch):
    """While one part of the matches is written, those before can be read, and their alerts changed."""
    monkeypatch.setattr(new_alerts, "MET_AT_ONCE", 5)
    feed = making.feed(world.ana)
    for name in NAMES:
        making.trader(world.ana, feed, name)
    services.screen_pending()
    alerts = listed(world, 40)
    seen, keep = [], writing.keep

    def watched(*given, **more):
        seen.append(beside(kept).result())
        if len(seen) == 2:
            beside(act, world.bruno, suspend, alerts[0], reason="Test").result(timeout=5)
        return keep(*given, **more)

    monkeypatch.setattr(writing, "keep", watched)
    services.screen_pending()
    assert len(seen) >= 4 and seen[0] == 0 < seen[1] < seen[2] < seen[3]
    with as_service("test"):
        assert not Work.objects.filter(kind__startswith="screening.").exists()


def kept() -> int:
    with as_service("test"):
        return Match.objects.count()


def rename(world, trader, name: str) -> None:
    with looking_as(world.ana):
        type(trader).objects.filter(pk=trader.pk).update(name=name)
    again(world, trader)


def again(world, trader) -> None:
    with looking_as(world.ana):
        making.traders_changed.send(sender=type(trader), ids=[trader.pk])
