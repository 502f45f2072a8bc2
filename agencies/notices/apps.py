"""Who is told of what, and what waits for whom."""

from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _

from hub.kit.room import MenuEntry, Panel, Room


class NoticesConfig(Room):
    name = "agencies.notices"
    label = "notices"
    menu = (MenuEntry(_("Inbox"), "notices:inbox", "inbox", "notices.view_inbox", "b"),)
    panels = (
        Panel("top", "notices/_bell.html", "agencies.notices.panels.bell"),
        Panel("home.narrow", "notices/_home.html", "agencies.notices.panels.at_home"),
    )
    #: At night, when nobody waits for the table.
    repeats = ({"task": "notices.purge", "schedule": crontab(hour="2", minute="40")},)

    def ready(self) -> None:
        from agencies.access.acts import FIELD, allow
        from agencies.access.lifecycle import stepped
        from agencies.notices import announcing, mailing, telling
        from agencies.roles import Role
        from agencies.work import kinds

        allow("notices.view_inbox", *FIELD, Role.AGENCY_ADMINISTRATOR)
        kinds.register(announcing.TELL, telling.tell, queue=kinds.NOTICES, batch=100)
        for kind in (mailing.AT_ONCE, mailing.DAILY):
            kinds.register_long(kind, mailing.send, at_most=mailing.ATTEMPTS, queue=kinds.NOTICES)
        stepped.connect(announcing.follow_step, dispatch_uid="notices.stepped")
