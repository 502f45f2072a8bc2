"""A hub that was there before the search is found by it after `migrate`, in batches."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from agencies.access import looking_as
from intel.search import settling
from intel.search.kinds import ENTRIES
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
        settling.write_missing(first, apps.get_model(first)._meta.db_table, after=0)
        settling.settle_search()
        settling.settle_search()
    assert entries() == before


def test_what_was_labelled_anew_while_the_tables_were_closed_is_found_by_who_sees_it_now(known: Any) -> None:
    with as_operator(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local role hub_labels")
        cursor.execute("update search_entry set mark = (select id from search_mark where kind = 'trade.trader' limit 1),"
                       " words = '' where kind = 'reports.report'")
    assert asked(known, "carla")["count"] == 0
    with as_operator():
        settling.settle_search()
    assert asked(known, "carla")["count"] == 1


def test_while_the_tables_are_closed_nothing_is_written(known: Any) -> None:
    before = entries()
    with as_operator(), connection.cursor() as cursor:
        cursor.execute("drop policy database_writes on search_entry")
    with looking_as(known.ana), connection.cursor() as cursor:
        cursor.execute("update reports_report set title = 'Acopio en Yotala'")
        assert cursor.rowcount == 1
    with as_operator(), connection.cursor() as cursor:
        cursor.execute("create policy database_writes on search_entry for all to hub_labels using (true) with check (true)")
    assert entries() == before
