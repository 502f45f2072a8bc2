"""Work is done once it is due; what cannot be done stands aside and is never lost."""

import contextlib
import threading
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from agencies.access import as_service, looking_as
from agencies.work import kinds, queue, running, tasks, waking
from agencies.work.models import Work
from hub.celery import app


@pytest.fixture
def kind(monkeypatch):
    """Registers a kind of work for one test."""
    monkeypatch.setattr(kinds, "_kinds", {})

    def registered(do, *, long=False, **how):
        if long:
            kinds.register_long("test.work", do, **{"at_most": 3, **how})
        else:
            kinds.register("test.work", do, **{"queue": kinds.BULK, "batch": 100, **how})

    return registered


def rows() -> list[Work]:
    with as_service("test"):
        return list(Work.objects.order_by("object_id"))


def due_again() -> None:
    with as_service("test"):
        Work.objects.update(not_before=timezone.now() - timedelta(seconds=1))


def choking_on(poison, error):
    done = []

    def do(ids):
        if poison in ids:
            raise error
        done.extend(ids)

    return do, done


@pytest.mark.parametrize("error", [
    ValueError("no"), AttributeError("no"), AssertionError(), MemoryError(), RecursionError(), StopIteration(),
    type("Own", (Exception,), {})("no")])
def test_whatever_one_row_raises_the_others_are_done(world, kind, error):
    do, done = choking_on(2, error)
    kind(do)
    with looking_as(world.ana):
        queue.enqueue("test.work", [1, 2, 3])
    assert running.run_due() == 3
    assert done == [1, 3]
    [left] = rows()
    assert (left.object_id, left.attempts, left.state) == (2, 1, "WAITING")
    assert type(error).__name__ in left.last_error
    assert running.run_due() == 0  # not before its time


def test_what_is_tried_in_vain_often_enough_is_kept_as_failed_with_the_reason(world, kind):
    do, done = choking_on(2, ValueError("it has two heads"))
    kind(do, at_most=3)
    with looking_as(world.ana):
        queue.enqueue("test.work", [2])
    for _attempt in range(5):
        running.run_due()
        due_again()
    [left] = rows()
    assert (left.state, left.attempts, left.last_error) == ("FAILED", 3, "ValueError: it has two heads")
    with as_service("test"):
        queue.retry(left)
    [left] = rows()
    assert (left.state, left.attempts) == ("WAITING", 0)


def test_a_kind_that_nobody_registered_is_a_mistake(world, kind):
    with looking_as(world.ana), pytest.raises(LookupError, match=r"test\.other"):
        queue.enqueue("test.other", [1])


@pytest.mark.parametrize(("blow", "left"), [(ValueError("no"), [(3, 1)]), (KeyboardInterrupt(), [(3, 0), (4, 0)])])
def test_what_was_yielded_is_kept_whatever_comes_of_the_rest(world, kind, blow, left):
    """Others do not take the rest meanwhile; it is tried again at once when it fails, and after a minute when the worker died."""
    others = []

    def do(ids):
        for one in ids:
            if one == 3:
                raise blow
            yield [one]
            others.append(running.run_due())

    kind(do)
    with looking_as(world.ana):
        queue.enqueue("test.work", [1, 2, 3, 4])
    with contextlib.suppress(KeyboardInterrupt):
        running.run_due(batches=1)
    assert [(row.object_id, row.attempts) for row in rows()] == left
    assert set(others) == {0}


def test_what_is_interactive_passes_what_is_not(world, monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {})
    done = []
    kinds.register("test.slow", lambda ids: done.append("slow"), queue=kinds.BULK, batch=1)
    kinds.register("test.quick", lambda ids: done.append("quick"), queue=kinds.INTERACTIVE, batch=1)
    kinds.register("test.file", lambda ids: done.append("file"), queue=kinds.IMPORTS, batch=1)
    with looking_as(world.ana):
        for name in ("test.file", "test.slow", "test.slow", "test.quick"):
            queue.enqueue(name, [1])
    running.run_due(kinds.BULK)
    assert done == ["quick", "slow", "slow"]
    running.run_due(kinds.IMPORTS)
    assert done[3:] == ["file"]


