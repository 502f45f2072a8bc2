"""The memory: who did what, and to what."""

from django.utils.translation import gettext_lazy as _

from hub.kit.keeping import Kept
from hub.kit.room import MenuEntry, Panel, Room, Section

#: An event that says for which words, or with which filters, somebody looked for something.
_SEARCHED = ("case when coalesce(r.detail ->> 'terms', '') <> '' or coalesce(r.detail -> 'filters', '{}') <> '{}'::jsonb"
             " then r.at end")


class AuditConfig(Room):
    name = "agencies.audit"
    label = "audit"
    lists = ("agencies.audit.lists.EVENTS", "agencies.audit.lists.LEFT_BY_ONE")
    menu = (
        MenuEntry(_("Audit log"), "audit:list", "clipboard-check", "audit.view_event", "l", Section.OVERSIGHT, rank=1),
        MenuEntry(_("Left by one person"), "audit:left-by-one", "share", "audit.view_leaving", "", Section.OVERSIGHT, rank=1),
        MenuEntry(_("Acts of all agencies"), "audit:acts", "clipboard-check", "audit.count_acts", "", Section.OVERSIGHT, rank=1),
    )
    keeps = (Kept("audit.event", code="SEARCH", words=_("Words of searches in the audit log"), reference="",
                  gone=_("What was looked for; who looked, when and where stays"), agencies=("r.agency_id",), since=_SEARCHED,
                  blanks={"detail": "detail - '{terms,filters}'::text[]"}),)
    panels = (Panel("home.narrow", "audit/_home.html", "agencies.audit.panels.left_by_one", rank=4),)

    def ready(self) -> None:
        from agencies.access.acts import allow
        from agencies.roles import Role

        allow("audit.view_event", Role.AUDITOR)
        allow("audit.view_leaving", Role.SUPERVISOR)
        allow("audit.count_acts", Role.HUB_AUDITOR)
