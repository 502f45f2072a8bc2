"""What may not be read at this moment is not found either, not by SQL of one's own; and nobody waits for the search."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from agencies.access import as_service, looking_as
from agencies.roles import Role
from agencies.work.models import Work
from intel.alerts.models import Alert
from intel.releases.models import ReleasedPortion
from intel.releases.services import recall
from intel.search.sounding import SOUNDS, sound
from intel.trade.models import Consignment, Trader
from tests.engines import POSTGRES
from tests.readings.making import released
from tests.releases.test_for_whom import for_diego
from tests.screening import making
from tests.search.test_finding import done_what_waits, found
from tests.world import engaged


def by_sql(viewer: Any, word: str, kind: str = "releases.releasedportion") -> set[int]:
    with looking_as(viewer), connection.cursor() as cursor:
        cursor.execute("select object_id from search_found(array[%s], %s::jsonb, '[]', null, null, null, null)",
                       [kind, json.dumps([{"words": word}])])
        return {pk for [pk] in cursor.fetchall()}


def readable(viewer: Any) -> set[int]:
    with looking_as(viewer):
        return set(ReleasedPortion.objects.values_list("pk", flat=True))


def test_what_was_recalled_is_found_by_its_holder_alone(world: Any) -> None:
    release = released(world)
    [first, *_more] = words = [max(portion.text.split(), key=len).strip('.,') for portion in _portions(world.bruno)]
    for viewer in (world.bruno, world.diego):
        assert {pk for word in words for pk in by_sql(viewer, word)} == readable(viewer) != set()
    with looking_as(world.bruno):
        recall(by=world.bruno, release=release, reason="Error.", revision=release.revision)
    assert by_sql(world.bruno, first) != set() == by_sql(world.diego, first) == readable(world.diego)
    assert by_sql(world.elena, first) == set()


def test_what_is_for_one_person_is_found_by_no_colleague(world: Any) -> None:
    paola = engaged(world.agencies["SIN"], "paola", Role.ANALYST, clearance="SECRET")
    for_diego(world)
    word = max(_portions(world.bruno)[0].text.split(), key=len).strip(".,")
    assert by_sql(world.diego, word) != set()
    assert by_sql(paola, word) == readable(paola) == set()


def test_a_declaration_is_found_on_its_own_day(world: Any) -> None:
    feed = making.feed(world.ana)
    with looking_as(world.ana):
        row = Consignment.objects.create(feed=feed, number="D-4711", date=date(2026, 1, 1))
    assert found(world, "ana", "D-4711", since="2026-01-01", until="2026-01-01") == [("consignment", row.pk)]
    assert found(world, "ana", "D-4711", until="2025-12-31") == []


def test_by_the_sound_of_a_name_that_was_taken_away_nothing_is_found(world: Any) -> None:
    row = making.trader(world.ana, making.feed(world.ana), "COMERCIAL POTRERILLOS LTDA")
    done_what_waits()
    assert found(world, "ana", "potrerilos") == [("trader", row.pk)]
    with looking_as(world.ana):
        Trader.objects.filter(pk=row.pk).update(name="IMPORTADORA CONDORIRI SA")
    assert found(world, "ana", "potrerilos") == [], "before a worker was there"


@pytest.mark.parametrize(("wanted", "trips"), [
    ([{"words": "", "sounds": ["A'"]}], False), ([{"words": "a' | b", "sounds": []}], False), ([{"words": None}], False),
    ([{"words": "a"}] * 100, True), ([{"words": "a " * 20_000}], True)])
def test_odd_questions_by_sql_find_nothing_or_are_refused(world: Any, wanted: list[Any], trips: bool) -> None:
    with looking_as(world.ana), connection.cursor() as cursor:
        ask = ("select count(*) from search_found(array['reports.report'], %s::jsonb, '[]', null, null, null, 2147483647)",
               [json.dumps(wanted)])
        if trips:
            with pytest.raises(psycopg.errors.ProgramLimitExceeded), transaction.atomic():
                try:
                    cursor.execute(*ask)
                except Exception as error:
                    raise error.__cause__ or error from None
        else:
            cursor.execute(*ask)
            assert cursor.fetchone() == (0,)


@contextmanager
def held(statement: str, *given: Any) -> Iterator[None]:
    """As long as the block lasts, somebody has these rows locked."""
    with psycopg.connect(POSTGRES.administrator(), dbname=settings.DATABASES["default"]["NAME"]) as other:
        other.execute(statement, given)
        yield
        other.rollback()


@pytest.mark.django_db(transaction=True)
def test_a_worker_waits_for_nobody_and_comes_again(small_world: Any) -> None:
    world = small_world.put()
    feed = making.feed(world.ana)
    rows = [making.trader(world.ana, feed, f"COMERCIAL {name} LTDA") for name in ("POTRERILLOS", "CONDORIRI")]
    with held("select from search_entry where object_id = %s for update", rows[0].pk), as_service("test"):
        work = list(Work.objects.filter(kind=SOUNDS).values_list("pk", "object_id"))
        sound([entry for _pk, entry in work])
        Work.objects.filter(pk__in=[pk for pk, _entry in work]).delete()
        assert Work.objects.filter(kind=SOUNDS).count() == 1
    assert (found(world, "ana", "potrerilos"), found(world, "ana", "condoriry")) == ([], [("trader", rows[1].pk)])
    done_what_waits()
    assert found(world, "ana", "potrerilos") == [("trader", rows[0].pk)]


@pytest.mark.django_db(transaction=True)
def test_a_step_that_changes_no_word_waits_for_nobody_either(small_world: Any) -> None:
    world = small_world.put()
    alert = making.alert(world.ana, "Comercial Carrizal Limitada")
    with held("select from search_entry where object_id = any (%s) for update", [alert.pk, alert.subject_id]):
        with looking_as(world.ana), connection.cursor() as cursor:
            cursor.execute("set local lock_timeout = '1s'")
            assert Alert.objects.filter(pk=alert.pk).update(revision=alert.revision + 1) == 1


def _portions(viewer: Any) -> list[ReleasedPortion]:
    with looking_as(viewer):
        return list(ReleasedPortion.objects.order_by("number"))
