"""Sharing groups: named sets of agencies, roles and persons."""

from django.utils.translation import gettext_lazy as _

from agencies.labels import Labelled
from hub.kit.room import MenuEntry, Room, Section


class SharingConfig(Room):
    name = "agencies.sharing"
    label = "sharing"
    labels = (Labelled("sharing_catchup", act="sharing.view_catchup"),)
    menu = (MenuEntry(_("Sharing groups"), "sharing:list", "users-group", "sharing.view_sharinggroup", "g", Section.TOP, rank=4),)

    def ready(self) -> None:
        from agencies.access.acts import APPROVERS, FIELD, OFFICE, WRITERS, allow

        allow("sharing.view_sharinggroup", *FIELD)
        allow("sharing.keep_sharinggroup", *APPROVERS)
        allow("sharing.view_catchup", *OFFICE)
        allow("sharing.add_catchup", *WRITERS, *APPROVERS)
        allow("sharing.confirm_catchup", *APPROVERS)
