"""Rows that a viewer does not see are not changed, counted or given away by statements of the viewer's own."""

import pytest
from django.db import connection

from agencies.access import looking_as
from agencies.roles import Role
from intel.alerts.models import AlertGrant
from tests.alerts import writing
from tests.reports import writing as reports
from tests.screening import making
from tests.world import engaged

#: Statements that read no column ask for no SELECT policy: only that for the change itself stands in their way.
BLIND = {"alerts_alert": "update alerts_alert set revision = 7", "reports_report": "update reports_report set revision = 7",
         "subjects_subject": "update subjects_subject set revision = 7", "trade_feed": "update trade_feed set name = 'x'",
         "alerts_alertgrant": "delete from alerts_alertgrant", "reports_reportgrant": "delete from reports_reportgrant"}


def changed(viewer, statement):
    """How many rows the statement touched."""
    with looking_as(viewer), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


@pytest.fixture
def drafts(world):
    """A draft alert on a subject, a draft report and a feed of customs, meant for the police."""
    making.feed(world.ana)
    reports.draft(world, audience=("PB",))
    return writing.draft(world, audience=("PB",), classification="CONFIDENTIAL")


@pytest.mark.parametrize("table", BLIND)
def test_nobody_changes_what_they_do_not_see(world, drafts, table):
    fidel = engaged(world.agencies["AN"], "fidel", Role.FRONT_LINE)
    blind = [world.gala, world.fabio, world.carla, *([] if table == "trade_feed" else [fidel])]
    assert [changed(viewer, BLIND[table]) for viewer in blind] == [0] * len(blind)
    assert changed(world.ana, BLIND[table]) > 0


def test_who_is_cleared_lower_changes_nothing_above(world, drafts):
    assert changed(world.ivan, BLIND["alerts_alert"]) == 0


def test_for_whom_a_draft_is_meant_is_told_to_nobody_before_it_is_issued(world, drafts):
    fidel = engaged(world.agencies["AN"], "fidel", Role.FRONT_LINE)
    for viewer, there in ((world.carla, False), (fidel, False), (world.ana, True)):
        with looking_as(viewer):
            assert AlertGrant.objects.exists() is there
