"""Who is told of what, and what waits for whom."""

from django.utils.translation import gettext_lazy as _

from hub.kit.keeping import Kept
from hub.kit.room import MenuEntry, Panel, Room


class NoticesConfig(Room):
    name = "agencies.notices"
    label = "notices"
    lists = ("agencies.notices.lists.NOTICES",)
    menu = (MenuEntry(_("Inbox"), "notices:inbox", "inbox", "notices.view_inbox", "b"),)
    panels = (
        Panel("top", "notices/_bell.html", "agencies.notices.panels.bell"),
        Panel("home.narrow", "notices/_home.html", "agencies.notices.panels.at_home"),
    )
    keeps = (Kept("notices.notice", code="NOTICE", words=_("Notices"), gone=_("The notice"), since="r.created_at", reference="",
                  agencies=("hub_agency_of(r.to_id)",)),)

    def ready(self) -> None:
        from agencies.access.acts import FIELD, allow
        from agencies.access.lifecycle import stepped
        from agencies.notices import announcing, mailing, telling
        from agencies.roles import Role
        from agencies.work import kinds

        allow("notices.view_inbox", *FIELD, Role.AGENCY_ADMINISTRATOR, Role.COORDINATOR)
        kinds.register(announcing.TELL, telling.tell, queue=kinds.NOTICES, batch=100)
        for kind in (mailing.AT_ONCE, mailing.DAILY):
            kinds.register_long(kind, mailing.send, at_most=mailing.ATTEMPTS, queue=kinds.NOTICES)
        stepped.connect(announcing.follow_step, dispatch_uid="notices.stepped")
