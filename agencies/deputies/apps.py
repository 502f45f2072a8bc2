"""Deputies: who decides in an authority's name for a while."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.labels import Labelled
from hub.kit.room import MenuEntry, Room, Section, Tells, Topic

_OF: dict[str, Any] = {"of": "deputies.delegation", "listed": "deputies:list", "reference": ""}


class DeputiesConfig(Room):
    name = "agencies.deputies"
    label = "deputies"
    labels = (Labelled("deputies_delegation", act="deputies.view_delegation"),)
    menu = (MenuEntry(_("Deputies"), "deputies:list", "users", "deputies.view_delegation", "", Section.OVERSIGHT, rank=5),)
    tells = (
        Tells("delegation.made", Topic.DECISIONS, **_OF, words=_("A colleague lets you decide in their name for a while.")),
        Tells("delegation.ended", Topic.DECISIONS, **_OF, words=_("A delegation between you and a colleague was ended early.")),
    )

    def ready(self) -> None:
        from agencies.access.acts import OFFICE, allow
        from agencies.roles import Role

        allow("deputies.view_delegation", *OFFICE, Role.AUDITOR)
