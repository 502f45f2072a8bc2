"""A thousand random histories, replayed by a simple model, are what the page answers at random moments; with one of the histories
on which it rests left out, they are not.
"""

import pytest
from django.db import connection, transaction

from agencies.roles import Role
from tests.knowledge.asking import read
from tests.knowledge.histories import HERE, Histories
from tests.world import as_operator, engaged

#: Four times as many things, each with a history of its own, among eight people with theirs.
SEEDS, THINGS, STEPS, MOMENTS = (1, 2, 3, 4), 250, 1_500, 8
#: Every history but that of which group means which role, which never changes.
KEPT = ("reports_report", "alerts_alert", "subjects_subject", "agencies_user", "agencies_user_groups", "auth_group_permissions",
        "sharing_member")


def differing(histories, auditor, moments=MOMENTS):
    """Moments, people and references on which the page and the model do not agree, one after the other."""
    for moment, state, last in histories.moments(moments):
        for one in state.people:
            says = read(auditor, moment, person=one)
            holds = {reference for reference in state.things if one in state.readers(reference, histories.roles, moment)}
            yield from ((f"{moment}", last, one, reference) for reference in says ^ holds)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_page_answers_is_what_was_done(world, seed):
    rosa = engaged(world.agencies[HERE], "rosa", Role.AUDITOR, clearance="UNCLASSIFIED")
    histories = Histories(world, seed, THINGS)
    histories.go(STEPS)
    assert list(differing(histories, rosa)) == []


@pytest.mark.slow
def test_with_one_history_left_out_it_is_not(world):
    rosa = engaged(world.agencies[HERE], "rosa", Role.AUDITOR, clearance="UNCLASSIFIED")
    histories = Histories(world, 5, 60)
    histories.go(900)
    unnoticed = []
    for table in KEPT:
        with transaction.atomic():
            with as_operator(), connection.cursor() as cursor:
                cursor.execute("alter table access_past disable row level security")
                cursor.execute("delete from access_past where of_table = %s", [table])
                assert cursor.rowcount
                cursor.execute("alter table access_past enable row level security")
            unnoticed += [] if any(differing(histories, rosa, 30)) else [table]
            transaction.set_rollback(True)
    assert unnoticed == []
