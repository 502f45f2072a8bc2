"""What Celery lacks when the broker is away, or when somebody writes into it what is no message."""

import logging
import threading
from typing import Any

from celery.beat import PersistentScheduler, ScheduleEntry, SchedulingError
from django.db import connection
from kombu.transport import TRANSPORT_ALIASES, redis

log = logging.getLogger(__name__)


class Channel(redis.Channel):
    """A channel that passes over what is no message, where kombu's own ends its worker."""

    def _brpop_read(self, **options: Any) -> Any:
        try:
            return super()._brpop_read(**options)
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            log.error("Something in the broker is no message and was thrown away: %s: %s", type(error).__name__, error)
            raise redis.Empty from error


class Transport(redis.Transport):
    """Valkey or Redis, with such channels."""

    Channel = Channel


class Scheduler(PersistentScheduler):
    """Celery beat that does itself what the broker does not take: work goes on without one, in this process.

    Each entry has a thread of its own then, so that a long one keeps no other waiting; it is not begun twice.
    """

    producer = None  # one of the pool's, for each message: beat's own would wait for the broker before it does anything

    def __init__(self, *args: Any, **more: Any) -> None:
        self._here: dict[str, threading.Thread] = {}
        super().__init__(*args, **more)

    def setup_schedule(self) -> None:
        """Raises LookupError for a task that no room has, before anything is sent."""
        if missing := {each["task"] for each in self.app.conf.beat_schedule.values()} - set(self.app.tasks):
            there = ", ".join(sorted(self.app.tasks))
            raise LookupError(f"No room has the task {', '.join(sorted(missing))}; there are {there}.")
        super().setup_schedule()

    def apply_async(self, entry: ScheduleEntry, producer: Any = None, advance: bool = True, **more: Any) -> Any:
        """Send what is due; without a broker, begin it here."""
        try:
            return super().apply_async(entry, producer=producer, advance=advance, **more)
        except SchedulingError as gone:
            log.warning("The broker did not take %s (%s); it is done here.", entry.name, gone)
            return self._begin_here(entry)

    def _begin_here(self, entry: ScheduleEntry) -> None:
        present = self._here.get(entry.name)
        if present is None or not present.is_alive():
            self._here[entry.name] = threading.Thread(
                target=self._do_here, args=(entry,), name=f"beat: {entry.name}", daemon=True)
            self._here[entry.name].start()

    def _do_here(self, entry: ScheduleEntry) -> None:
        try:
            self.app.tasks[entry.task](*entry.args, **entry.kwargs)
        except Exception:  # a thread has nobody to tell; what was not done is found again
            log.exception("%s failed.", entry.name)
        finally:
            connection.close()


TRANSPORT_ALIASES["redis"] = TRANSPORT_ALIASES["rediss"] = "hub.broker:Transport"
