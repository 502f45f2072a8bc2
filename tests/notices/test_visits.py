"""What is new since the last visit."""

from datetime import timedelta

from django.utils import timezone

from agencies.access import looking_as
from agencies.notices.models import Visit
from agencies.notices.visits import last_visit
from intel.reports.services import return_to_author
from tests.notices.told import work_done
from tests.reports import writing


def away(world, **ago):
    with looking_as(world.ana):
        Visit.objects.update(last_at=timezone.now() - timedelta(**ago))


def test_who_was_away_comes_for_another_visit(world):
    with looking_as(world.ana):
        assert last_visit(world.ana) is None
    away(world, minutes=20)
    with looking_as(world.ana):
        assert last_visit(world.ana) is None
    away(world, hours=3)
    with looking_as(world.ana):
        first = last_visit(world.ana)
        assert first and timezone.now() - first > timedelta(hours=2)
        assert last_visit(world.ana) == first


def test_what_i_was_told_meanwhile_is_shown_as_new(world):
    ana = world.client(world.ana)
    assert "Since your last visit" not in ana.get("/").content.decode()
    away(world, hours=3)
    report = writing.submitted(world)
    with looking_as(world.bruno):
        return_to_author(by=world.bruno, report=report, reason="Falta la fuente.", revision=report.revision)
    work_done()
    for page in ("/", "/inbox/"):
        shown = ana.get(page).content.decode()
        assert "Since your last visit" in shown and f"Your report {report.reference} was returned." in shown
    assert "was returned" not in world.client(world.bruno).get("/").content.decode()


def test_a_visit_is_ones_own(world):
    world.client(world.ana).get("/")
    with looking_as(world.hugo):
        assert not Visit.objects.exists()
