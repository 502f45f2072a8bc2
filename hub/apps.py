"""The roof as an app: its commands, template tags, and the Celery application that tasks are sent with. It gathers the rooms."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hub.kit import room
from hub.kit.room import MenuEntry, Room, Section


class HubConfig(Room):
    name = "hub"
    menu = (
        MenuEntry(_("Home"), "home", "home", key="h"),
        MenuEntry(_("API"), "api-docs", "api", key="p", under=Section.OVERSIGHT, rank=9),
    )
    places = ("top", "home.tiles", "home.wide", "home.narrow")

    def ready(self) -> None:
        """Called after that of all rooms."""
        from hub import celery  # noqa: F401  # every process sends tasks to the broker of the settings
        from hub.room_checks import check_rooms

        check_rooms()
        settings.CELERY_BEAT_SCHEDULE.update(room.repeats())
        settings.SPECTACULAR_SETTINGS["ENUM_NAME_OVERRIDES"] = room.enums()
