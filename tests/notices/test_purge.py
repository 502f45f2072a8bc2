"""Notices are kept no longer than needed."""

from datetime import timedelta

from django.utils import timezone

from agencies.access import looking_as
from agencies.markings.models import Code
from agencies.notices.models import Notice
from agencies.notices.services import purge
from tests.notices.told import words, work_done
from tests.reports import writing
from tests.world import as_operator


def test_what_is_over_is_purged_at_night_and_the_rest_stays(world):
    first, second = (writing.disseminated(world, audience=("PB",), title=title) for title in ("Uno", "Dos"))
    work_done()
    assert purge() == 0
    with looking_as(world.carla):
        assert set(Notice.objects.values_list("retain_until", flat=True)) == {timezone.localdate() + timedelta(days=90)}
        Notice.objects.filter(object_id=first.pk).update(retain_until=timezone.localdate() - timedelta(days=2))
    assert (purge(), purge()) == (1, 0)
    assert words(world.carla) == [f"AN shared report {second.reference} with you."]
    assert len(words(world.celia)) == 2


def test_how_long_is_a_code(world):
    with as_operator():
        Code.objects.filter(scheme="retention", code="NOTICE").update(amount=7)
    writing.disseminated(world, audience=("PB",))
    work_done()
    with looking_as(world.carla):
        assert Notice.objects.get().retain_until == timezone.localdate() + timedelta(days=7)
