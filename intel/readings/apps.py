"""The reading room: who used what was released, for its holder and its originators, and what they ask about it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.labels import Labelled, TwoSided
from hub.kit.room import MenuEntry, Room, Section, Tells, Topic, Waiting

#: Asked by who reads that a release was used, answered by the agency of who used it.
QUESTION = TwoSided(
    "readings_question", act="releases.view_release", write="releases.write_release",
    sides=("asking_agency_id", "asked_agency_id"), own={"asked_agency_id": ("answer", "answered_by_id", "answered_at")},
    states={"asked_agency_id": ("ANSWERED",)})
_QUESTION: dict[str, Any] = {"of": "readings.question", "page": "readings:question"}


class ReadingsConfig(Room):
    name = "intel.readings"
    label = "readings"
    lists = ("intel.readings.lists.QUESTIONS",)
    labels = (Labelled("readings_use", act="releases.view_release"), QUESTION,
              Labelled("readings_entry", act="readings.view_register"))
    menu = (MenuEntry(_("Reading room"), "readings:list", "eye", "releases.view_release", "", rank=4),
            MenuEntry(_("Outgoing register"), "readings:register", "list-details", "readings.view_register", "",
                      Section.OVERSIGHT, rank=3))
    tells = (
        Tells("question.asked", Topic.DECISIONS, **_QUESTION, words=_("%(agency)s asks why somebody read %(reference)s.")),
        Tells("question.answered", Topic.STEPS, **_QUESTION,
              words=_("%(agency)s answered why somebody read %(reference)s.")),
    )
    waiting = (Waiting(_("Questions about readings, to answer"), "intel.readings.waiting.to_answer", page="readings:questions",
                       at_home=False),)
    enums = {"UseActEnum": "intel.readings.states.UseAct", "QuestionStateEnum": "intel.readings.states.QuestionState"}

    def ready(self) -> None:
        """Note what releases and notices tell."""
        from agencies.access.acts import allow
        from agencies.notices.telling import told
        from agencies.roles import Role
        from intel.readings import noting
        from intel.releases.signals import used

        allow("readings.view_register", Role.SUPERVISOR, Role.RELEASE_AUTHORITY, Role.AUDITOR, Role.DATA_PROTECTION)
        used.connect(noting.note_use, dispatch_uid="readings.used")
        told.connect(noting.note_told, dispatch_uid="readings.told")
