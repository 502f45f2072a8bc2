"""When an agency works, and who is on duty out of hours."""

from django.utils.translation import gettext_lazy as _

from agencies.labels import Carried, Labelled
from hub.kit.room import MenuEntry, Room, Section


class HoursConfig(Room):
    name = "agencies.hours"
    label = "hours"
    labels = (
        Labelled("hours_week", act="hours.view_week"),
        Carried("hours_span", by="week_id", of="hours_week"),
        Labelled("hours_holiday", act="hours.view_week"),
        Labelled("hours_duty", act="hours.view_week"),
    )
    menu = (MenuEntry(_("Working hours"), "hours:week", "calendar", "hours.view_week", "", Section.OVERSIGHT, rank=5),)

    def ready(self) -> None:
        from agencies.access.acts import FIELD, allow
        from agencies.roles import Role

        allow("hours.view_week", *FIELD, Role.AGENCY_ADMINISTRATOR)
        allow("hours.keep_week", Role.SUPERVISOR, Role.AGENCY_ADMINISTRATOR)
        allow("hours.keep_duty", Role.SUPERVISOR, Role.DESK)
