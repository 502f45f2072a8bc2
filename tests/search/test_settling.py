"""A hub that was there before the search is found by it after `migrate`, in batches."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from agencies.access import looking_as
from intel.reports.models import Report
from intel.search import settling
from intel.search.kinds import ENTRIES
from intel.trade.models import Consignment
from tests.reports import writing
from tests.screening import making
from tests.search.test_interference import asked
from tests.world import as_operator


def forgotten() -> None:
    """As if there never had been a search."""
    with as_operator(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local role hub_labels")
        cursor.execute("delete from search_entry")


def entries() -> list[Any]:
    """Every entry, without its number."""
    with as_operator(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local role hub_labels")
        cursor.execute("select kind, object_id, classified, mark, at, names, words::text from search_entry order by 1, 2, 3")
        return cursor.fetchall()


@pytest.fixture
def known(world: Any) -> Any:
    """A report, an alert with its subject, and a trader with the word."""
    writing.disseminated(world, title="Acopio en Carrizal", audience=("PB",))
    making.alert(world.ana, "Comercial Carrizal Limitada")
    making.trader(world.ana, making.feed(world.ana), "Molinos Carrizal S.A.")
    return world


@pytest.mark.parametrize("batch", [1, 5_000])
def test_what_was_there_before_is_found_afterwards_as_if_written_now(
    known: Any, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    before = entries()
    assert len(before) >= 4 and asked(known, "ana")["count"] == 4
    forgotten()
    assert asked(known, "ana")["count"] == 0
    monkeypatch.setattr(settling, "BATCH", batch)
    with as_operator():
        settling.settle_search()
    assert entries() == before and asked(known, "ana")["count"] == 4


def test_who_is_stopped_in_the_middle_goes_on_where_it_stopped(known: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    before = entries()
    forgotten()
    with as_operator():
        [first, *_rest] = [kind for kind in ENTRIES if any(row[0] == kind for row in before)]
        settling.write_missing(first, after=0)
        settling.settle_search()
        settling.settle_search()
    assert entries() == before


@contextmanager
def closed(*tables: str) -> Iterator[Any]:
    """These tables as migrations have them: open to their owner alone, and what can be found to nobody."""
    own = (*tables, "search_missed")
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("drop policy database_writes on search_entry")
        for table in own:
            cursor.execute(f"alter table {table} no force row level security")
        yield cursor
        cursor.execute("create policy database_writes on search_entry for all to hub_labels using (true) with check (true)")
        for table in own:
            cursor.execute(f"alter table {table} force row level security")


def test_what_changes_while_the_tables_are_closed_is_written_when_they_are_opened(known: Any) -> None:
    feed = making.feed(known.ana)
    with looking_as(known.ana):
        report, today = Report.objects.get(), timezone.localdate()
        gone = Consignment.objects.create(feed=feed, number="CARRIZAL", date=today)
    assert asked(known, "ana")["count"] == 5
    with as_operator(), closed("reports_report", "trade_consignment") as cursor:
        cursor.execute("update reports_report set title = 'Acopio en Yotala' where id = %s", [report.pk])
        cursor.execute("delete from trade_consignment where id = %s", [gone.pk])
    assert ("trade.consignment", gone.pk) in [row[:2] for row in entries()] and asked(known, "ana", "yotala")["count"] == 0
    with as_operator():
        settling.settle_search()
    assert ("trade.consignment", gone.pk) not in [row[:2] for row in entries()]
    assert asked(known, "ana", "yotala")["count"] == 1 and asked(known, "ana")["count"] == 3
