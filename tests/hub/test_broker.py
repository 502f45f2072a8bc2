"""A broker that is away stops no work, and what is no message stops no worker."""

import threading
from uuid import uuid4

import pytest
from celery import Celery
from celery.schedules import schedule
from kombu.exceptions import OperationalError

from agencies.access import as_service, looking_as
from agencies.work import kinds, queue, tasks
from agencies.work.models import Work
from hub.broker import Scheduler
from hub.celery import app


@pytest.mark.parametrize("nonsense", ["no json", "5", "[]", "{}", "\xff\xfe", '{"properties": 7}'])
def test_what_is_no_message_is_passed_over(nonsense, caplog):
    with app.connection_for_read() as connection:
        waiting = connection.SimpleQueue(f"test-{uuid4()}")
        try:
            connection.default_channel.client.lpush(waiting.queue.name, nonsense.encode("latin-1"))
            waiting.put({"a": 1})
            message = waiting.get(timeout=5)
            message.ack()
            assert message.payload == {"a": 1}
            assert "was thrown away" in caplog.text
        finally:
            waiting.clear()
            waiting.close()


def test_beat_asks_no_broker_before_it_begins(tmp_path):
    alone = Celery("alone", broker="redis://127.0.0.1:1", set_as_current=False)
    alone.conf.update(task_publish_retry=False, beat_schedule={"x": {"task": "x", "schedule": 60}})
    done = threading.Event()
    alone.task(name="x")(done.set)
    scheduler = Scheduler(alone, lazy=True, schedule_filename=str(tmp_path / "schedule"))
    scheduler.setup_schedule()
    entry = scheduler.Entry(name="x", task="x", schedule=schedule(60), app=alone)
    scheduler.apply_entry(entry, producer=scheduler.producer)
    assert done.wait(5)
    scheduler.close()


def test_beat_does_not_begin_with_a_task_that_no_room_has(tmp_path):
    alone = Celery("alone", broker="redis://127.0.0.1:1", set_as_current=False)
    alone.conf.update(beat_schedule={"x": {"task": "alerts.expyre", "schedule": 60}})
    with pytest.raises(LookupError, match="No room has the task alerts.expyre"):
        Scheduler(alone, schedule_filename=str(tmp_path / "schedule"))


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_beat_does_the_work_itself(small_world, monkeypatch, tmp_path):
    done = threading.Event()
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register("test.work", lambda ids: done.set(), queue=kinds.BULK, batch=10)
    world = small_world.put()

    def refuse(*args, **how):
        raise OperationalError("nobody there")

    monkeypatch.setattr(tasks.run_work, "apply_async", refuse)
    with looking_as(world.ana):
        queue.enqueue("test.work", [1])
    scheduler = Scheduler(app, lazy=True, schedule_filename=str(tmp_path / "schedule"))
    entry = scheduler.Entry(name="sweep-bulk", task="work.run", kwargs={"queue": "bulk"}, schedule=schedule(5), app=app)
    scheduler.apply_entry(entry, producer=scheduler.producer)
    assert done.wait(10)
    scheduler._here["sweep-bulk"].join(10)
    with as_service("test"):
        assert not Work.objects.exists()
