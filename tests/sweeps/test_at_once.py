"""A worker that dies over a sweep, and two that look at one person: it is noted once, told once, counted once."""

import psycopg
import pytest
from django.db import connection

from agencies.work import running
from agencies.work.kinds import NOTICES
from intel.sweeps.tasks import look
from tests.beside import beside, ended, waits
from tests.engines import POSTGRES
from tests.sweeps.sweeping import looked, swept

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def noted() -> tuple[int, ...]:
    """How many sweeps, notices, events and counts of them there are, as the server's administrator counts them."""
    with psycopg.connect(POSTGRES.administrator(str(connection.settings_dict["NAME"]))) as all_seeing:
        return all_seeing.execute("""
            select (select count(*) from sweeps_sweep), (select count(*) from notices_notice where kind = 'sweep.found'),
                   (select count(*) from audit_event where action = 'sweep.found'), (select count(*) from sweeps_sweepcount)
        """).fetchone()


def test_what_a_worker_began_whose_connection_is_cut_is_noted_once(transactional_db, world):
    swept(world.carla)
    look()
    with connection.cursor() as cursor:
        cursor.execute("set role hub_owner; begin; lock table audit_event in share mode; set local role hub_application")
        worker, _found = beside(lambda: running.run_due(NOTICES))
        ended(waits("audit_event"))  # the sweep is written, and nobody told
        assert noted() == (0, 0, 0, 0)
        cursor.execute("rollback; set role hub_application")
    worker.join(60)
    for _time in range(2):
        looked()
        assert noted() == (1, 1, 1, 1)


def test_two_workers_note_it_once(transactional_db, world):
    swept(world.carla)
    look()
    several = [beside(lambda: running.run_due(NOTICES)) for _number in range(2)]
    for worker, _found in several:
        worker.join(60)
    looked()
    assert noted() == (1, 1, 1, 1)
