"""What one person let leave the agency, shown to its supervisors by day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.access import looking_as
from agencies.audit.models import Event
from intel.reports.services import link_reports
from tests.reports.writing import draft

PAGE = "/audit/left-by-one/"


@pytest.fixture
def linked(world):
    one, other = draft(world), draft(world)
    with looking_as(world.ana):
        link_reports(by=world.ana, source=one, target=other, kind="CITES")
    return one


@pytest.mark.parametrize(("person", "status", "told"), [
    ("bruno", 200, True), ("celia", 200, False), ("ana", 403, False), ("fabio", 403, False), (None, 302, False)])
def test_supervisors_see_what_their_own_people_let_leave(world, linked, person, status, told):
    answer = world.client(world.viewers[person] if person else None).get(PAGE)
    assert answer.status_code == status
    assert (linked.reference in answer.content.decode()) is told


def test_it_is_of_one_day(world, linked):
    day = timezone.localdate() - timedelta(days=1)
    assert linked.reference not in world.client(world.bruno).get(f"{PAGE}?day={day}").content.decode()
    assert world.client(world.bruno).get(f"{PAGE}?day=ayer").status_code == 200


def test_a_supervisor_reads_no_other_events(world, linked):
    with looking_as(world.bruno):
        assert set(Event.objects.values_list("action", flat=True)) == {"report.linked"}
    with looking_as(world.hugo):
        assert not Event.objects.exists()