def test_long_work_is_not_begun_again_while_its_worker_lives(world, kind):
    begun = []

    def do(row):
        begun.append(row.object_id)
        assert running.run_due() == 0  # another worker, meanwhile

    kind(do, long=True)
    with looking_as(world.ana):
        queue.enqueue("test.work", [7])
    assert running.run_due() == 1
    assert begun == [7]
    assert rows() == []


def test_long_work_of_a_worker_that_died_is_begun_again_and_given_up_at_last(world, kind):
    told = []
    kind(lambda row: None, long=True, at_most=2, failed=told.append)
    with looking_as(world.ana):
        queue.enqueue("test.work", [7])
    for _death in range(2):
        with as_service("test"):
            assert queue.hold(kinds.kind_of("test.work")) is not None
            assert queue.hold(kinds.kind_of("test.work")) is None  # held
            Work.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    running.run_due()
    [left] = rows()
    assert left.state == "FAILED" and "killed" in left.last_error
    assert [row.object_id for row in told] == [7]


@pytest.mark.django_db(transaction=True)
def test_a_heartbeat_keeps_long_work_held(kind, small_world, monkeypatch):
    monkeypatch.setattr(running, "HEARTBEAT_S", 0.05)
    monkeypatch.setattr(queue, "HELD_FOR", timedelta(seconds=0.5))
    held = []

    def do(row):
        with as_service("test"):
            first = Work.objects.get().held_until
        time.sleep(0.8)
        with as_service("test"):
            held.append(Work.objects.get().held_until > first and queue.hold(kinds.kind_of("test.work")) is None)

    kind(do, long=True)
    world = small_world.put()
    with looking_as(world.ana):
        queue.enqueue("test.work", [7])
    running.run_due()
    assert held == [True]


def test_the_sweep_of_every_queue_does_what_no_message_woke(world, monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {})
    done = []
    for name in kinds.QUEUES:
        kinds.register(f"test.{name}", lambda ids, name=name: done.append(name), queue=name, batch=1)
        with looking_as(world.ana):
            queue.enqueue(f"test.{name}", [1])
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        if entry["task"] == "work.run":
            assert entry["options"]["queue"] == entry["kwargs"]["queue"]
            app.tasks[entry["task"]](**entry["kwargs"])
    assert sorted(done) == sorted(kinds.QUEUES)


def test_every_periodic_task_exists():
    app.loader.import_default_modules()
    assert [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values() if entry["task"] not in app.tasks] == []


def test_a_broker_that_does_not_answer_costs_who_makes_work_nothing(monkeypatch):
    answered, sent = threading.Event(), []

    def publish(**how):
        answered.wait(5)
        sent.append(how["queue"])

    monkeypatch.setattr(tasks.run_work, "apply_async", publish)
    began = time.monotonic()
    for _act in range(20):
        waking.wake("interactive")
    assert time.monotonic() - began < 0.1
    telling = waking._telling
    answered.set()
    telling.join(5)
    assert 1 <= len(sent) <= 3  # one message says as much as twenty


def test_a_broker_that_refuses_is_no_error(monkeypatch, caplog):
    def refuse(**how):
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(tasks.run_work, "apply_async", refuse)
    waking.wake("bulk")
    if waking._telling:
        waking._telling.join(5)
    assert "the sweep will find the work" in caplog.text


@pytest.mark.parametrize(("who", "sees"), [("gala", 1), ("ana", 0), ("bruno", 0), ("fabio", 0), ("elena", 0), ("carla", 0)])
def test_work_is_seen_by_the_administrator_of_its_agency_alone(world, kind, who, sees):
    kind(lambda ids: None)
    with looking_as(world.ana):
        queue.enqueue("test.work", [1], agency_id=world.ana.agency_id, user_id=world.ana.user_id)
        queue.enqueue("test.work", [2])
    with looking_as(getattr(world, who)):
        assert Work.objects.count() == sees
