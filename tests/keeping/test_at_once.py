"""Two purges at once, one that dies in the middle, and a hold that is placed meanwhile: nothing is half gone, nothing twice."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from agencies.access import looking_as
from agencies.keeping import holds
from agencies.keeping.models import Hold, Receipt
from agencies.keeping.purging import purge
from agencies.roles import Role
from hub.kit.errors import HubError
from intel.queries.models import Answer, Query
from tests.beside import beside, ended, waits
from tests.keeping.days import later
from tests.queries import asking
from tests.world import engaged

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def asked(world, count: int) -> list[Query]:
    queries = [asking.asked(world.carla) for _number in range(count)]
    asking.work()
    return queries


def queries_purged() -> int:
    return sum(one.rows for one in purge(batch=2) if one.kept.of == "queries.query")


def kept_whole(world) -> int:
    """How many queries have their subject still; none of the others has an answer left or lacks its receipt."""
    with looking_as(world.celia):
        purged = list(Query.objects.filter(purged_at__isnull=False).values_list("pk", flat=True))
        assert sorted(Receipt.objects.filter(kind="queries.query").values_list("object_id", flat=True)) == sorted(purged)
        return Query.objects.filter(purged_at__isnull=True).exclude(names=[]).count()


def test_two_purges_at_once_purge_each_row_once(transactional_db, world):
    asked(world, 12)
    with later(91):
        several = [beside(queries_purged) for _number in range(2)]
        for thread, _found in several:
            thread.join(60)
    assert sum(found[0] for _thread, found in several) == 12
    assert kept_whole(world) == 0


def test_a_purge_that_dies_in_the_middle_leaves_nothing_half_gone(transactional_db, world):
    asked(world, 6)
    with later(91):
        purge_dies(world)
        assert kept_whole(world) == 6
        assert sum(one.rows for one in purge(batch=4)) >= 6
    assert kept_whole(world) == 0


def purge_dies(world) -> None:
    """Its answers are blanked already when it waits for a row of ours, and its connection is cut."""
    with connection.cursor() as cursor:
        cursor.execute("set role hub_owner; begin; lock table keeping_receipt in share mode; set local role hub_application")
        thread, found = beside(purge)
        ended(waits("keeping_receipt"))
        cursor.execute("rollback; set role hub_application")
    thread.join(60)
    assert isinstance(found[0], OperationalError)


def test_a_hold_that_is_placed_while_a_purge_runs_finds_the_row_purged_or_keeps_it(transactional_db, world):
    elvira = engaged(world.agencies["PB"], "elvira", Role.DATA_PROTECTION)
    first, second = asked(world, 2)
    with later(91), connection.cursor() as cursor:
        cursor.execute("set role hub_owner; begin; lock table keeping_receipt in share mode; set local role hub_application")
        purging, _found = beside(lambda: purge(batch=1))
        waits("keeping_receipt")
        placing, placed = beside(lambda: place(elvira, first))
        waits("pg_advisory_xact_lock_shared")
        cursor.execute("commit; set role hub_application")
        for thread in (purging, placing):
            thread.join(60)
    assert isinstance(placed[0], HubError)  # its batch was the first
    with looking_as(elvira):
        assert Hold.objects.count() == 0
    assert kept_whole(world) == 0


def test_a_hold_that_was_placed_before_a_batch_keeps_its_row(transactional_db, world):
    elvira = engaged(world.agencies["PB"], "elvira", Role.DATA_PROTECTION)
    query, _other = asked(world, 2)
    with later(91):
        with looking_as(elvira):
            holds.place(by=elvira, on=Query.objects.get(pk=query.pk), reason="x", legal_basis="y", until=in_days(400))
            purging, found = beside(queries_purged)
            waits("pg_advisory_xact_lock")
        purging.join(60)
    assert found == [1]
    assert kept_whole(world) == 1
    with looking_as(world.carla):
        assert Query.objects.get(pk=query.pk).names
        assert Answer.objects.count() == 0  # none of them has opened yet


def place(by, query: Query) -> Hold:
    with looking_as(by):
        return holds.place(by=by, on=query, reason="x", legal_basis="y", until=in_days(400))


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)
