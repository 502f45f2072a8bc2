"""Kept no longer than needed."""

from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _

from agencies.labels import Labelled
from hub.kit.room import MenuEntry, Room, Section


class KeepingConfig(Room):
    name = "agencies.keeping"
    label = "keeping"
    lists = ("agencies.keeping.lists.HOLDS", "agencies.keeping.lists.RECEIPTS")
    labels = (Labelled("keeping_hold", act="keeping.view_hold"), Labelled("keeping_receipt", act="keeping.view_receipt"))
    menu = (MenuEntry(_("Retention"), "keeping:rules", "clock", "keeping.view_receipt", "", Section.OVERSIGHT, rank=4),)
    #: At night, when nobody waits for the tables.
    repeats = ({"task": "keeping.purge", "schedule": crontab(hour="2", minute="40")},)

    def ready(self) -> None:
        from agencies.access.acts import OFFICE, allow
        from agencies.roles import Role

        allow("keeping.view_hold", *OFFICE)
        allow("keeping.place_hold", Role.SUPERVISOR, Role.DATA_PROTECTION)
        allow("keeping.view_receipt", *OFFICE, Role.AUDITOR)
