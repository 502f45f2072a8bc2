"""What an agency could know at a moment: read from the history by its auditor in full, by the auditor of the hub in numbers."""

from django.utils.translation import gettext_lazy as _

from hub.kit.room import MenuEntry, Room, Section


class KnowledgeConfig(Room):
    name = "intel.knowledge"
    label = "knowledge"
    menu = (
        MenuEntry(_("What could be known"), "knowledge:list", "history", "audit.view_knowledge", "", Section.OVERSIGHT, rank=1),
        MenuEntry(_("What agencies could know"), "knowledge:counts", "history", "audit.count_knowledge", "", Section.OVERSIGHT,
                  rank=1),
    )

    def ready(self) -> None:
        """Its acts are permissions of the log: this room keeps nothing itself."""
        from agencies.access.acts import allow
        from agencies.roles import Role

        allow("audit.view_knowledge", Role.AUDITOR)
        allow("audit.count_knowledge", Role.HUB_AUDITOR)
