"""A worker is killed while it answers, and the broker is gone: nothing is lost, nothing half-kept, nothing told twice."""

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from django.db import connection

from agencies.access import as_service, looking_as
from agencies.work import tasks
from agencies.work.kinds import QUERIES
from agencies.work.models import Work
from intel.queries import index
from intel.queries.kinds import ANSWER, ANSWER_BATCH
from intel.queries.models import Answer, Query, Sounding
from intel.queries.settings import OPENS_AFTER
from tests.alerts import writing as alerts
from tests.beside import process
from tests.engines import POSTGRES
from tests.queries.asking import NAME, asked, disclosed
from tests.queries.filing import read, sent, text

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def asked_of_customs(world: Any) -> Iterator[Query]:
    """A name that customs has, and says so of."""
    index.forget()
    alerts.issued(world, new_subject=replace(alerts.PERSON, label=NAME), legal_basis="Ley 1990", suspicion_basis="Facturas")
    disclosed(world.ana, "HIT_CONTACT_OWNER", risk_area="ANY")
    yield asked(world.carla)
    index.forget()


def worker() -> "subprocess.Popen[str]":
    """A process that does what is due, in the database of this test."""
    return process("manage.py", "work", "--run")


def waiting_to_write() -> int:
    """How many have work claimed and cannot write the answer."""
    with psycopg.connect(POSTGRES.administrator(), dbname=connection.settings_dict["NAME"]) as looking:
        waiting = "select count(*) from pg_locks where relation = 'queries_answer'::regclass and not granted"
        return looking.execute(waiting).fetchone()[0]  # type: ignore[index]


def test_a_worker_killed_between_claim_and_answer_answers_once(world: Any, asked_of_customs: Query) -> None:
    with closing(psycopg.connect(POSTGRES.administrator(), dbname=connection.settings_dict["NAME"])) as holding:
        holding.execute("lock table queries_answer in exclusive mode")
        dying = worker()
        end = time.monotonic() + 60
        while not waiting_to_write():
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


def test_two_processes_share_a_file_and_one_of_them_dies(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each row is answered once, by whom does not matter, and all of them open at one instant."""
    tasks.run_work(queue=QUERIES)  # what is asked by itself, first
    rows = [f"PERSON,{NAME if number % 10 == 0 else f'Nadie Numero{number}'},,,," for number in range(600)]
    read(world.carla, sent(world.carla, text(*rows)))
    with closing(psycopg.connect(POSTGRES.administrator(), dbname=connection.settings_dict["NAME"])) as holding:
        holding.execute("lock table queries_answer in exclusive mode")
        both = [worker(), worker()]
        end = time.monotonic() + 60
        while waiting_to_write() < 2:
            assert time.monotonic() < end, "they never came so far"
            time.sleep(0.05)
        both[0].send_signal(signal.SIGKILL)
        assert both[0].wait(30) == -signal.SIGKILL
    assert both[1].wait(120) == 0
    assert worker().wait(60) == 0
    with as_service("tests"):
        answers = Answer.objects.filter(query__batch__isnull=False)
        assert answers.count() == answers.values("query").distinct().count() == 600
        assert answers.values("visible_from").distinct().count() == 1 and not Work.objects.filter(kind=ANSWER_BATCH).exists()
        assert answers.filter(answer="HIT_CONTACT_OWNER").count() == 60


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
