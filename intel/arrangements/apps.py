"""Standing arrangements: in which terms queries between two agencies are answered by themselves."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.labels import Carried, Entries, TwoSided
from hub.kit.room import MenuEntry, Room, Section, Tells, Topic, Waiting

#: The one drafts and proposes, the other puts in force or declines; either ends it.
ARRANGEMENT = TwoSided(
    "arrangements_arrangement", act="arrangements.view_arrangement", write="arrangements.write_arrangement",
    sides=("proposing_agency_id", "other_agency_id"), shared_when="r.proposed_at is not null",
    both=("state", "revision", "updated_at", "ended_by_id", "ended_at"),
    own={"proposing_agency_id": ("legal_basis", "starts_on", "ends_on", "version", "proposed_by_id", "proposed_at",
                                 "proposed_as"),
         "other_agency_id": ("accepted_by_id", "accepted_at")},
    states={"proposing_agency_id": ("PROPOSED", "WITHDRAWN"), "other_agency_id": ("IN_FORCE", "DECLINED")})

_ONE: dict[str, Any] = {"of": "arrangements.arrangement", "page": "arrangements:detail"}


class ArrangementsConfig(Room):
    name = "intel.arrangements"
    label = "arrangements"
    lists = ("intel.arrangements.lists.ARRANGEMENTS",)
    labels = (
        ARRANGEMENT,
        Carried("arrangements_term", by="arrangement_id", of="arrangements_arrangement"),
        Carried("arrangements_releaseterm", by="arrangement_id", of="arrangements_arrangement"),
        Entries("arrangements_arrangementstep", by="arrangement_id", of=ARRANGEMENT, written_by="by_id"),
    )
    menu = (MenuEntry(_("Arrangements"), "arrangements:list", "certificate", "arrangements.view_arrangement", "j", Section.TOP,
                      rank=5),)
    tells = (
        Tells("arrangement.drafted", Topic.DECISIONS, **_ONE, words=_("Arrangement %(reference)s waits for a signature.")),
        Tells("arrangement.proposed", Topic.DECISIONS, **_ONE, words=_("%(agency)s proposes an arrangement: %(reference)s.")),
        Tells("arrangement.accepted", Topic.STEPS, **_ONE,
              words=_("%(agency)s signed arrangement %(reference)s: it is in force.")),
        Tells("arrangement.declined", Topic.STEPS, **_ONE, words=_("%(agency)s declined arrangement %(reference)s.")),
        Tells("arrangement.withdrawn", Topic.STEPS, **_ONE, words=_("%(agency)s took arrangement %(reference)s back.")),
        Tells("arrangement.ended", Topic.STEPS, **_ONE, words=_("%(agency)s ended arrangement %(reference)s.")),
    )
    waiting = (Waiting(_("Arrangements to sign"), "intel.arrangements.waiting.to_sign", page="arrangements:list",
                       at_home=False),)
    tones = {"blue": "PROPOSED"}
    enums = {"ArrangementStateEnum": "intel.arrangements.states.State", "TermLevelEnum": "intel.arrangements.codes.Told"}

    def ready(self) -> None:
        """Declare the acts, and sign up with the rooms below."""
        from agencies.access.acts import OFFICE, WRITERS, allow
        from agencies.roles import Role

        allow("arrangements.view_arrangement", *OFFICE)
        allow("arrangements.write_arrangement", *WRITERS, Role.RELEASE_AUTHORITY, Role.DESK)
        allow("arrangements.sign_arrangement", Role.RELEASE_AUTHORITY, stand_in=Role.SUPERVISOR)
