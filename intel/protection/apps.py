"""Data protection: what is held on a person, measures on it, and telling who had access."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.labels import Labelled, TwoSided
from hub.kit.room import MenuEntry, Panel, Room, Section, Tells, Topic, Waiting

#: Who had access is told, and says when it was followed.
ONWARD = TwoSided(
    "protection_onwardnotice", act="protection.view_onward", write="protection.write_onward",
    sides=("owner_agency_id", "told_agency_id"), own={"told_agency_id": ("followed_by_id", "followed_at")},
    states={"owner_agency_id": ("SENT",), "told_agency_id": ("FOLLOWED",)})

_MEASURE: dict[str, Any] = {"of": "protection.measure", "page": "protection:measure"}
_ONWARD: dict[str, Any] = {"topic": Topic.SHARED, "of": "protection.onwardnotice", "page": "protection:told"}


class ProtectionConfig(Room):
    name = "intel.protection"
    label = "protection"
    lists = ("intel.protection.lists.MEASURES", "intel.protection.lists.ONWARD")
    labels = (Labelled("protection_measure", act="protection.view_measure"), ONWARD)
    menu = (MenuEntry(_("Data protection"), "protection:search", "shield-lock", "protection.search_person", "",
                      Section.OVERSIGHT, rank=4),)
    panels = (Panel("subjects.subject", "protection/_panel.html", "intel.protection.panels.on_subject", rank=9),)
    tells = (
        Tells("protection.correction_asked", Topic.DECISIONS, **_MEASURE, words=_("A correction is asked for: %(reference)s.")),
        Tells("protection.deletion_asked", Topic.DECISIONS, **_MEASURE, words=_("A deletion is asked for: %(reference)s.")),
        Tells("protection.restricted", **_ONWARD, words=_("%(agency)s restricted the use of %(reference)s.")),
        Tells("protection.allowed", **_ONWARD, words=_("%(agency)s lets %(reference)s be used again.")),
        Tells("protection.corrected", **_ONWARD, words=_("%(agency)s corrected %(reference)s.")),
        Tells("protection.deleted", **_ONWARD, words=_("%(agency)s deleted %(reference)s.")),
    )
    waiting = (
        Waiting(_("Corrections to make"), "intel.protection.waiting.to_correct", page="protection:measures", at_home=False),
        Waiting(_("Deletions to decide on"), "intel.protection.waiting.to_delete", page="protection:measures", at_home=False),
        Waiting(_("What other agencies corrected"), "intel.protection.waiting.to_follow", page="protection:onward",
                at_home=False),
    )
    tones = {"amber": "IN_FORCE", "green": "DONE FOLLOWED", "blue": "WAITING SENT"}
    enums = {"MeasureKindEnum": "intel.protection.models.Measure.Kind", "MeasureStateEnum": "intel.protection.states.State",
             "OnwardKindEnum": "intel.protection.models.OnwardNotice.Kind",
             "OnwardStateEnum": "intel.protection.states.Stage"}

    def ready(self) -> None:
        """Declare the acts, and sign up with the rooms below."""
        from agencies.access.acts import APPROVERS, OFFICE, WRITERS, allow
        from agencies.roles import Role
        from agencies.work import kinds
        from intel.protection import forgetting
        from intel.protection.kinds import FORGET
        from intel.subjects.signals import subjects_changed

        allow("protection.search_person", Role.DATA_PROTECTION)
        allow("protection.view_measure", *OFFICE)
        allow("protection.take_measure", Role.DATA_PROTECTION)
        allow("protection.decide_deletion", *APPROVERS)
        allow("protection.view_onward", *OFFICE)
        allow("protection.write_onward", *WRITERS, Role.RELEASE_AUTHORITY, Role.DESK, Role.DATA_PROTECTION)
        kinds.register(FORGET, forgetting.forget, queue=kinds.INTERACTIVE, batch=100)
        subjects_changed.connect(_subjects_changed, dispatch_uid="protection.subjects")


def _subjects_changed(ids: list[int], **more: Any) -> None:
    from intel.protection import services

    services.follow_changes(ids)
