"""Work that is done later, in workers."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.work.kinds import QUEUES
from hub.kit.room import MenuEntry, Room, Section, Waiting


def _sweep(queue: str) -> dict[str, Any]:
    """What finds the work whose message was lost."""
    return {"task": "work.run", "schedule": 5.0, "kwargs": {"queue": queue}, "options": {"queue": queue, "expires": 5}}


class WorkConfig(Room):
    name = "agencies.work"
    label = "work"
    menu = (MenuEntry(_("Failed work"), "work:list", "refresh", "work.administer_work", "w", Section.OVERSIGHT, rank=3),)

    waiting = (Waiting(_("Failed work"), "agencies.work.waiting.failed", page="work:list"),)
    repeats = (*(_sweep(queue) for queue in QUEUES),
               {"task": "work.measure", "schedule": 15.0, "options": {"expires": 15}})

    def ready(self) -> None:
        from agencies.access.acts import allow
        from agencies.roles import Role

        allow("work.administer_work", Role.AGENCY_ADMINISTRATOR)
