"""Two people at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from agencies.access import looking_as
from hub.kit.errors import Conflict, WrongState
from intel.reports.models import Report, ReportStep
from intel.reports.services import disseminate, edit_report, return_to_author
from tests.reports.writing import draft, submitted
from tests.world import engaged


def at_once(*acts):
    """What each act gave, or the error it raised, all begun together."""
    together = Barrier(len(acts))

    def run(act):
        try:
            together.wait(timeout=10)
            return act()
        except (Conflict, WrongState) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def as_(viewer, act, **given):
    def run():
        with looking_as(viewer):
            return act(by=viewer, **given)
    return run


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_one_decides_and_the_other_is_told(transactional_db, world):
    report = submitted(world)
    second = engaged(world.agencies["AN"], "julia", "SUPERVISOR")
    given = at_once(as_(world.bruno, disseminate, report=report, revision=report.revision),
                    as_(second, return_to_author, report=report, revision=report.revision, reason="No."))
    refused = [one for one in given if not isinstance(one, Report)]
    assert len(refused) == 1
    with looking_as(world.bruno):
        fresh = Report.objects.get()
        assert fresh.revision == report.revision + 1
        assert ReportStep.objects.filter(report=fresh).count() == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_of_two_edits_one_wins(transactional_db, world):
    report = draft(world)
    given = at_once(*(as_(world.ana, edit_report, report=report, revision=1, title=title) for title in ("Uno", "Dos")))
    [kept] = [one for one in given if isinstance(one, Report)]
    with looking_as(world.ana):
        assert Report.objects.get().title == kept.title
        assert Report.objects.get().revision == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_two_drafts_at_once_get_two_references(transactional_db, world):
    made = at_once(lambda: draft(world), lambda: draft(world, world.hugo))
    assert len({report.reference for report in made}) == 2
