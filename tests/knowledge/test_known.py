"""What an agency could read at a moment, was told of, opened and exported until then: from the history, for its auditor."""

import pytest

from agencies.access import looking_as
from agencies.access.grants import reader_groups, share
from agencies.roles import Role
from intel.alerts.models import Alert
from intel.reports.models import Report, ReportGrant
from tests.alerts import writing as alerts
from tests.knowledge.asking import now, read
from tests.reports import writing
from tests.rules.hidden import hide_one_of_each
from tests.world import engaged


@pytest.fixture
def rosa(world):
    """Who audits the police."""
    return engaged(world.agencies["PB"], "rosa", Role.AUDITOR, clearance="UNCLASSIFIED")


def seen(viewer):
    with looking_as(viewer):
        return {*Report.objects.values_list("reference", flat=True), *Alert.objects.values_list("reference", flat=True)}


def test_now_is_what_each_person_sees(world, rosa):
    hide_one_of_each(world)
    writing.disseminated(world, audience=("PB",)), writing.submitted(world, audience=("PB",))
    alerts.issued(world, audience=("PB",)), alerts.issued(world, audience=("SIN",), new_subject=alerts.PERSON, legal_basis="L",
                                                          suspicion_basis="S")
    hugo = engaged(world.agencies["PB"], "fausto", Role.FRONT_LINE)
    for viewer in (world.carla, world.celia, hugo, rosa):
        assert read(rosa, person=viewer.user_id) == seen(viewer)
    assert read(rosa) == seen(world.carla) | seen(world.celia)
    for viewer in (world.ana, world.bruno, world.hugo, world.ivan, world.fabio, world.gala):
        assert read(world.fabio, person=viewer.user_id) == seen(viewer)


def test_before_it_was_disseminated_and_after_it_was_taken_away(world, rosa):
    report = writing.submitted(world, audience=("PB",))
    before = now()
    from intel.reports.services import disseminate
    with looking_as(world.bruno):
        report = disseminate(by=world.bruno, report=report, revision=report.revision)
    between = now()
    with looking_as(world.ana):
        share(report, groups=reader_groups([world.agencies["SIN"]], act="reports.view_report"), grant=ReportGrant)
    assert (read(rosa, before), read(rosa, between), read(rosa)) == (set(), {report.reference}, set())
