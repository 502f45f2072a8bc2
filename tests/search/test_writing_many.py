"""Who writes many rows has what can be found of them written once, at the end, and never leaves it unwritten."""

from typing import Any

import pytest
from django.db import connection, transaction

from agencies.access import looking_as
from agencies.access.grants import reader_groups, share
from hub.kit.rows import many
from intel.reports.models import ReportGrant
from intel.trade.models import Trader, TraderName
from tests.reports import writing
from tests.screening import making
from tests.search.test_interference import asked
from tests.world import as_operator


def held() -> int:
    with as_operator(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local role hub_labels")
        cursor.execute("select count(*) from search_held")
        return int(cursor.fetchone()[0])


def written(feed: Any, name: str, also: str) -> Trader:
    trader = Trader.objects.create(feed=feed, external_ref=name, name=name)
    TraderName.objects.create(trader=trader, name=also)
    return trader


def test_what_is_written_in_the_block_is_found_after_it(world: Any) -> None:
    feed = making.feed(world.ana)
    with looking_as(world.ana):
        with many():
            trader = written(feed, "CARRIZAL", "POTRERILLOS")
            Trader.objects.filter(pk=trader.pk).update(name="QUEBRADA")
            assert held() == 3
        assert held() == 0
    assert [asked(world, "ana", word)["count"] for word in ("carrizal", "potrerillos", "quebrada")] == [0, 1, 1]
    with looking_as(world.ana):
        TraderName.objects.filter(trader=trader).delete()  # at once, as ever
    assert asked(world, "ana", "potrerillos")["count"] == 0


def test_of_a_block_that_fails_nothing_is_found_and_what_comes_later_is_written_at_once(world: Any) -> None:
    feed = making.feed(world.ana)
    with looking_as(world.ana):
        with pytest.raises(ZeroDivisionError), transaction.atomic(), many():
            written(feed, "CARRIZAL", "POTRERILLOS")
            raise ZeroDivisionError
        assert held() == 0
        written(feed, "QUEBRADA", "SALINAS")
        assert held() == 0
    assert [asked(world, "ana", word)["count"] for word in ("carrizal", "quebrada", "salinas")] == [0, 1, 1]


def test_whose_audience_changes_in_the_block_is_found_by_the_new_one_alone(world: Any) -> None:
    report = writing.disseminated(world, title="Acopio en Carrizal", audience=("PB",))
    groups = reader_groups([world.agencies["SIN"]], act="reports.view_report")
    with looking_as(world.ana), many():
        share(report, groups=groups, grant=ReportGrant)
    assert [asked(world, who)["count"] for who in ("ana", "carla", "diego")] == [1, 0, 1]


@pytest.mark.django_db(transaction=True)
def test_who_says_so_and_never_ends_it_has_it_written_when_it_is_kept(small_world: Any) -> None:
    world = small_world.put()
    feed = making.feed(world.ana)
    with looking_as(world.ana):
        with connection.cursor() as cursor:
            cursor.execute("select set_config('hub.writes_many', 'yes', true)")
        written(feed, "CARRIZAL", "POTRERILLOS")
    assert held() == 0 and asked(world, "ana")["count"] == 1
