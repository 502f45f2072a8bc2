"""How often something may be tried."""

from celery.schedules import crontab

from hub.kit.room import Room


class PaceConfig(Room):
    name = "agencies.pace"
    label = "pace"
    #: On the queue `notices`: only its workers may open the door.
    repeats = ({"task": "pace.forget", "schedule": crontab(minute="17"), "options": {"queue": "notices"}},)
