"""Sharing groups: named sets of agencies, roles and persons."""

from django.utils.translation import gettext_lazy as _

from agencies.labels import Labelled
from hub.kit.room import MenuEntry, Room, Section, Tells, Topic


class SharingConfig(Room):
    name = "agencies.sharing"
    label = "sharing"
    labels = (Labelled("sharing_catchup", act="sharing.view_catchup"),)
    menu = (MenuEntry(_("Sharing groups"), "sharing:list", "users-group", "sharing.view_sharinggroup", "g", Section.TOP, rank=4),)

    tells = (
        Tells("sharing_group.let_in", Topic.SHARED, of="sharing.sharinggroup", page="sharing:detail", reference="",
              words=_("%(agency)s let your agency into a sharing group.")),
        Tells("sharing_group.named", Topic.SHARED, of="sharing.sharinggroup", page="sharing:detail", reference="",
              words=_("You were named in a sharing group: you read what is given into it.")),
        Tells("sharing_group.left", Topic.SHARED, of="agencies.agency", listed="sharing:list", reference="",
              words=_("%(agency)s ended a membership of a sharing group by which you read.")),
    )

    def ready(self) -> None:
        from agencies.access.acts import APPROVERS, FIELD, OFFICE, WRITERS, allow

        allow("sharing.view_sharinggroup", *FIELD)
        allow("sharing.keep_sharinggroup", *APPROVERS)
        allow("sharing.view_catchup", *OFFICE)
        allow("sharing.add_catchup", *WRITERS, *APPROVERS)
        allow("sharing.confirm_catchup", *APPROVERS)
