"""Two people do something with the same rows at one moment: each row is done once, and the late one is told so row by row."""

import threading
import time
from functools import partial
from typing import Any

import pytest
from django.db import connection

from agencies.access import looking_as
from agencies.lists.several import Picked, carry_out
from hub.kit.errors import Conflict, InUse
from intel.hits.lists import HITS
from intel.hits.models import Hit, Judgement
from tests.hits.test_several import several as hits_of
from tests.releases.test_at_once import by, meeting
from tests.screening.test_at_once import beside  # noqa: F401 - a fixture

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_of_two_who_dismiss_the_same_each_row_is_judged_once(transactional_db: Any, world: Any, beside: Any) -> None:  # noqa: F811
    hits = hits_of(world, 4)
    picked = [Picked(hit.pk, hit.revision) for hit in hits]
    acts = [by(viewer, partial(carry_out, HITS, "dismiss", order), reason="x")
            for viewer, order in ((world.ana, picked), (world.hugo, picked[::-1]))]
    first, second = meeting(beside, *acts)
    ends = {each.number: each.error for each in second}
    for one in first:
        late = [error for error in (one.error, ends[one.number]) if error is not None]
        assert [isinstance(error, Conflict | InUse) for error in late] == [True]
    with looking_as(world.ana):
        assert sorted(Judgement.objects.values_list("hit_id", flat=True)) == sorted(hit.pk for hit in hits)


def test_rows_that_somebody_holds_keep_nobody_waiting_for_each(transactional_db: Any, world: Any, beside: Any) -> None:  # noqa: F811
    """Three held rows cost one wait; the free one is done."""
    hits = hits_of(world, 4)
    held, free = threading.Event(), threading.Event()

    def hold() -> None:
        with looking_as(world.hugo):
            list(Hit.objects.select_for_update(of=("self",)).filter(pk__in=[hit.pk for hit in hits[:3]]))
            held.set()
            free.wait(30)

    holding = beside(hold)
    assert held.wait(20)
    with looking_as(world.ana, lock_timeout="500ms"):
        began = time.monotonic()
        told = carry_out(HITS, "take", [Picked(hit.pk, hit.revision) for hit in hits], by=world.ana)
        took = time.monotonic() - began
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('lock_timeout')")
            assert cursor.fetchone() == ("500ms",)
    free.set()
    holding.result(30)
    assert [type(each.error) for each in told] == [InUse, InUse, InUse, type(None)]
    assert took < 1.4
