"""Tries are counted: so many at once, then one in so many seconds, whoever counts and whoever else tries at that instant."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from agencies.access import looking_as
from agencies.access.looking import at_the_door
from agencies.pace.counting import Pace, Tally, Try, give_back, spend
from agencies.pace.models import Spent
from agencies.pace.tasks import forget

SLOW, QUICK = Pace("slow", 3, 600), Pace("quick", 2, 0.05)


@pytest.fixture(params=["the database", "this process"])
def count(request, db):
    tally = Tally(100)
    counted = (lambda one: spend([one])) if request.param == "the database" else tally.spend
    return lambda one: seconds(counted(one))


def seconds(refusal) -> float:
    return refusal.seconds if refusal else 0


def test_so_many_pass_at_once_and_the_next_is_told_how_long(count):
    waits = [count(Try(SLOW, "somebody")) for _number in range(5)]
    assert waits[:3] == [0, 0, 0]
    assert all(590 < wait <= 600 for wait in waits[3:])  # what was refused is not counted
    assert count(Try(SLOW, "somebody else")) == 0
    assert count(Try(Pace("other", 3, 600), "somebody")) == 0


def test_then_one_passes_in_so_many_seconds(count):
    assert [count(Try(QUICK, "somebody")) for _number in range(2)] == [0, 0]
    wait = count(Try(QUICK, "somebody"))
    assert 0 < wait <= 0.05
    time.sleep(wait + 0.01)
    assert count(Try(QUICK, "somebody")) == 0


def test_what_was_no_try_is_given_back(db):
    for _number in range(10):
        assert spend([Try(SLOW, "somebody")]) is None
        give_back([Try(SLOW, "somebody")])


def test_after_the_first_that_is_refused_nothing_is_counted(db):
    narrow, wide = Pace("narrow", 1, 600), Pace("wide", 2, 600)
    assert spend([Try(narrow, "a"), Try(wide, "b")]) is None
    assert {spend([Try(narrow, "a"), Try(wide, "b")]).tried.pace for _number in range(5)} == {narrow}
    assert spend([Try(wide, "b")]) is None


@pytest.mark.django_db(transaction=True)
def test_of_many_at_one_instant_so_many_pass(world):
    def tries(_number: int) -> bool:
        try:
            return spend([Try(SLOW, "somebody")]) is None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(12) as threads:
        assert sum(threads.map(tries, range(24))) == 3


def test_a_process_forgets_those_longest_over():
    tally = Tally(2)
    for name in ("a", "b", "b", "c"):
        tally.spend(Try(SLOW, name))
    once = Pace("slow", 1, 600)
    assert [tally.refuses(Try(once, name)) is not None for name in ("c", "b", "a")] == [True, True, False]


def test_what_holds_nobody_is_forgotten_and_what_holds_is_not(db):
    spend([Try(SLOW, "over"), Try(SLOW, "holds")])
    with at_the_door(), connection.cursor() as cursor:
        cursor.execute("update pace_spent set until = now() - interval '1 second' where key = %s", [Try(SLOW, "over").key])
    assert forget() == 1
    with at_the_door():
        assert [one.key for one in Spent.objects.all()] == [Try(SLOW, "holds").key]


def test_nobody_but_the_door_reads_what_was_tried(world):
    spend([Try(SLOW, "somebody")])
    for viewer in (world.bruno, world.gala, world.carla):
        with looking_as(viewer):
            assert not Spent.objects.exists()
