"""References are unique and tell nothing of how many there are."""

from uuid import UUID

import pytest
from django.db import connection

from agencies.access import looking_as
from agencies.models import ReferenceCounter
from agencies.references import BLOCK, next_reference, next_references, scattered, whole

KEY = UUID("0e5ca1ab-1e5e-4a11-9a7e-5eedf00dcafe")


def numbers(references):
    return [int(reference.rpartition("-")[2]) for reference in references]


def test_every_count_has_another_number_of_its_block():
    first = {scattered(counted, key=KEY) for counted in range(20_000)}
    assert len(first) == 20_000 and min(first) >= 0 and max(first) < BLOCK
    second = {scattered(BLOCK + counted, key=KEY) for counted in range(1000)}
    assert len(second) == 1000 and min(second) >= BLOCK and max(second) < 2 * BLOCK


def test_a_reference_says_neither_which_came_first_nor_how_many_there_are(world):
    with looking_as(world.ana):
        given = numbers(next_references(world.agencies["AN"], year=2026, series="A", count=200))
    assert len(set(given)) == 200 and given != sorted(given)
    rising = sum(later > earlier for earlier, later in zip(given, given[1:], strict=False))
    assert 60 < rising < 140 and max(given) > BLOCK // 2


def test_another_agency_series_or_year_is_scattered_otherwise(world):
    with looking_as(world.ana):
        drawn = [numbers(next_references(world.agencies["AN"], year=year, series=series, count=20))
                 for year, series in ((2026, ""), (2026, "A"), (2027, ""))]
    assert len({tuple(one) for one in drawn}) == 3


@pytest.mark.parametrize("in_order", [0, 17, 400_000])
def test_numbers_of_an_earlier_release_are_not_given_again(world, in_order):
    with looking_as(world.ana):
        next_reference(world.agencies["AN"], year=2026)
        ReferenceCounter.objects.update(in_order=in_order)
        given = numbers(next_references(world.agencies["AN"], year=2026, count=50))
    assert len(set(given)) == 50 and min(given) > in_order


def test_an_agency_alone_reads_what_scatters_its_numbers(world):
    with looking_as(world.ana):
        next_reference(world.agencies["AN"], year=2026)
    for viewer in (world.carla, world.elena):
        with looking_as(viewer), connection.cursor() as cursor:
            cursor.execute("select count(*) from agencies_referencecounter")
            assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(("word", "is_whole"), [
    ("AN-2026-730917", "AN-2026-730917"), (" an-a-2026-004182", "AN-A-2026-004182"), ("SIN-R-2026-1004182", "SIN-R-2026-1004182"),
    ("R-2026-004182", None), ("AN-2026-7309", None), ("2026-730917", None), ("AN-2026-730917x", None), ("AN-2026-73091²", None)])
def test_a_whole_reference_is_told_from_a_part_of_one(word, is_whole):
    assert whole(word) == is_whole
