"""Work that somebody holds, handed over to a colleague."""

from django.utils.translation import gettext_lazy as _

from agencies.labels import Labelled
from hub.kit.room import MenuEntry, Room, Tells, Topic


class HandoverConfig(Room):
    name = "agencies.handover"
    label = "handover"
    labels = (Labelled("handover_holding", act="handover.view_handover"),
              Labelled("handover_handover", act="handover.view_handover"),
              Labelled("handover_absence", act="handover.view_handover"))
    menu = (MenuEntry(_("Hand over"), "handover:work", "share", "handover.view_handover", "", rank=5),)
    tells = (
        Tells("handover.received", Topic.DECISIONS, of="handover.handover", page="handover:detail", reference="",
              words=_("Work of a colleague was handed over to you.")),
        Tells("handover.given", Topic.STEPS, of="handover.handover", page="handover:detail", reference="",
              words=_("Work of yours was handed over to a colleague.")),
        Tells("absence.entered", Topic.STEPS, of="handover.absence", listed="handover:work", reference="",
              words=_("It was entered that you will be away, and who stands in.")),
        Tells("absence.stands_in", Topic.DECISIONS, of="handover.absence", listed="handover:work", reference="",
              words=_("You stand in for a colleague who will be away.")),
    )

    def ready(self) -> None:
        from agencies.access.acts import WRITERS, allow
        from agencies.access.lifecycle import stepped
        from agencies.handover import absences
        from agencies.roles import Role
        from agencies.work import kinds

        allow("handover.view_handover", *WRITERS, Role.RELEASE_AUTHORITY, Role.DESK, Role.DATA_PROTECTION)
        allow("handover.hand_over", Role.SUPERVISOR)
        kinds.register(absences.BEGIN, absences.begin, queue=kinds.NOTICES, batch=5)
        kinds.register(absences.END, absences.end, queue=kinds.NOTICES, batch=5)
        stepped.connect(absences.follow_step, dispatch_uid="handover.stepped")
