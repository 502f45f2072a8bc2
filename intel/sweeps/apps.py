"""Sweeps: queries that look like fishing, told to the asker's supervisor and counted for the hub auditor. Nothing is held up."""

from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _

from agencies.labels import Labelled
from hub.kit.keeping import Kept
from hub.kit.room import MenuEntry, Room, Section, Tells, Topic, Waiting


class SweepsConfig(Room):
    name = "intel.sweeps"
    label = "sweeps"
    lists = ("intel.sweeps.lists.SWEEPS", "intel.sweeps.lists.COUNTS")
    labels = (Labelled("sweeps_sweep", act="sweeps.view_sweep"),)
    keeps = (Kept("sweeps.sweep", code="SWEEP", words=_("Sweeps of queries"), page="sweeps:detail",
                  gone=_("Who asked, which queries were in question, and what was made of it"), since="r.decided_at"),)
    menu = (MenuEntry(_("Sweeps"), "sweeps:list", "alert-triangle", "sweeps.view_sweep", "", Section.OVERSIGHT, rank=2),
            MenuEntry(_("Sweeps in all agencies"), "sweeps:counts", "alert-triangle", "sweeps.view_sweepcount", "",
                      Section.OVERSIGHT, rank=2))
    tells = (
        Tells("sweep.found", Topic.DECISIONS, of="sweeps.sweep", page="sweeps:detail",
              words=_("A sweep of queries waits for your decision: %(reference)s.")),
        Tells("sweep.counted", Topic.DECISIONS, of="sweeps.sweepcount", page="sweeps:count",
              words=_("A sweep of queries was found in an agency: %(reference)s.")),
    )
    waiting = (Waiting(_("Sweeps of queries to decide on"), "intel.sweeps.waiting.to_decide", page="sweeps:list",
                       at_home=False),)
    tones = {"green": "EXPLAINED", "red": "MISUSE"}
    enums = {"SweepStateEnum": "intel.sweeps.states.State", "SweepPatternEnum": "intel.sweeps.wording.PATTERNS"}
    #: Between two looks of a busy day there is time for the answers to be read.
    repeats = ({"task": "sweeps.look", "schedule": crontab(minute="*/10")},)

    def ready(self) -> None:
        """Declare the acts, and sign up with the rooms below."""
        from agencies.access.acts import allow
        from agencies.roles import Role
        from agencies.work import kinds
        from intel.sweeps import counting, looking
        from intel.sweeps.kinds import COUNT, LOOK, LOOK_AT_FILE

        allow("sweeps.view_sweep", Role.SUPERVISOR)
        allow("sweeps.decide_sweep", Role.SUPERVISOR)
        allow("sweeps.view_sweepcount", Role.HUB_AUDITOR)
        kinds.register(LOOK, looking.look_at, queue=kinds.NOTICES, batch=50)
        kinds.register(LOOK_AT_FILE, looking.look_at_files, queue=kinds.NOTICES, batch=5)
        kinds.register(COUNT, counting.count, queue=kinds.NOTICES, batch=100)
