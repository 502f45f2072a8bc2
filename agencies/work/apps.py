"""Work that is done later, in workers."""

from django.utils.translation import gettext_lazy as _

from hub.kit.room import MenuEntry, Room, Section


class WorkConfig(Room):
    name = "agencies.work"
    label = "work"
    menu = (MenuEntry(_("Failed work"), "work:list", "refresh", "work.administer_work", "w", Section.OVERSIGHT, rank=3),)

    def ready(self) -> None:
        from agencies.access.acts import allow
        from agencies.roles import Role

        allow("work.administer_work", Role.AGENCY_ADMINISTRATOR)
