"""A worker is killed while it answers, and the broker is gone: nothing is lost, nothing half-kept, nothing told twice."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from agencies.access import as_service, looking_as
from agencies.work import tasks
from agencies.work.kinds import QUERIES
from agencies.work.models import Work
from hub.configuration import ROOT
from intel.queries import index
from intel.queries.kinds import ANSWER
from intel.queries.models import Answer, Query, Sounding
from intel.queries.settings import OPENS_AFTER
from tests.alerts import writing as alerts
from tests.engines import POSTGRES
from tests.queries.asking import NAME, asked, disclosed

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def asked_of_customs(world: Any) -> Iterator[Query]:
    """A name that customs has, and says so of."""
    index.forget()
    alerts.issued(world, new_subject=replace(alerts.PERSON, label=NAME), legal_basis="Ley 1990", suspicion_basis="Facturas")
    disclosed(world.ana, "HIT_CONTACT_OWNER", risk_area="ANY")
    yield asked(world.carla)
    index.forget()


def worker() -> "subprocess.Popen[bytes]":
    """A process that does what is due, in the database of this test."""
    name = connection.settings_dict["NAME"]
    return subprocess.Popen([sys.executable, str(ROOT / "manage.py"), "work", "--run"], env={
        **os.environ, "HUB_DATABASE_ROLE": "service",
        "HUB_DATABASE_SERVICE_URL": make_conninfo(settings.CONFIGURATION.login("service"), dbname=name)})


def waits_to_write() -> bool:
    """Whether somebody has work claimed and cannot write the answer."""
    with psycopg.connect(POSTGRES.administrator(), dbname=connection.settings_dict["NAME"]) as looking:
        waiting = "select count(*) from pg_locks where relation = 'queries_answer'::regclass and not granted"
        return looking.execute(waiting).fetchone() != (0,)


def test_a_worker_killed_between_claim_and_answer_answers_once(world: Any, asked_of_customs: Query) -> None:
    with closing(psycopg.connect(POSTGRES.administrator(), dbname=connection.settings_dict["NAME"])) as holding:
        holding.execute("lock table queries_answer in exclusive mode")
        dying = worker()
        end = time.monotonic() + 60
        while not waits_to_write():
            assert dying.poll() is None and time.monotonic() < end, "the worker never came so far"
            time.sleep(0.05)
        dying.send_signal(signal.SIGKILL)
        assert dying.wait(30) == -signal.SIGKILL
    with looking_as(world.carla):
        assert not Answer.objects.exists()
    with as_service("tests"):
        assert Work.objects.filter(kind=ANSWER).count() == 1 and not Sounding.objects.exists()
    assert worker().wait(60) == 0
    tasks.run_work(queue=QUERIES)  # and once more
    with as_service("tests"):
        answer = Answer.objects.get(query=asked_of_customs)
        assert Sounding.objects.count() == 1 and not Work.objects.filter(kind=ANSWER).exists()
    waited = answer.visible_from - asked_of_customs.asked_at
    assert answer.answer == "HIT_CONTACT_OWNER"
    assert waited > OPENS_AFTER and not waited % OPENS_AFTER, "it opens late, and at a whole multiple"


def test_without_a_broker_a_question_is_kept_and_answered(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**how: Any) -> None:
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(tasks.run_work, "apply_async", refuse)
    given = {"purpose": "CRIMINAL_INVESTIGATION", "legal_basis": "Ley 1970", "case_reference": "LP-1/2026", "kind": "PERSON",
             "names": NAME, "identifiers-TOTAL_FORMS": 0, "identifiers-INITIAL_FORMS": 0, "urgency": "NORMAL"}
    response = world.client(world.carla).post("/queries/new/", given)
    assert response.status_code == 302
    tasks.run_work(queue=QUERIES)  # as beat has it done, without being asked
    with as_service("tests"):
        assert Answer.objects.filter(answer="HIT_CONTACT_OWNER").count() == 2
